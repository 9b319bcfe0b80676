import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pool.models import PoolProfile
from pool.profiles import COPIED, store

pytestmark = pytest.mark.django_db


def stored(**people):
    """Profiles called by name, each given as (role, industry, location) or a dict of the pool's texts."""
    profiles = []
    for name, person in people.items():
        texts = (
            person if isinstance(person, dict) else dict(zip(("role", "industry", "location"), person, strict=False))
        )
        profiles.append(dict.fromkeys(COPIED.values(), "") | {"linkedin_slug": name, "full_name": name} | texts)
    store(profiles=profiles)


@pytest.fixture
def evaluation(tmp_path):
    people = [
        {"id": "a", "source": "export", "role": "Pastry Chef", "company_keywords": "cakes"},
        {"id": "b", "source": "export", "role": "Judge", "industry": None},
        {"id": "c", "source": "contacts", "role": "Chef de Partie"},
    ]
    queries = [
        {"qid": "F1", "pool": ["export"], "target_audience": "Chefs", "industries": [], "locations": []},
        {"qid": "F2", "pool": ["export", "contacts"], "target_audience": "Chefs", "relevant": {"b": 2}},
        {"qid": "N1", "pool": ["export"], "target_audience": "Lighthouse keepers", "locations": ["Iceland"]},
    ]
    for name, rows in (("p", people), ("q", queries)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def evaluate(folder):
    call_command(
        "evaluate",
        "matching",
        profiles=folder / "p.jsonl",
        queries=folder / "q.jsonl",
        out=folder / "r.jsonl",
        stdout=StringIO(),
    )
    return [json.loads(line) for line in (folder / "r.jsonl").read_text().splitlines()]


def test_evaluate_ranks_the_sources_a_query_names_and_leaves_the_pool_alone(evaluation):
    stored(mine=("Chef",))
    assert evaluate(evaluation) == [
        {"qid": "F1", "ranked": ["a"]},
        {"qid": "F2", "ranked": ["c", "a"]},
        {"qid": "N1", "ranked": []},
    ]
    assert PoolProfile.objects.get().full_name == "mine"


def test_evaluate_says_which_file_it_cannot_read(evaluation):
    (evaluation / "q.jsonl").write_text("{")
    with pytest.raises(CommandError, match=r"q\.jsonl cannot be read as JSON"):
        evaluate(evaluation)
