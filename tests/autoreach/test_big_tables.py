import re

import pytest

from autoreach import big_tables
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("leads", "said"), [(4, "4"), (5, "4+")])
def test_a_list_says_where_it_stopped_counting(admin_client, monkeypatch, leads, said):
    monkeypatch.setattr(big_tables, "CAP", 4)
    monkeypatch.setattr(big_tables.BigTableAdmin, "list_per_page", 3)
    for number in range(leads):
        LeadFactory(full_name=f"Nora {number}")
    page = admin_client.get("/admin/leads/lead/", {"q": "nora"}).content.decode()
    assert re.findall(r"(?:Select all )?[\d,+]+ (?:leads|results)\b", page) == [
        f"{said} results",
        f"Select all {said} leads",
        f"{said} leads",
    ]
