from tests.factories import BuyerScoreFactory, LeadFactory


def scored(offer, *scores, state="active"):
    leads = [LeadFactory(workspace=offer.workspace, full_name=f"Nora {score}") for score in scores]
    for lead, score in zip(leads, scores, strict=True):
        BuyerScoreFactory(lead=lead, offer=offer, state=state, score=score, fit=score)


def names(answer):
    return [lead["name"] for lead in answer.json()["items"]]


def test_buyers_are_listed_best_first_page_by_page(north, caller):
    offer = north.offer()
    scored(offer, 70, 90, 80, 60)
    first = caller.get("buyers", offer=offer.pk, limit=3)
    second = caller.get("buyers", offer=offer.pk, limit=3, cursor=first.json()["next"])
    assert (names(first), names(second), second.json()["next"]) == (
        ["Nora 90", "Nora 80", "Nora 70"],
        ["Nora 60"],
        None,
    )


def test_the_state_is_named_as_its_tab_and_the_offer_is_the_default_one(north, caller):
    offer = north.offer("Cranes")
    north.offer("Trains")
    scored(offer, 70)
    scored(offer, 20, state="poor_fit")
    answer = caller.get("buyers", state="low_priority")
    (lead,) = answer.json()["items"]
    assert (lead["name"], lead["state"], lead["state_label"], lead["offer"]) == (
        "Nora 20", "low_priority", "Low Priority", {"id": offer.pk, "name": "Cranes"},
    )  # fmt: skip
    assert names(caller.get("buyers")) == ["Nora 70"]


def test_without_an_offer_there_are_no_buyers(caller):
    assert caller.get("buyers").json() == {"items": [], "next": None}


def test_a_cursor_of_another_state_is_refused(north, caller):
    offer = north.offer()
    scored(offer, 70, 90)
    cursor = caller.get("buyers", limit=1).json()["next"]
    assert caller.get("buyers", state="manual", cursor=cursor).status_code == 422


def test_more_buyers_take_no_more_queries(north, caller, django_assert_num_queries):
    offer = north.offer()
    scored(offer, 70)
    with django_assert_num_queries(4):
        caller.get("buyers", offer=offer.pk)
    scored(offer, 80, 90)
    with django_assert_num_queries(4):
        caller.get("buyers", offer=offer.pk)
