import pytest

from leads.models import Lead, Search
from scoring.scores import set_state
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

ADA = "https://www.linkedin.com/in/ada-sample"


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://www.linkedin.com/in/Ada-Sample/?trk=people", "linkedin"),
        ("de.linkedin.com/in/ada-sample/details/experience", "linkedin"),
        ("https://twitter.com/AdaSample/status/12", "x"),
        ("@adasample", "x"),
    ],
)
def test_a_lead_is_found_by_every_spelling_of_its_address(north, caller, url, platform):
    lead = LeadFactory(workspace=north.workspace, linkedin_slug="ada-sample", x_handle="adasample")
    answer = caller.get("leads/lookup", url=url).json()
    addresses = {"linkedin": ADA, "x": "https://x.com/adasample"}
    assert (answer["found"], answer["lead"]["id"]) == (True, lead.pk)
    assert answer["understood"] == {"platform": platform, "address": addresses[platform]}


def test_a_lead_is_shown_with_its_score_and_its_page(north, caller):
    lead = LeadFactory(workspace=north.workspace, full_name="Ada Sample", linkedin_slug="ada-sample")
    low, high = (OfferFactory(workspace=north.workspace, name=name) for name in ("Low", "High"))
    BuyerScoreFactory(lead=lead, offer=low, state="poor_fit", score=20, fit=30, intent=5, timing=0)
    BuyerScoreFactory(
        lead=lead, offer=high, state="active", score=71, fit=80, intent=65, timing=40, top_reason="Asked for a tool"
    )
    shown = caller.get("leads/lookup", url=ADA).json()["lead"]
    page = f"http://testserver/leads/{lead.pk}/?page_workspace={north.workspace.pk}&offer="
    assert shown == {
        "id": lead.pk, "name": "Ada Sample", "title": "Plant Manager", "company": "Sample Works", "linkedin_url": ADA,
        "x_url": "", "page_url": f"{page}{high.pk}",
        "offer": {"id": high.pk, "name": "High"}, "state": "ready", "state_label": "Ready", "composite": 71, "fit": 80,
        "intent": 65, "timing": 40, "reason": "Asked for a tool",
    }  # fmt: skip
    of_low = caller.get("leads/lookup", url=ADA, offer=low.pk).json()["lead"]
    assert (of_low["offer"]["name"], of_low["state"], of_low["composite"]) == ("Low", "low_priority", 20)
    assert of_low["page_url"] == f"{page}{low.pk}"


def test_a_person_who_is_no_lead_is_understood_and_not_found(caller):
    assert caller.get("leads/lookup", url=ADA).json() == {
        "found": False, "lead": None, "understood": {"platform": "linkedin", "address": ADA},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://www.linkedin.com/company/acme", "This is the page of a company or school on LinkedIn, not a person’s"
         " profile."),
        ("https://example.com/ada", "This is neither a LinkedIn or X profile nor an e-mail address. Examples: "
         "linkedin.com/in/jane-doe, @janedoe, jane@example.com."),
        ("ada@example.com", "This is not the address of a profile on LinkedIn or X."),
        ("", "This is not a user name of LinkedIn or X."),
        ("x" * 501, "“url”: String should have at most 500 characters."),
    ],
)  # fmt: skip
def test_what_is_no_profile_is_refused_with_a_sentence(caller, url, sentence):
    looked_up, added = caller.get("leads/lookup", url=url), caller.post("leads", {"url": url})
    assert [(answer.status_code, answer.json()["detail"]) for answer in (looked_up, added)] == [(422, sentence)] * 2
    assert (Lead.objects.count(), Search.objects.count()) == (0, 0)


def test_a_person_is_added_as_by_hand_by_the_token_s_member(north, caller):
    offer = north.offer()
    answer = caller.post(
        "leads", {"url": ADA + "/", "name": "Ada Sample", "headline": "VP Operations at Acme", "offer": offer.pk}
    )
    lead, search = Lead.objects.get(), Search.objects.get()
    assert (answer.status_code, answer.json()["created"], answer.json()["lead"]["id"]) == (201, True, lead.pk)
    assert (lead.linkedin_slug, lead.full_name, lead.title) == ("ada-sample", "Ada Sample", "VP Operations at Acme")
    assert (search.kind, search.created_by, search.offer, search.created) == ("manual", north.user, offer, 1)
    shown = answer.json()["lead"]
    assert (shown["offer"], shown["state"]) == ({"id": offer.pk, "name": offer.name}, "analyzing")


def test_a_person_who_is_a_lead_already_is_not_added_again(north, caller):
    lead = LeadFactory(workspace=north.workspace, linkedin_slug="ada-sample", full_name="Ada", title="")
    answer = caller.post("leads", {"url": ADA, "name": "Another Name", "headline": "VP Operations"})
    lead.refresh_from_db()
    assert (answer.status_code, answer.json()["created"], answer.json()["lead"]["id"]) == (200, False, lead.pk)
    assert (Lead.objects.count(), lead.full_name, lead.title) == (1, "Ada", "VP Operations")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "“url”: Field required."),
        ({"url": 5}, "“url”: Input should be a valid string."),
        ({"url": ADA, "offer": 2**63}, f"“offer”: Input should be less than or equal to {2**63 - 1}."),
        ({"url": ADA, "name": "x" * 201}, "“full_name”: Ensure this value has at most 200 characters (it has 201)."),
        ({"url": ADA, "name": "Ada\0"}, "“full_name”: Null characters are not allowed."),
        ({"url": f"{ADA}\n{ADA}-2"}, "Add one person at a time."),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_a_sentence(caller, body, sentence):
    answer = caller.post("leads", body)
    assert (answer.status_code, answer.json(), Lead.objects.count()) == (422, {"detail": sentence}, 0)


