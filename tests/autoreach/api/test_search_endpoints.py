import pytest

from leads.models import Search
from leads.sources.source import RUNNING
from tests.factories import ProviderCallFactory, SearchFactory

TWEETS = {"kind": "tweet_search", "parameters": {"queries": ["need a forwarder"], "posts": 50, "replies": False}}


def test_every_source_says_what_it_takes(caller):
    items = caller.get("sources").json()["items"]
    assert [item["kind"] for item in items] == list(RUNNING)
    (tweets,) = (item for item in items if item["kind"] == "tweet_search")
    by_name = {each["name"]: each for each in tweets["parameters"]}
    posts = by_name["posts"]
    assert (posts["type"], posts["least"], posts["most"], posts["default"]) == ("integer", 10, 300, 250)
    assert [by_name[name]["type"] for name in ("queries", "replies", "language")] == ["string[]", "boolean", "string"]
    assert {"value": "de", "label": "German"} in by_name["language"]["choices"]


def test_the_defaults_of_a_source_are_what_the_offer_suggests(north, caller):
    offer = north.offer(pain_points=["Late trucks"])
    sources = caller.get("sources", offer=offer.pk).json()["items"]
    (tweets,) = (item for item in sources if item["kind"] == "tweet_search")
    suggested = RUNNING["tweet_search"].Parameters(offer=offer).initial["queries"]
    assert (tweets["parameters"][0]["default"], bool(suggested)) == (suggested, True)


def test_a_search_starts_with_the_defaults_of_what_is_left_out(north, caller):
    offer = north.offer()
    answer = caller.post("searches", TWEETS | {"offer": offer.pk})
    search = Search.objects.get()
    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (201, search.pk, "pending")
    assert (search.created_by, search.offer, search.workspace) == (north.user, offer, north.workspace)
    asked = ("queries", "posts", "replies", "days", "exclude", "language")
    assert [search.parameters[name] for name in asked] == [
        ["need a forwarder"], 50, False, 60, "giveaway, retweet, airdrop", "en",
    ]  # fmt: skip
    assert answer.json()["estimated_usd"] == float(search.estimated_usd)


def test_a_program_that_asks_again_at_once_starts_no_second_search(north, caller):
    first, again = caller.post("searches", TWEETS), caller.post("searches", TWEETS)
    assert [answer.status_code for answer in (first, again)] == [201, 200]
    assert (again.json()["id"], Search.objects.count()) == (first.json()["id"], 1)
    other = caller.post("searches", TWEETS | {"offer": north.offer().pk})
    Search.objects.update(status="failed")
    assert [other.status_code, caller.post("searches", TWEETS).status_code, Search.objects.count()] == [201, 201, 3]


def test_an_estimate_starts_nothing_and_is_what_the_search_then_says(priced, caller):
    estimate = caller.post("searches/estimate", TWEETS).json()
    assert (estimate["usd"] > 0, estimate["over_budget"], Search.objects.count()) == (True, False, 0)
    assert caller.post("searches", TWEETS).json()["estimated_usd"] == estimate["usd"]
    assert sum(line["usd"] for line in estimate["costs"]) == pytest.approx(estimate["usd"])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "csv"}, "There is no source of this kind. GET /api/v1/sources lists them."),
        ({"kind": "links"}, "“text”: This field is required."),
        (
            {"kind": "tweet_search", "parameters": {"words": "x"}},
            "This source has no parameter “words”. GET /api/v1/sources lists them.",
        ),
        (
            {"kind": "tweet_search", "parameters": {"queries": "x", "posts": 301}},
            "“posts”: At most 300.",
        ),
        (
            {"kind": "tweet_search", "parameters": {"queries": [1, "\0"], "posts": "many"}},
            "“posts”: Enter a whole number.",
        ),
        ({"kind": "x_followers", "parameters": {"accounts": [1.5]}}, None),
        ({"kind": "linkedin_content", "parameters": {"intents": ["nothing", 3]}}, None),
        ({"kind": "tweet_search", "parameters": {"queries": {"a": 1}}}, None),
        ({"kind": "tweet_search", "parameters": []}, None),
    ],
)
def test_parameters_that_do_not_fit_are_refused_with_a_sentence_and_start_nothing(caller, body, sentence):
    answers = caller.post("searches", body), caller.post("searches/estimate", body)
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (answers[0].json()["detail"] == sentence) is (sentence is not None)
    assert Search.objects.count() == 0


def test_nothing_is_searched_for_an_archived_offer(north, caller):
    offer = north.offer("Planning")
    offer.archive()
    answer = caller.post("searches", TWEETS | {"offer": offer.pk})
    said = "The offer “Planning” is archived. Restore it first."
    assert (answer.status_code, answer.json()["detail"], Search.objects.count()) == (422, said, 0)


def test_a_search_says_how_it_goes(north, caller):
    search = SearchFactory(
        workspace=north.workspace, kind="tweet_search", label="Posts", status="running", found=5, created=3,
        duplicates=2, counts={"posts": 40}, estimated_usd="1.25",
        problems=[{"about": "a post", "cause": "It is deleted.", "remedy": ""}],
    )  # fmt: skip
    for status, usd in (("uncertain", "0.5"), ("started", "0.25"), ("booked", None)):
        made = {"workspace": north.workspace, "owner_kind": "search", "owner_id": search.pk}
        ProviderCallFactory(**made, status=status, cost_usd=usd)
    SearchFactory(workspace=north.workspace, kind="pool", origin=search, found=7)
    SearchFactory(workspace=north.workspace, kind="x_seeds", origin=search, found=100)
    said = caller.get(f"searches/{search.pk}").json()
    shown = ("status_label", "found", "new", "duplicates", "from_pool", "read", "estimated_usd")
    assert [said[name] for name in shown] == ["Running", 5, 3, 2, 7, {"posts": 40}, 1.25]
    assert (said["spent_usd"], said["reserved_usd"], said["unpriced_calls"]) == (0.5, 0.25, 1)
    assert said["problems"] == [{"about": "a post", "cause": "It is deleted.", "remedy": ""}]


def test_searches_are_listed_newest_first_without_deleted_ones(north, caller, django_assert_num_queries):
    made = [SearchFactory(workspace=north.workspace, offer=north.offer(f"Offer {number}")) for number in range(3)]
    SearchFactory(workspace=north.workspace, deleted_at=made[0].created_at)
    with django_assert_num_queries(5):
        page = caller.get("searches", limit=2).json()
    rest = caller.get("searches", limit=2, cursor=page["next"]).json()
    assert [search["id"] for search in page["items"] + rest["items"]] == [search.pk for search in made[::-1]]
    assert rest["next"] is None
