import pytest

from autoreach.sandbox.unipile_ids import distance_of, number_of, provider_id
from tests.sandbox.unipile_questions import EAGER


@pytest.mark.parametrize(
    ("identifier", "number"),
    [
        (EAGER, 19),
        (provider_id(5999), 5999),
        ("ACoAAASBX19", None),
        ("0" * 37 + "19", None),
        ("eager-buyer-sbx", None),
        (EAGER + "0", None),
    ],
)
def test_a_provider_id_is_that_of_a_person(identifier, number):
    assert number_of(identifier) == number


def test_most_people_are_at_the_third_distance_and_few_at_the_first():
    shares = [sum(distance_of(number) == degree for number in range(6000)) / 6000 for degree in (1, 2, 3, 4)]
    assert [round(share, 2) for share in shares] == pytest.approx([0.03, 0.32, 0.57, 0.08], abs=0.02)
