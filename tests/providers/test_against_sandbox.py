"""The adapters against the sandbox: the same wire formats, written twice."""

from dataclasses import replace

import pydantic
import pytest

from autoreach.providers import errors
from autoreach.providers.ai.client import AI
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.x.client import X
from autoreach.sandbox.server import running
from tests.providers.conftest import LIMITS, arrived

PATIENT = replace(LIMITS, read=30, total=40)
IMPATIENT = replace(LIMITS, read=0.4, attempts=2)


class Fact(pydantic.BaseModel):
    name: str
    points: int


@pytest.fixture(scope="module")
def sandbox():
    with running() as (url, app):
        yield url, app


@pytest.fixture(autouse=True)
def forgetful(sandbox):
    sandbox[1].calls.clear()


@pytest.fixture
def clients(sandbox):
    """Clients of the sandbox: keyed by the provider's name there; `key` starts faults."""
    url, _ = sandbox

    def build(name, key="a-key", limits=PATIENT, **options):
        if name == "x":
            return X(token=key, base_url=url, limits=limits, **options)
        if name == "unipile":
            return LinkedIn(api_key=key, account_id="acc_1", base_url=url, limits=limits, **options)
        if name == "unipile v2":
            return LinkedIn(api_key=key, account_id="acc_1", base_url=url, version=2, limits=limits, **options)
        options = {"model": "gpt-6-luna", "embedding_model": "text-embedding-3-small", **options}
        return AI(api_key=key, base_url=f"{url}/v1", limits=limits, **options)

    return build


def charged(sandbox, provider):
    units = sandbox[1].calls.units
    return sum(amount for name, amount in units.items() if name.split()[0] == provider)


def all_items(ask, pages=50):
    items, cursor = [], None
    for _ in range(pages):
        page = ask(cursor).value
        items += page.items
        cursor = page.cursor
        if cursor is None:
            return items
    return items


def test_somebody_on_both_platforms_is_read_on_both(clients):
    user = clients("x").user_by_username("annoneil_sbx").value
    profile = clients("unipile").profile("ann-oneil-sbx").value
    assert (user.name, profile.name, profile.withheld) == ("🚀 Ann O'Neil, MBA", "Ann O'Neil", frozenset())
    assert profile.experience[0].is_current
    assert (user.followers is not None, profile.followers is not None) == (True, True)


@pytest.mark.parametrize(
    ("handle", "kind"),
    [
        ("suspended_sbx", errors.Suspended),
        ("deleted_sbx", errors.NotFound),
        ("nobody_at_all_sb", errors.NotFound),
        ("too_long_a_handle_to_be", errors.NotFound),
    ],
)
def test_people_who_cannot_be_read_on_x(clients, handle, kind):
    with pytest.raises(kind):
        clients("x").user_by_username(handle)


def test_a_protected_account_shows_itself_and_not_its_posts(clients):
    user = clients("x").user_by_username("protected_sbx").value
    assert user.protected
    with pytest.raises(errors.Protected):
        clients("x").posts(user.id)


def test_an_account_without_posts_has_none(clients):
    x, linkedin = clients("x"), clients("unipile")
    assert x.posts(x.user_by_username("quiet_sbx").value.id).value.items == ()
    assert linkedin.posts(linkedin.profile("quiet-sbx").value.id).value.items == ()


def without_cursor(page):
    return replace(page, cursor=bool(page.cursor), total=None)


@pytest.mark.parametrize(
    "slug", ["eager-buyer-sbx", "ann-oneil-sbx", "two-jobs-sbx", "odd-characters-sbx", "huge-profile-sbx"]
)
def test_both_versions_of_unipile_read_the_same_profile(clients, slug):
    first, second = (clients(name).profile(slug).value for name in ("unipile", "unipile v2"))
    assert first == second


def test_both_versions_of_unipile_read_the_same_posts_and_what_is_below_them(clients):
    first, second = clients("unipile"), clients("unipile v2")
    person = first.profile("eager-buyer-sbx").value.id
    posts, again = (client.posts(person, limit=5).value for client in (first, second))
    assert [replace(post, social_id="") for post in again.items] == [
        replace(post, social_id="") for post in posts.items
    ]
    assert posts.items != ()
    found, again = (client.search_posts(keywords="planning", limit=50).value.items for client in (first, second))
    both = zip(found, again, strict=True)
    post, same = next((a, b) for a, b in both if a.comments and first.reactions(a.social_id).value.items)
    reactions, same_reactions = first.reactions(post.social_id).value, second.reactions(same.social_id).value
    assert [item.author.id for item in same_reactions.items] == [item.author.id for item in reactions.items]
    comments, same_comments = first.comments(post.social_id).value, second.comments(same.social_id).value
    assert [item.text for item in same_comments.items] == [item.text for item in comments.items] != []


