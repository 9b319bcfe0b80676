import pytest

from leads.taxonomy.products import kind_of_product, product_kinds


def test_every_kind_has_names_in_each_language_and_tools_and_none_twice():
    for kind in product_kinds():
        for names in (kind.tools, *kind.names.values()):
            assert names and len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize(
    ("language", "head", "text", "kind"),
    [
        ("en", "support inbox", "Support inbox for online shops", "helpdesk"),
        ("en", "sales pipeline", "We clean and forecast your sales pipeline", "crm"),
        ("en", "contract management", "Contract management with reminders before renewals", "proposals"),
        ("fr", "relance factures", "Logiciel qui relance les factures impayées", "invoicing"),
        ("de", "planungssoftware", "Planungssoftware, die eine Fabrik in Sekunden umplant", "production_planning"),
        ("pt", "folha pagamento", "Folha de pagamento para pequenas empresas", "payroll"),
        ("en", "cakes weddings", "We bake cakes for weddings", None),
        ("en", "robots", "Robots that pick apples", None),
        ("en", "", "", None),
    ],
)
def test_an_offer_is_of_the_kind_that_it_names_or_means_or_of_none(language, head, text, kind):
    found = kind_of_product(head, text, language)
    assert (found and found.code) == kind
