import pytest

from leads.audience.exclusions import split_exclusions


def parts(text, code="en"):
    wanted, spans = split_exclusions(text, code)
    assert len(wanted) == len(text)
    return " ".join(wanted.split()), [text[start:end].strip() for start, end in spans]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("HR managers, not recruiters", "HR managers,", ["recruiters"]),
        ("Heads of sales, no interns, in France", "Heads of sales, , in France", ["interns"]),
        ("Buyers. Avoid agencies and students. Only in Spain", "Buyers. . Only in Spain", ["agencies and students"]),
        ("Fundraisers at not-for-profit organisations", "Fundraisers at not-for-profit organisations", []),
        ("Teams without a data engineer", "Teams without a data engineer", []),
        ("Founders who do not code", "Founders who do not code", []),
        ("Nurses, not only in hospitals", "Nurses, not only in hospitals", []),
    ],
)
def test_what_is_not_wanted_is_taken_out(text, wanted, unwanted):
    assert parts(text) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("code", "text", "unwanted"),
    [
        ("de", "Einkäufer, keine Berater", ["Berater"]),
        ("fr", "Acheteurs, sauf les consultants", ["les consultants"]),
        ("es", "Compradores, excepto consultores", ["consultores"]),
        ("es", "Asociaciones sin ánimo de lucro", []),
        ("pt", "Compradores, exceto consultores", ["consultores"]),
        ("it", "Addetti acquisti, tranne i consulenti", ["i consulenti"]),
    ],
)
def test_so_it_is_in_other_languages(code, text, unwanted):
    assert parts(text, code)[1] == unwanted