def test_both_versions_of_unipile_find_the_same_people(clients):
    def found(name):
        ask = clients(name).search_people
        filters = {"keywords": "planning", "distances": [2, 3]}
        people = all_items(lambda cursor: ask(**filters, limit=50, cursor=cursor))
        return [replace(person, positions=(), picture="") for person in people]

    assert found("unipile") == found("unipile v2") != []


def test_both_versions_of_unipile_list_the_same_followers_and_companies(clients):
    first, second = clients("unipile"), clients("unipile v2")
    hub = first.search_people(keywords="planning").value.items[0].id
    followers = [
        [member.id for member in all_items(lambda cursor, client=client: client.followers(hub, cursor=cursor))]
        for client in (first, second)
    ]
    companies = [client.search_companies(keywords="software").value for client in (first, second)]
    assert followers[0] == followers[1]
    assert without_cursor(companies[0]) == without_cursor(companies[1])
    company = companies[0].items[0].public_identifier
    read = [client.company(company).value for client in (first, second)]
    assert replace(read[0], size=None, kind="", founded="") == replace(read[1], founded="")


def test_an_unknown_account_is_a_configuration_and_no_missing_person(sandbox):
    client = LinkedIn(api_key="k", account_id="acc_unknown", base_url=sandbox[0], version=2, limits=PATIENT)
    with pytest.raises(errors.Misconfigured):
        client.profile("eager-buyer-sbx")


@pytest.mark.parametrize("slug", ["private-profile-sbx", "nobody-sbx", "никто-sbx", "a/../b"])
def test_profiles_that_cannot_be_read_on_linkedin(clients, slug):
    for name in ("unipile", "unipile v2"):
        with pytest.raises(errors.NotFound):
            clients(name).profile(slug)


def test_a_throttled_profile_is_not_an_empty_one(clients):
    for name in ("unipile", "unipile v2"):
        profile = clients(name).profile("throttled-sbx").value
        assert (profile.experience, "experience" in profile.withheld) == (None, True)


def test_a_huge_profile_is_read(clients):
    profile = clients("unipile").profile("huge-profile-sbx").value
    assert len(profile.about) > 100_000 or len(profile.experience) > 1000


def test_odd_characters_do_not_come_through(clients):
    linkedin, x = clients("unipile"), clients("x")
    profile = linkedin.profile("odd-characters-sbx").value
    user = x.user_by_username("odd_chars_sbx").value
    posts = (*linkedin.posts(profile.id).value.items, *x.posts(user.id).value.items)
    texts = [profile.name, profile.headline, user.bio, *(post.text for post in posts)]
    assert [text for text in texts if "\x00" in text or text != text.encode(errors="ignore").decode()] == []
    assert "walk into a bar" in user.bio


def test_a_post_of_the_year_2106_is_kept_without_its_date(clients):
    x = clients("x")
    posts = x.posts(x.user_by_username("year_2106_sbx").value.id).value.items
    assert [post.posted_at for post in posts if post.posted_at is None] == [None]


def test_a_batch_of_people_is_one_call_and_one_charge(clients, sandbox):
    answer = clients("x").users_by_username(["eager_sbx", "x_only_sbx", "suspended_sbx", "no_such_sbx", "bad name"])
    assert sorted(user.username for user in answer.value) == ["eager_sbx", "x_only_sbx"]
    assert sorted(problem.kind for problem in answer.problems) == ["not_found", "not_found", "suspended"]
    assert (answer.usage.calls, answer.usage.units, charged(sandbox, "x")) == (1, 2, 2)


def test_a_search_is_read_to_its_end_without_a_post_twice(clients, sandbox):
    x = clients("x")
    posts = all_items(lambda cursor: x.search("recommend software", cursor=cursor))
    assert len({post.id for post in posts}) == len(posts) > 0
    assert [post for post in posts if post.author is None or "recommend" not in post.text.lower()] == []


def test_the_new_vocabulary_reads_the_same_posts(clients):
    old = clients("x").search("recommend").value.items
    new = clients("x", vocabulary="post").search("recommend").value.items
    assert [(post.id, post.text, post.likes, post.reply_to_id) for post in new] == [
        (post.id, post.text, post.likes, post.reply_to_id) for post in old
    ]


