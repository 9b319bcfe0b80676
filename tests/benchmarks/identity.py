"""How well the identity matcher decides the development pairs, when their folder is there, and how fast."""

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from leads.identity.matcher import ACCEPT
from tests.benchmarks import at_least, observed
from tests.benchmarks.identity_weights import PAIRS, cross_validated, precision_and_recall, read_profiles
from tests.benchmarks.identity_weights import observed as observed_features

SIZE = 1
KINDS = ("person_profile", "person_name", "company_name", "name_vs_handle")


def run(size):
    if not PAIRS.exists():
        return
    started = time.perf_counter()
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        out = Path(folder) / "run.jsonl"
        call_command("evaluate", "identity", pairs=PAIRS, out=out)
        decided = [json.loads(line)["decision"] for line in out.read_text(encoding="utf-8").splitlines()]
    took = time.perf_counter() - started
    for kind in KINDS:
        yield from figures(
            kind, [(p["same"], said) for p, said in zip(pairs, decided, strict=True) if p["kind"] == kind]
        )
    values, same, alone = observed_features(read_profiles())
    precision, recall = precision_and_recall(cross_validated(values, same, alone), same)
    yield observed("person_profile precision, cross-validated", precision, "")
    yield observed("person_profile recall, cross-validated", recall, "")
    yield observed("pairs a second, tables read first", len(pairs) / took, "pairs/s")


def figures(kind, decided):
    accepted = [same for same, said in decided if said == ACCEPT]
    precision, recall = sum(accepted) / max(1, len(accepted)), sum(accepted) / sum(same for same, _ in decided)
    if kind == "person_profile":
        yield at_least("person_profile precision", precision, "", limit=0.98)
        yield at_least("person_profile recall", recall, "", limit=0.75)
    else:
        yield observed(f"{kind} precision", precision, "")
        yield observed(f"{kind} recall", recall, "")
