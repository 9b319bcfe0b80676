import pytest

from leads.models import Offer
from leads.sources.roles import roles_of


@pytest.mark.parametrize(
    ("audience", "roles"),
    [
        ("Plant managers and heads of operations at machine builders. Not recruiters.",
         ["plant manager", "head of operations"]),
        ("CFOs, VPs of finance or controllers in Germany who close the books",
         ["CFO", "VP of finance", "controller"]),
        ("Founders of bakeries", ["founder of bakeries"]),
        ("Avoid consultants and recruiters", []),
        ("People who like trains", []),
    ],
)  # fmt: skip
def test_roles_are_read_in_the_words_of_the_audience(audience, roles):
    assert roles_of(Offer(target_audience=audience)) == roles