def test_who_answers_follows_and_passes_on_is_read(clients):
    x = clients("x")
    posts = x.search("recommend").value.items
    answered = max(posts, key=lambda post: post.replies)
    replies = all_items(lambda cursor: x.replies(answered.conversation_id, cursor=cursor))
    assert {reply.conversation_id for reply in replies} == {answered.conversation_id}
    eager = x.user_by_username("eager_sbx").value
    assert all_items(lambda cursor: x.followers(eager.id, limit=1000, cursor=cursor))
    assert all_items(lambda cursor: x.following(eager.id, limit=1000, cursor=cursor))
    for page in (x.quotes(answered.id), x.reposters(answered.id), x.mentions(eager.id)):
        assert page.value.cursor is None or page.value.items


def test_a_query_is_sized_as_it_is_found(clients):
    x = clients("x")
    assert x.count("recommend").value == len(all_items(lambda cursor: x.search("recommend", cursor=cursor)))
    assert x.quota().value.cap


def test_people_are_searched_by_the_ids_of_words(clients):
    linkedin = clients("unipile")
    places = linkedin.search_parameters("LOCATION", "munich").value.items
    found = all_items(lambda cursor: linkedin.search_people(locations=[places[0].id], title="head", cursor=cursor))
    assert [hit.headline for hit in found if hit.public_identifier == "eager-buyer-sbx"] != []


def test_companies_posts_and_jobs_are_searched(clients):
    linkedin = clients("unipile")
    company = linkedin.search_companies(keywords="software", hiring=True).value.items[0]
    full = linkedin.company(company.public_identifier or company.id).value
    assert (full.id, full.name) == (company.id, company.name)
    jobs = linkedin.search_jobs(companies=[company.id]).value.items
    assert {job.company.id for job in jobs} == {company.id}
    assert linkedin.job(jobs[0].id).value.title == jobs[0].title
    posts = linkedin.search_posts(keywords="recommend", newest_first=True).value.items
    assert posts
    assert linkedin.posts(company.id, is_company=True).usage.calls == 1


def test_what_happens_under_a_post_is_read(clients):
    linkedin = clients("unipile")
    posts = linkedin.search_posts(keywords="recommend", limit=50).value.items
    post = max(posts, key=lambda post: post.comments)
    assert linkedin.post(post.social_id).value.id == post.id
    comments = all_items(lambda cursor: linkedin.comments(post.social_id, cursor=cursor))
    assert [comment for comment in comments if not comment.author.name or comment.posted_at is None] == []
    reactions = [reaction for post in posts for reaction in linkedin.reactions(post.social_id).value.items]
    assert [reaction for reaction in reactions if not reaction.author.id or not reaction.kind] == []
    assert (len(comments) > 0, len(reactions) > 0) == (True, True)
    commenter = next(comment.author for comment in comments if comment.author.id)
    assert linkedin.comments_by(commenter.id).value.items


def test_followers_are_found_in_one_way_or_the_other(clients):
    linkedin = clients("unipile")
    profile = linkedin.profile("eager-buyer-sbx", sections=[]).value
    assert [member for member in linkedin.followers(profile.id).value.items if not member.id] == []


def test_the_connected_account_is_seen(clients, sandbox):
    assert clients("unipile").account().value.id
    lost = LinkedIn(api_key="k", account_id="acc_disconnected", base_url=sandbox[0], limits=PATIENT)
    with pytest.raises(errors.AuthFailed):
        lost.account()


@pytest.mark.parametrize("options", [{"mode": "responses"}, {"mode": "chat_schema"}])
def test_an_answer_has_the_shape_asked_for_and_the_usage_the_sandbox_counted(clients, sandbox, options):
    answer = clients("openai", **options).complete(Fact, instructions="Who?", content="Ann O'Neil, Head of Operations")
    assert isinstance(answer.value, Fact)
    assert answer.usage.units == charged(sandbox, "openai")
    assert answer.usage.cost_usd > 0


def test_the_web_is_searched_with_sources(clients):
    ai = clients("openai")
    found = ai.search_web("What is known about Ann O'Neil?").value
    assert [url for url in found.sources if not url.startswith("http") or "utm_source" in url] == []
    assert {citation.url for citation in found.citations} <= set(found.sources)
    assert found.citations


