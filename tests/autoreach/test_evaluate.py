import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

PAIRS = [
    {
        "id": "1",
        "kind": "person_profile",
        "a": {"platform": "linkedin", "name": "Robert Quillfeather", "company": "Ashdown Tools GmbH", "location": None},
        "b": {"platform": "x", "name": "Bob Quillfeather", "bio": "@AshdownTools", "unheard_of": 1},
    },
    {
        "id": "2",
        "kind": "person_profile",
        "a": {"name": "Robert Quillfeather", "location": "Leeds"},
        "b": {"name": "Anna Dorn", "location": "Denver, CO"},
    },
    {"id": "3", "kind": "person_name", "a": {"name": "Dr. Anna Dorn"}, "b": {"name": "DORN, Anna"}},
    {"id": "4", "kind": "company_name", "a": {"company": "BD plc"}, "b": {"company": "BP plc"}},
    {"id": "5", "kind": "name_vs_handle", "a": {"name": "Anna Dorn"}, "b": {"handle": "annadorn"}},
]


def evaluate(tmp_path, text):
    (tmp_path / "pairs.jsonl").write_text(text)
    call_command("evaluate", "identity", pairs=tmp_path / "pairs.jsonl", out=tmp_path / "run.jsonl", stdout=StringIO())
    return [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]


def test_evaluate_decides_every_kind_of_pair(tmp_path):
    lines = evaluate(tmp_path, "\n".join(map(json.dumps, PAIRS)))
    assert [(line["id"], line["decision"]) for line in lines] == [
        ("1", "accept"),
        ("2", "reject"),
        ("3", "accept"),
        ("4", "reject"),
        ("5", "accept"),
    ]
    assert all(0 <= line["probability"] <= 1 for line in lines)


def test_evaluate_says_which_pairs_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"pairs\.jsonl cannot be read as JSON"):
        evaluate(tmp_path, "{")


def test_evaluate_gives_each_title_its_fit_for_an_offer(tmp_path):
    titles = [{"id": "a", "title": "Plant Manager"}, {"id": "b", "title": "Judge"}]
    (tmp_path / "titles.jsonl").write_text("\n".join(map(json.dumps, titles)))
    (tmp_path / "offer.json").write_text(json.dumps({"name": "Planwise", "target_audience": "Plant managers"}))
    paths = {name: tmp_path / f"{name}.{'json' if name == 'offer' else 'jsonl'}" for name in ("titles", "offer", "out")}
    call_command("evaluate", "titles", **paths, stdout=StringIO())
    assert [json.loads(line) for line in paths["out"].read_text().splitlines()] == [
        {"id": "a", "fit": 100},
        {"id": "b", "fit": 0},
    ]


def run_of(tmp_path, what, *rows):
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    call_command("evaluate", what, sentences=tmp_path / "in.jsonl", out=tmp_path / "out.jsonl", stdout=StringIO())
    return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]


def test_evaluate_says_what_an_audience_is_understood_as(tmp_path):
    nurses, owners = run_of(
        tmp_path,
        "audience",
        {"id": "a", "audience": "Midwives"},
        {"id": "b", "audience": "Owners of bakeries", "industries": []},
    )
    assert nurses == {
        "id": "a",
        "functions": {"midwife": 1.0},
        "leadership": False,
        "near": {"midwife": ["nurse"]},
    }
    assert (owners["functions"], owners["leadership"]) == ({}, True)


def test_evaluate_reads_an_audience_in_each_of_its_languages(tmp_path):
    row = {"id": "a", "sentences": {"en": "Lawyers", "de": "Rechtsanwalt"}}
    assert [(line["id"], line["lang"], line["functions"]) for line in run_of(tmp_path, "languages", row)] == [
        ("a", "en", {"lawyer": 1.0}),
        ("a", "de", {"lawyer": 1.0}),
    ]


def run_on(tmp_path, what, rows, **files):
    (tmp_path / "posts.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))
    paths = {"posts": tmp_path / "posts.jsonl", "out": tmp_path / "out"} | {name: tmp_path / name for name in files}
    call_command("evaluate", what, **paths, stdout=StringIO())
    return [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]


def test_evaluate_says_of_which_kind_each_post_is(tmp_path):
    rows = [{"id": "a", "text": "Which CRM do you use?"}, {"id": "b", "text": "Good morning from Lyon."}]
    lines = run_on(tmp_path, "intent", rows)
    assert [(line["id"], line["kind"], line["is_b2b_signal"]) for line in lines] == [
        ("a", "ask", True),
        ("b", "none", False),
    ]


def test_evaluate_scores_each_post_for_its_offer(tmp_path):
    text = "Looking for an alternative to Shiftly."
    offers = {"1": {"name": "Planwise", "competitors": ["Shiftly"]}, "2": {"name": "Bakery", "description": "Bread."}}
    rows = [{"id": "a", "offer": "1", "text": text}, {"id": "b", "offer": "2", "text": text}]
    assert run_on(tmp_path, "buying", rows, offers=offers) == [{"id": "a", "intent": 60}, {"id": "b", "intent": 0}]
