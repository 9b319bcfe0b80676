import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from scoring.models import Signal, StateChange
from tests.factories import BuyerScoreFactory, OfferFactory

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("staff", password="correct horse"))
    return client


@pytest.mark.parametrize("model", ["buyerscore", "signal", "statecount", "statechange"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(staff, model, django_assert_num_queries):
    def add():
        score = BuyerScoreFactory()
        Signal.objects.create(
            workspace=score.workspace, lead=score.lead, offer=score.offer, kind="hiring", source="notes"
        )
        StateChange.objects.create(workspace=score.workspace, offer=score.offer, state="manual", before={})

    add()
    url = reverse(f"admin:scoring_{model}_changelist")
    with django_assert_num_queries(QUERIES):
        assert staff.get(url).context["cl"].result_count == 1
    add()
    add()
    with django_assert_num_queries(QUERIES):
        assert staff.get(url).context["cl"].result_count == 3


def test_scores_are_found_by_the_number_of_their_lead(staff):
    score = BuyerScoreFactory()
    BuyerScoreFactory()
    url = reverse("admin:scoring_buyerscore_changelist")
    assert list(staff.get(url, {"q": score.lead_id}).context["cl"].result_list) == [score]
    assert list(staff.get(url, {"q": "nobody"}).context["cl"].result_list) == []


def test_state_counts_are_the_triggers_alone_to_change(staff):
    offer = OfferFactory()
    assert staff.post(reverse("admin:scoring_statecount_add"), {"offer": offer.pk, "count": 5}).status_code == 403
    assert offer.state_counts.count() == 0


def test_state_changes_say_how_many_leads_they_moved_without_fetching_their_ids(staff):
    score = BuyerScoreFactory()
    for before in ({"monitor": [7001, 7002], "active": [7003]}, {}):
        StateChange.objects.create(workspace=score.workspace, offer=score.offer, state="manual", before=before)
    listed = staff.get(reverse("admin:scoring_statechange_changelist")).context["cl"].result_list
    assert [(change.leads, change.get_deferred_fields()) for change in listed] == [(0, {"before"}), (3, {"before"})]
    page = staff.get(reverse("admin:scoring_statechange_change", args=[listed[1].pk])).content.decode()
    assert re.findall(r'<div class="readonly">(3)</div>|700\d', page) == ["3"]