def test_texts_become_vectors(clients):
    (answer,) = clients("openai").embed(["head of operations", ""])
    assert (answer.value.shape, answer.value[1].any()) == ((2, 1536), False)
    assert "gpt-6-luna" in clients("openai").models().value


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("sandbox-refusal", errors.Refused),
        ("sandbox-cut", errors.InvalidAnswer),
        ("sandbox-no_message", errors.InvalidAnswer),
        ("sandbox-failed", errors.Unavailable),
    ],
)
def test_a_model_that_fails_is_paid(clients, model, kind):
    with pytest.raises(kind) as caught:
        clients("openai", model=model).complete(Fact, instructions="Who?", content="Ann")
    assert caught.value.usage.units > 0


def ask(client):
    if isinstance(client, X):
        return client.user_by_username("eager_sbx").value.username
    if isinstance(client, LinkedIn):
        return client.profile("eager-buyer-sbx").value.public_identifier
    return client.complete(Fact, instructions="Who?", content="Ann").value and "an answer"


GOOD = {"x": "eager_sbx", "unipile": "eager-buyer-sbx", "openai": "an answer", "unipile v2": "eager-buyer-sbx"}
# fault: the error of X, Unipile and OpenAI, and whether a charge is uncertain.
MATRIX = {
    "rate_limited;reset=5": (errors.RateLimited, errors.RateLimited, errors.RateLimited, False),
    "rate_limited_bare": (errors.RateLimited, errors.RateLimited, errors.RateLimited, False),
    "out_of_credits": (errors.OutOfCredits, errors.OutOfCredits, errors.OutOfCredits, False),
    "unauthorized": (errors.AuthFailed, errors.AuthFailed, errors.AuthFailed, False),
    "forbidden": (errors.NotSupported, errors.NotSupported, errors.AuthFailed, False),
    "not_found": (errors.NotFound, errors.NotFound, errors.Misconfigured, False),
    "server_error": (errors.Unavailable, errors.Unavailable, errors.Unavailable, False),
    "unavailable": (errors.Unavailable, errors.Unavailable, errors.Unavailable, False),
    "gateway": (errors.Unavailable, errors.Unavailable, errors.Unavailable, False),
    "timeout;seconds=20": (errors.Unavailable, errors.Unavailable, errors.Unavailable, True),
    "slow;seconds=20": (errors.Unavailable, errors.Unavailable, errors.Unavailable, True),
    "truncated": (errors.Unavailable, errors.Unavailable, errors.Unavailable, True),
    "malformed": (errors.InvalidAnswer, errors.InvalidAnswer, errors.InvalidAnswer, True),
    "empty": (errors.InvalidAnswer, errors.InvalidAnswer, errors.InvalidAnswer, True),
    "html": (errors.InvalidAnswer, errors.InvalidAnswer, errors.InvalidAnswer, True),
    "reset": (errors.Unavailable, errors.Unavailable, errors.Unavailable, True),
}
CASES = [(provider, fault) for provider in GOOD for fault in MATRIX]


@pytest.mark.parametrize(("provider", "fault"), CASES)
def test_every_fault_of_every_provider_is_one_typed_error(clients, sandbox, provider, fault):
    *kinds, uncertain = MATRIX[fault]
    kind = kinds[list(GOOD).index(provider.removesuffix(" v2"))]
    # The world works out its people when they are first asked for, which an impatient client may not wait for.
    assert ask(clients(provider)) == GOOD[provider]
    sandbox[1].calls.clear()
    with pytest.raises(kind) as caught:
        # Only where no answer is to come is the patience short: a busy machine may take long for the others.
        limits = IMPATIENT if fault.startswith(("timeout", "slow")) else replace(PATIENT, attempts=2)
        ask(clients(provider, key=f"fault-{fault}", limits=limits))
    failed = caught.value
    total = arrived(lambda: sandbox[1].calls.total, failed.usage.calls)
    assert (type(failed), failed.uncertain, failed.usage.calls) == (kind, uncertain, total)
    if provider == "openai":
        assert failed.usage.calls == 1


@pytest.mark.parametrize("provider", ["x", "unipile", "unipile v2"])
@pytest.mark.parametrize("fault", ["unavailable", "reset", "truncated", "html"])
def test_a_fault_that_passes_is_not_noticed(clients, sandbox, provider, fault):
    app = sandbox[1]
    app.faults.set([{"fault": fault, "count": 1}])
    try:
        assert ask(clients(provider)) == GOOD[provider]
    finally:
        app.faults.set([])
    assert app.calls.total == 2