def test_nothing_is_added_for_an_archived_offer(north, caller):
    offer = north.offer()
    offer.archive()
    answer = caller.post("leads", {"url": ADA, "offer": offer.pk})
    assert (answer.status_code, answer.json()["detail"]) == (
        422, "The offer “Forwarding” is archived. Restore it first.",
    )  # fmt: skip
    assert Lead.objects.count() == 0


def names(answer):
    return [lead["name"] for lead in answer.json()["items"]]


def test_leads_are_listed_newest_first_page_by_page(north, south, caller):
    for number in range(4):
        LeadFactory(workspace=north.workspace, full_name=f"Nora {number}", best_score=number)
    LeadFactory(workspace=south.workspace, full_name="Secret")
    first = caller.get("leads", limit=3)
    second = caller.get("leads", limit=3, cursor=first.json()["next"])
    assert (names(first), names(second)) == (["Nora 3", "Nora 2", "Nora 1"], ["Nora 0"])


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"q": "lyon"}, ["Ada"]),
        ({"location": "lyon"}, ["Ada"]),
        ({"state": "ready"}, ["Ben"]),
        ({"score_from": 10, "score_to": 30}, ["Ada"]),
        ({"sort": "name"}, ["Ada", "Ben", "Cem"]),
        ({"sort": "score"}, ["Ben", "Ada", "Cem"]),
        ({"source": "csv"}, []),
    ],
)
def test_leads_are_filtered_and_sorted_as_on_their_page(north, caller, params, found):
    LeadFactory(
        workspace=north.workspace, full_name="Ada", location="Lyon, France", best_score=20, best_state="poor_fit"
    )
    LeadFactory(workspace=north.workspace, full_name="Ben", best_score=80, best_state="active")
    LeadFactory(workspace=north.workspace, full_name="Cem")
    assert names(caller.get("leads", **params)) == found


def test_leads_of_an_offer_have_the_score_for_it(north, caller):
    offer, other = north.offer("Cranes"), north.offer("Trains")
    lead, _ = LeadFactory(workspace=north.workspace), LeadFactory(workspace=north.workspace)
    for each, score in ((offer, 20), (other, 90)):
        BuyerScoreFactory(lead=lead, offer=each, state="poor_fit", score=score)
    items = caller.get("leads", offer=offer.pk).json()["items"]
    assert [(item["id"], item["composite"]) for item in items] == [(lead.pk, 20)]


@pytest.mark.parametrize(
    ("best_state", "archived"), [("active", ("active", 80)), ("manual", ("manual", 10))], ids=["score", "by hand"]
)
def test_without_an_offer_a_lead_has_the_best_state_that_its_filter_finds(north, caller, best_state, archived):
    gone, current = north.offer("Cranes"), north.offer("Trains")
    lead = LeadFactory(workspace=north.workspace, best_state=best_state, best_score=80)
    BuyerScoreFactory(lead=lead, offer=gone, state=archived[0], score=archived[1])
    BuyerScoreFactory(lead=lead, offer=current, state="poor_fit", score=20)
    gone.archive()
    named = {"active": "ready", "manual": "manual"}[best_state]
    (item,) = caller.get("leads", state=named).json()["items"]
    assert (item["state"], item["composite"], item["offer"]["name"]) == (named, archived[1], "Cranes")


def test_the_score_that_a_lead_has_is_the_one_that_its_filter_asks_for(north, caller):
    first, second = north.offer("Cranes"), north.offer("Trains")
    lead = LeadFactory(workspace=north.workspace)
    BuyerScoreFactory(lead=lead, offer=first, state="active", score=90)
    BuyerScoreFactory(lead=lead, offer=second, state="monitor", score=40)

    def found(**asked):
        return [(item["state"], item["composite"]) for item in caller.get("leads", **asked).json()["items"]]

    set_state(offer=second, lead_ids=[lead.pk], state="manual")
    assert (found(score_from=80), found(score_from=40, score_to=40)) == ([], [("manual", 40)])
    set_state(offer=second, lead_ids=[lead.pk], state="disqualified")
    assert (found(score_from=80), found(score_from=40, score_to=40)) == ([("ready", 90)], [])


@pytest.mark.parametrize("params", [{"source": "nothing"}, {"state": "active"}, {"q": "a\0"}, {"sort": "age"}])
def test_a_filter_that_does_not_exist_is_refused(caller, params):
    answer = caller.get("leads", **params)
    named = [f"“{name}”" for name in params]
    assert (answer.status_code, [answer.json()["detail"].partition(":")[0]]) == (422, named)


def test_more_leads_take_no_more_queries(north, caller, django_assert_num_queries):
    offer = north.offer()
    BuyerScoreFactory(lead=LeadFactory(workspace=north.workspace), offer=offer)
    with django_assert_num_queries(4):
        caller.get("leads")
    for _ in range(2):
        BuyerScoreFactory(lead=LeadFactory(workspace=north.workspace), offer=offer)
    with django_assert_num_queries(4):
        caller.get("leads")
