"""How well matching ranks the development set, when its folder is there."""

import json
import math
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command

from tests.benchmarks import at_least, at_most

SIZE = 1
FOLDER = Path(os.environ.get("EVAL_DIR", settings.BASE_DIR.parent / "shared" / "eval"))
TARGETS = {"ALL": 0.90, "F": 0.88, "S": 0.90}
KEYWORD_SEARCH = {"ALL": 0.51, "F": 0.27, "S": 0.81}


def run(size):
    if not (FOLDER / "icp_profiles.jsonl").exists():
        return []
    with TemporaryDirectory() as folder:
        out = Path(folder) / "run.jsonl"
        call_command(
            "evaluate",
            "matching",
            profiles=FOLDER / "icp_profiles.jsonl",
            queries=FOLDER / "icp_queries.jsonl",
            out=out,
        )
        ranked = {row["qid"]: row["ranked"] for row in read(out)}
    return list(figures(read(FOLDER / "icp_queries.jsonl"), ranked))


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def figures(queries, ranked):
    for group in ("ALL", "F", "S"):
        scores = [
            ndcg(query["relevant"], ranked[query["qid"]])
            for query in queries
            if query["relevant"] and group in ("ALL", query["qid"][0])
        ]
        figure = round(sum(scores) / len(scores), 3)
        name, reference = f"nDCG@50 {group}", KEYWORD_SEARCH[group]
        yield at_least(name, figure, "", limit=TARGETS[group], reference=reference)
    unfitting = [len(ranked[query["qid"]]) for query in queries if not query["relevant"]]
    yield at_most("matches where no profile fits", sum(unfitting), "profiles", limit=0)


def ndcg(relevant, ranked, depth=50):
    best = sorted(relevant.values(), reverse=True)
    return gain([relevant.get(name, 0) for name in ranked[:depth]]) / gain(best[:depth])


def gain(grades):
    return sum((2**grade - 1) / math.log2(position + 2) for position, grade in enumerate(grades))
