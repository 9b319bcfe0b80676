from time import process_time

import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Lead, LeadSource
from leads.sources.links import TEXT_MAX, LinksForm, sorted_links
from leads.sources.source import RUNNING, estimated_usd
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

ACTIVITY = "7390000000000000001"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Meet https://www.linkedin.com/in/Nora-Sample/ and @rita (https://x.com/Rita_S).",
         [("linkedin", "nora-sample"), ("x", "rita_s")]),
        ("linkedin.com/in/nora-sample, linkedin.com/in/nora-sample", [("linkedin", "nora-sample")]),
        ("https://x.com/rita/status/123?s=20", [("x_post", "123")]),
        (f"https://www.linkedin.com/feed/update/urn:li:activity:{ACTIVITY}/",
         [("linkedin_post", f"urn:li:activity:{ACTIVITY}")]),
        ("https://x.com/search?q=crm%20tool&src=typed_query", [("x_search", "crm tool")]),
        ("https://x.com/hashtag/crm", [("x_search", "#crm")]),
        ("www.linkedin.com/search/results/people/?keywords=crm",
         [("linkedin_search", "https://www.linkedin.com/search/results/people/?keywords=crm")]),
        ("https://www.linkedin.com/company/acme https://acme.example nora@acme.example x.com", []),
        ("https://netflix.com/title https://dropbox.com/home", []),
    ],
)  # fmt: skip
def test_links_are_told_apart(text, links):
    assert sorted_links(text) == links


def test_a_text_without_a_link_is_refused():
    form = LinksForm({"text": "Nora Sample, Acme", "results": 100})
    assert form.errors["text"] == ["There is no link to a profile, a post or a search of LinkedIn or X in this text."]


@pytest.fixture
def offer(db):
    return offer_of(WorkspaceFactory())


def run(offer, text, **typed):
    search = begin("links", offer, text=text, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def test_profiles_in_a_text_are_found_without_a_provider(offer):
    search = run(offer, "linkedin.com/in/nora-sample x.com/rita_s linkedin.com/in/nora-sample")
    assert (search.label, search.status, search.found) == ("2 links", "finishing", 2)
    assert set(Lead.objects.values_list("linkedin_slug", "x_handle")) == {("nora-sample", ""), ("", "rita_s")}


def test_who_wrote_a_post_is_found_with_it(sandbox, offer):
    world = sandbox.world
    on_x = next(post for post in world.posts.younger_than(3000, ON_X, answers=False) if 100 < post.account < 24_000)
    on_linkedin = next(
        post for post in world.posts.younger_than(3000, ON_LINKEDIN, answers=False) if 100 < post.account < 24_000
    )
    x_address = f"https://x.com/{world.account_name(on_x.account)}/status/{world.posts.id_of(on_x)}"
    linkedin_address = f"https://www.linkedin.com/feed/update/urn:li:activity:{world.posts.id_of(on_linkedin)}/"
    search = run(offer, f"{x_address}\n{linkedin_address}")
    assert search.counts == {"links": 2, "posts": 2}
    people = {world.people.get(on_x.account).handle.lower(), world.people.get(on_linkedin.account).slug}
    assert {lead.x_handle or lead.linkedin_slug for lead in Lead.objects.all()} == people
    assert set(LeadSource.objects.values_list("evidence", flat=True)) == {on_x.text, on_linkedin.text}


def test_an_address_of_a_search_is_read_to_its_limit(sandbox, offer):
    search = run(offer, "https://www.linkedin.com/search/results/people/?keywords=planning", results=60)
    assert (search.counts["results"], dict(sandbox.calls.by_endpoint)) == (60, {"unipile search": 2})
    assert 0 < search.found <= 60


def test_a_post_that_is_gone_is_named_and_the_rest_is_kept(sandbox, offer):
    search = run(offer, f"linkedin.com/in/nora-sample https://www.linkedin.com/posts/x-activity-{ACTIVITY}-a1")
    assert (search.status, search.found) == ("finishing", 1)
    assert [problem["cause"] for problem in search.problems] == [
        "It does not exist, was deleted, or is private: LinkedIn does not say which."
    ]


def test_only_what_x_delivers_costs():
    def usd(text):
        return float(estimated_usd(RUNNING["links"].costs({"text": text, "results": 100})))

    assert usd("linkedin.com/in/nora-sample") == 0
    assert usd("https://x.com/rita/status/123") == 0.015
    assert usd("https://x.com/search?q=crm") == 1.5


@pytest.mark.parametrize("piece", ["linkedin.com/posts/", "linkedin.com/posts/ ", "linkedin.com/posts/share", "x.com/"])
def test_a_text_made_to_be_slow_is_read_at_once(piece):
    text = (piece * TEXT_MAX)[:TEXT_MAX]
    before = process_time()
    sorted_links(text)
    assert process_time() - before < 1
