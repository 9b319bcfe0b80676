import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.seniority import Seniority


def reading(text):
    audience = read_audience(text)
    return audience.leadership, set(audience.functions), set(audience.seniorities), set(audience.industries)


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("restaurant owners", {"restaurants"}),
        ("Restaurantbesitzer", {"restaurants"}),
        ("propriétaires de restaurants", {"restaurants"}),
        ("Restaurant owners with several locations", {"restaurants"}),
        ("hotel owners", {"hospitality"}),
        ("owners of hotels", {"hospitality"}),
        ("dueños de hoteles", {"hospitality"}),
        ("proprietários de hotéis", {"hospitality"}),
        ("gym owners who worry about rent", {"health, wellness & fitness"}),
        ("pharmacy owners", {"pharmaceuticals"}),
        ("Apothekeninhaber", {"pharmaceuticals"}),
        ("propriétaires de pharmacies", {"pharmaceuticals"}),
        ("donos de farmácias em cidades pequenas", {"pharmaceuticals"}),
        ("nightclub owners", {"entertainment"}),
        ("salon owners", set()),
    ],
)
def test_who_owns_a_business_is_an_owner_of_its_industry_in_every_language(text, industries):
    assert reading(text) == (True, set(), {Seniority.OWNER}, industries)


@pytest.mark.parametrize(
    ("text", "function"),
    [("product owners", "product-manager"), ("process owners", "operations"), ("chef owners", "chef")],
)
def test_what_is_no_business_has_an_owner_by_title(text, function):
    audience = read_audience(text)
    assert (set(audience.functions), audience.leadership) == ({function}, False)


@pytest.mark.parametrize("text", ["Köche, keine Restaurantbesitzer", "Chefs, no restaurant owners"])
def test_no_owners_of_one_kind_of_business_excludes_no_other_owner(text):
    assert set(read_audience(text).excluded_seniorities) == set()
