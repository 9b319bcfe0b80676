"""Leads through the whole pipeline, against the sandbox."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import budget, clients
from autoreach.calls.models import Allowance, ProviderCall
from autoreach.calls.tasks import check_providers
from autoreach.work import leases
from enrichment import tasks
from enrichment.executor.completion import locate
from enrichment.executor.loop import Executor
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from enrichment.steps.profile import LinkedInProfile, Unseen, XProfile
from leads.identity.keys import company_key
from leads.ingest import FoundProfile, ingest
from leads.models import Company, Interaction, Lead, Offer, PlatformProfile, Post
from leads.people.platform_profiles import PROFILE_FIELDS
from pool.models import PoolProfile
from scoring.models import BuyerScore
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import add, asked, job_of, later, run
from tests.factories import OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status
DAY = timedelta(days=1)
EAGER = ("eager-buyer-sbx", "eager_sbx")
BOTH = [EAGER, ("ann-oneil-sbx", "annoneil_sbx"), ("robert-ashworth-sbx", "bobash_sbx")]


def profile(lead, platform):
    return PlatformProfile.objects.get(lead=lead, platform=platform)


def test_a_url_becomes_a_profile_with_posts_a_score_and_a_place_in_the_pool(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert (lead.full_name, lead.title, lead.company.name) == (
        "Erik Eager",
        "Head of Production Planning",
        "Redfern Machinery",
    )
    assert lead.provenance["title"][0] == "linkedin"
    assert lead.missing == []
    x, linkedin = profile(lead, "x"), profile(lead, "linkedin")
    assert (x.state, linkedin.state, lead.x_user_id) == ("found", "found", x.external_id)
    assert linkedin.details["work"][0]["company"] == "Redfern Machinery"
    assert set(Post.objects.filter(lead=lead).values_list("platform", flat=True)) == {"linkedin"}
    assert Interaction.objects.filter(lead=lead).exists()
    newest = Post.objects.filter(lead=lead).latest("posted_at").posted_at
    assert lead.last_active_on == newest.date()
    assert BuyerScore.objects.get(lead=lead).state == "active"
    assert PoolProfile.objects.get(linkedin_slug=EAGER[0]).role == lead.title
    assert job_of(lead).status == Status.READY


def test_what_enrichment_reads_is_no_edit_that_would_keep_a_lead_of_an_import_taken_back(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    assert Lead.objects.get().title == "Head of Production Planning"
    assert Lead.objects.get().updated_at == lead.updated_at


def test_every_call_is_on_the_ledger_once_with_its_cost(sandbox, offer):
    add(offer, *BOTH)
    run()
    lines = ProviderCall.objects.exclude(provider="local scorer")
    assert set(lines.values_list("status", flat=True)) == {ProviderCall.Status.BOOKED}
    assert lines.filter(provider="x", operation="users/by").count() == 3
    assert set(lines.filter(provider="x").values_list("cost_usd", flat=True)) == {Decimal("0.01")}
    assert sandbox.calls.total == lines.count()


def test_activity_is_read_on_x_where_linkedin_has_none(sandbox, offer):
    (lead,) = add(offer, ("", "x_only_sbx"))
    run()
    assert set(Post.objects.filter(lead=lead).values_list("platform", flat=True)) == {"x"}


def test_one_platform_failing_does_not_block_the_other(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert lead.title == "Head of Production Planning"
    assert BuyerScore.objects.get(lead=lead).score is not None
    job = job_of(lead)
    assert (job.status, job.waits_for) == (Status.PENDING, "X did not answer")
    sandbox.faults.set([])
    later(minutes=1)
    run()
    assert job_of(lead).status == Status.READY
    assert profile(lead, "x").state == "found"
    assert asked(sandbox, "unipile profile") == 1


def test_what_keeps_failing_ends_ready_and_is_named_on_the_lead(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    for _ in range(3):
        run()
        later(hours=1)
    lead.refresh_from_db()
    job = job_of(lead)
    assert (job.status, lead.missing) == (Status.READY, ["X profile"])
    assert [reason for reason in job.skipped if reason.startswith("X profile")] == ["X profile: Service Unavailable"]


def test_the_failures_of_one_provider_leave_another_its_tries(sandbox, offer):
    (lead,) = add(offer, EAGER)
    for _ in range(2):
        sandbox.faults.set(
            [
                {"fault": "unavailable", "provider": "unipile"},
                {"fault": "rate_limited", "provider": "x", "seconds": 600},
            ]
        )
        run()
        later(hours=1)
        Allowance.objects.update(blocked_until=None)
    assert job_of(lead).failures == {"linkedin": 2}
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    run()
    lead.refresh_from_db()
    job = job_of(lead)
    assert (lead.missing, job.status, job.waits_for) == ([], Status.PENDING, "X did not answer")
    assert job.failures == {"linkedin": 2, "x": 1}


def test_a_limit_puts_off_what_it_limits_until_the_moment_the_provider_names(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.waits_for, job.attempts, job.failures) == (Status.PENDING, "X is limited", 0, {})
    assert timedelta(seconds=590) < job.not_before - timezone.now() < timedelta(seconds=610)
    assert BuyerScore.objects.get(lead=lead).state == "active"
    assert profile(lead, "linkedin").state == "found"
    sandbox.faults.set([])
    later(minutes=11)
    Allowance.objects.update(blocked_until=None)
    run()
    assert job_of(lead).status == Status.READY


def test_of_whom_nothing_is_known_yet_nothing_is_said(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    (lead,) = add(offer, ("", EAGER[1]))
    run()
    assert (BuyerScore.objects.get().state, job_of(lead).scored) == ("not_scored", False)
    sandbox.faults.set([])
    later(minutes=11)
    Allowance.objects.update(blocked_until=None)
    run()
    assert (BuyerScore.objects.get().state, job_of(lead).status) == ("poor_fit", Status.READY)


def test_a_limit_seen_once_keeps_every_other_lead_from_asking(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    add(offer, EAGER)
    run()
    add(offer, *BOTH[1:])
    run()
    assert asked(sandbox, "x users") == 1


def test_without_credits_the_lead_is_paused_and_goes_on_by_itself(sandbox, offer):
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.waits_for) == (Status.BILLING_PAUSED, "X is out of credits")
    sandbox.faults.set([])
    later(minutes=20)
    Allowance.objects.update(blocked_until=None)
    tasks.tend()
    assert job_of(lead).status == Status.READY


def test_a_spent_budget_pauses_before_the_call_and_raising_it_resumes(sandbox, offer):
    workspace = offer.workspace
    budget.set_monthly_cap(workspace.pk, Decimal("0.01"))
    leads = add(offer, *BOTH)
    run()
    statuses = sorted(PipelineJob.objects.values_list("status", flat=True))
    assert statuses == [Status.BILLING_PAUSED, Status.BILLING_PAUSED, Status.READY]
    assert asked(sandbox, "x users") == 1
    assert BuyerScore.objects.filter(lead__in=leads, score=None).count() == 0
    budget.set_monthly_cap(workspace.pk, Decimal(1))
    tasks.tend()
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.READY}


def test_linkedin_waits_for_the_outreach_window_where_the_workspace_wants_it(sandbox, offer):
    workspace = offer.workspace
    tomorrow = (timezone.now() + timedelta(days=1)).isoweekday()
    workspace.linkedin_in_window_only, workspace.outreach_days = True, [tomorrow]
    workspace.save()
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.not_before.date()) == (
        Status.OUTSIDE_WINDOW,
        (datetime.now(UTC) + timedelta(days=1)).date(),
    )
    assert profile(lead, "x").state == "found"
    assert asked(sandbox, "unipile") == 0
    workspace.linkedin_in_window_only = False
    workspace.save()
    tasks.tend()
    assert (job_of(lead).status, asked(sandbox, "unipile")) == (Status.READY, 3)


def platforms_read(lead):
    return set(Post.objects.filter(lead=lead).values_list("platform", flat=True))


def close_linkedin(**span):
    until = {"blocked_until": timezone.now() + timedelta(**span), "reason": Allowance.Reason.LIMITED}
    Allowance.objects.update_or_create(provider="linkedin", scope="*", defaults=until)


@pytest.mark.parametrize(("minutes", "read"), [(50, set()), (70, {"x"})])
def test_x_is_read_meanwhile_where_linkedin_is_limited_for_long(sandbox, offer, minutes, read):
    close_linkedin(minutes=minutes)
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == (read, "LinkedIn is limited")
    later(minutes=minutes + 1)
    Allowance.objects.all().delete()
    run()
    assert (platforms_read(lead), job_of(lead).status) == (read | {"linkedin"}, Status.READY)


def test_x_is_read_where_linkedin_is_limited_again_after_the_wait(sandbox, offer):
    close_linkedin(minutes=30)
    (lead,) = add(offer, EAGER)
    run()
    later(minutes=31)
    close_linkedin(minutes=30)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == ({"x"}, "LinkedIn is limited")


def test_x_waits_for_every_try_of_linkedin(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile"}])
    (lead,) = add(offer, EAGER)
    read = []
    for _ in range(3):
        run()
        read.append(platforms_read(lead))
        later(hours=1)
    assert (read, job_of(lead).status) == ([set(), set(), {"x"}], Status.READY)


def test_x_is_read_meanwhile_where_linkedin_is_out_of_credits(sandbox, offer):
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "unipile"}])
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == ({"x"}, "LinkedIn is out of credits")


def test_x_is_read_meanwhile_where_the_outreach_window_is_closed(sandbox, offer):
    workspace = offer.workspace
    workspace.linkedin_in_window_only, workspace.outreach_days = True, [(timezone.now() + DAY).isoweekday()]
    workspace.save()
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).status) == ({"x"}, Status.OUTSIDE_WINDOW)


def test_a_fresh_profile_is_not_fetched_again_for_another_offer(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    calls = sandbox.calls.total
    again = type(offer).objects.create(
        workspace=offer.workspace, name="Other", description="d", target_audience="Plant managers"
    )
    add(again, EAGER)
    run()
    assert sandbox.calls.total == calls
    assert BuyerScore.objects.filter(lead=lead, score__isnull=False).count() == 2


def test_chosen_steps_are_done_again_and_nothing_else(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    sandbox.calls.clear()
    leads = Lead.objects.filter(pk=lead.pk)
    assert opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=["profile"]) == 1
    run()
    assert sorted(sandbox.calls.by_endpoint) == ["unipile profile", "x users"]


def test_steps_chosen_while_a_lead_waits_join_its_job(sandbox, offer):
    (lead,) = add(offer, EAGER)
    leads = Lead.objects.filter(pk=lead.pk)
    opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=["activity"])
    job = job_of(lead)
    assert (job.mode, job.steps) == ("full", ["activity"])


def test_withheld_sections_are_asked_for_again_and_named_in_the_end(sandbox, offer):
    (lead,) = add(offer, ("throttled-sbx", ""))
    run()
    assert profile(lead, "linkedin").name == "Thora Throttled"
    assert Post.objects.filter(lead=lead).exists()
    assert job_of(lead).waits_for.startswith("LinkedIn withheld about")
    for _ in range(2):
        later(hours=7)
        run()
    lead.refresh_from_db()
    assert (job_of(lead).status, lead.missing) == (Status.READY, ["LinkedIn profile"])


def read_again(offer):
    """Profiles read once more because a user wants it, as often as what is withheld is asked for."""
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    for _ in range(3):
        run()
        later(hours=7)


def subject_of(lead):
    (subject,) = load_subjects([job_of(lead)])
    return subject


def shown(lead):
    """What is known of the lead, and of the profile on LinkedIn."""
    lead.refresh_from_db()
    stored = profile(lead, "linkedin")
    return (
        [getattr(lead, name) for name in ("title", "company_name", "bio", "skills", "provenance", "role_started_on")],
        [getattr(stored, name) for name in ("name", "headline", "bio", "external_id", "followers")],
        stored.details | {"withheld": []},
    )


def test_what_linkedin_withholds_takes_nothing_away_that_was_read_before(sandbox, offer):
    (lead,) = add(offer, ("ann-oneil-sbx", ""))
    run()
    before = shown(lead)
    assert (lead.title, len(before[-1]["work"])) == ("Head of Operations", 4)
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile"}])
    read_again(offer)
    assert (shown(lead), lead.missing) == (before, ["LinkedIn profile"])
    assert profile(lead, "linkedin").details["withheld"] != []


def test_a_headline_in_place_of_a_withheld_title_fills_and_never_replaces(sandbox, offer):
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    ingest(
        search=search,
        profiles=[FoundProfile(linkedin="throttled-sbx", title="Plant Manager, says our CRM", skills="Kaizen")],
    )
    opening.open_search_jobs(search.run.pk)
    run()
    lead = Lead.objects.get()
    headline = profile(lead, "linkedin").headline
    assert (lead.title, lead.skills, lead.bio, headline != "") == (
        "Plant Manager, says our CRM",
        "Kaizen",
        headline,
        True,
    )
    assert sorted(lead.provenance) == ["bio", "full_name", "location"]


@pytest.mark.parametrize(
    ("section", "withheld"), [({"skills": ("Kaizen",)}, "skills"), ({"experience": ()}, "experience")]
)
def test_part_of_a_section_is_not_taken_for_all_of_it(sandbox, offer, section, withheld):
    (lead,) = add(offer, ("ann-oneil-sbx", ""))
    run()
    before = shown(lead)
    whole = clients.clients().linkedin.profile("ann-oneil-sbx").value
    LinkedInProfile().store([(subject_of(lead), replace(whole, **section, withheld=frozenset({withheld})))])
    assert shown(lead) == before


def known_of(lead, platform):
    """The stored profile's state, and what else it holds."""
    stored = profile(lead, platform)
    return stored.state, [getattr(stored, name) for name in PROFILE_FIELDS if name not in ("state", "fetched_at")]


def test_a_profile_no_longer_to_be_seen_keeps_what_was_known(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    before = {platform: known_of(lead, platform)[1] for platform in ("x", "linkedin")}
    sandbox.faults.set([{"fault": "not_found"}])
    read_again(offer)
    assert {platform: known_of(lead, platform) for platform in ("x", "linkedin")} == {
        platform: ("not_found", known) for platform, known in before.items()
    }


@pytest.mark.parametrize("state", ["protected", "suspended"])
def test_an_account_shut_off_keeps_what_was_known(sandbox, offer, state):
    (lead,) = add(offer, EAGER)
    run()
    _, before = known_of(lead, "x")
    XProfile().store([(subject_of(lead), Unseen(state))])
    assert known_of(lead, "x") == (state, before)


def test_what_was_withheld_of_a_profile_that_is_gone_is_not_waited_for(sandbox, offer):
    (lead,) = add(offer, ("throttled-sbx", ""))
    run()
    assert LinkedInProfile().skips(subject_of(lead), clients.clients()) == ""
    LinkedInProfile().store([(subject_of(lead), Unseen("not_found"))])
    assert LinkedInProfile().skips(subject_of(lead), clients.clients()) == f"fetched on {timezone.now():%Y-%m-%d}"


def test_nothing_is_kept_of_the_profile_of_another_address(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    Lead.objects.update(linkedin_slug="somebody-else", x_handle="somebody_else", x_user_id="")
    for step, platform in ((XProfile(), "x"), (LinkedInProfile(), "linkedin")):
        step.store([(subject_of(lead), Unseen("not_found"))])
        stored = profile(lead, platform)
        assert (stored.state, stored.name, stored.external_id, stored.details) == ("not_found", "", "", {})


def posts_alone(lead):
    return Post.objects.filter(lead=lead, platform="linkedin").exclude(external_id__startswith="comment:")


@pytest.mark.parametrize(("page", "other"), [("/posts", "linkedin_comments"), ("/comments", "linkedin_posts")])
def test_posts_and_comments_are_both_read_when_one_had_to_wait(sandbox, offer, page, other):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "unipile", "path": page}])
    (lead,) = add(offer, EAGER)
    run()
    assert (job_of(lead).status, set(job_of(lead).done) & {"linkedin_posts", "linkedin_comments"}) == (
        Status.PENDING,
        {other},
    )
    sandbox.faults.set([])
    later(days=2)
    Allowance.objects.update(blocked_until=None)
    run()
    assert (job_of(lead).status, job_of(lead).skipped, posts_alone(lead).exists()) == (
        Status.READY,
        ["X posts: LinkedIn activity is preferred"],
        True,
    )


def test_withheld_posts_are_asked_for_again(sandbox, offer):
    sandbox.faults.set([{"fault": "empty_page", "provider": "unipile", "path": "/posts"}])
    (lead,) = add(offer, EAGER)
    run()
    assert (job_of(lead).status, job_of(lead).waits_for) == (Status.PENDING, "LinkedIn posts were withheld")
    assert not posts_alone(lead).exists()
    sandbox.faults.set([])
    later(hours=7)
    run()
    assert (job_of(lead).status, posts_alone(lead).exists()) == (Status.READY, True)


def test_the_account_two_leads_share_is_kept_by_the_first(sandbox, offer):
    first, second = add(offer, ("", "eager_sbx"), ("", "x_only_sbx"))
    run()
    Lead.objects.filter(pk=second.pk).update(x_user_id="", x_handle="")
    Lead.objects.filter(pk=first.pk).update(x_handle="renamed")
    Lead.objects.filter(pk=second.pk).update(x_handle="eager_sbx")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=second.pk), steps=["profile"])
    run()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (bool(first.x_user_id), second.x_user_id) == (True, "")


def test_a_changed_job_takes_the_old_companys_size_away(sandbox, offer):
    (lead,) = add(offer, EAGER)
    Lead.objects.filter(pk=lead.pk).update(company_name="Former Works", company_size="11-50", company_location="Oslo")
    run()
    lead.refresh_from_db()
    assert (lead.company_name, lead.company_size, lead.company_location) == ("Redfern Machinery", "", "")


def test_a_place_is_written_though_the_first_transaction_was_taken_back(sandbox, offer):
    offer.locations = ["Germany"]
    offer.save()
    (lead,) = add(offer, EAGER)
    run()
    Lead.objects.update(location="Bergen, Norway", city="", region="", country="")
    subjects = load_subjects([job_of(lead)])
    with transaction.atomic():
        locate(subjects)
        transaction.set_rollback(True)
    locate(subjects)
    lead.refresh_from_db()
    assert (lead.city, lead.country) == ("Bergen", "NO")


def test_another_location_takes_the_old_city_away(sandbox, offer):
    (lead,) = add(offer, EAGER)
    Lead.objects.filter(pk=lead.pk).update(location="Bergen, Norway", city="Bergen", region="Vestland", country="NO")
    run()
    lead.refresh_from_db()
    assert (lead.location, lead.city, lead.region, lead.country) == ("Greater Munich Metropolitan Area", "", "", "")


def test_places_are_told_apart_where_an_offer_targets_them(sandbox, offer):
    offer.locations = ["Germany"]
    offer.save()
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert (lead.city, lead.country) == ("Munich", "DE")


class Breaking(Executor):
    """Its worker is told to stop once the first calls are under way."""

    def collect(self):
        raise SystemExit


def test_a_worker_that_breaks_off_sends_no_call_that_still_waited(sandbox, offer):
    sandbox.faults.set([{"fault": "slow", "seconds": 0.3}])
    add(offer, *((slug, "") for slug, _ in BOTH))
    with pytest.raises(SystemExit):
        Breaking(lane="fast", concurrency=1).run()
    assert ProviderCall.objects.count() > 1
    assert sandbox.calls.total == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_of_the_same_companies_loses_nothing_that_was_paid_for(sandbox, offer):
    """It holds a company that LinkedIn names, and waits for the lead that waits for this company."""
    (lead,) = add(offer, (EAGER[0], ""))
    Lead.objects.update(company=None, company_name="", title="")
    Company.objects.all().delete()
    sandbox.calls.clear()
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SET deadlock_timeout = '1min'")
        other.execute(
            "INSERT INTO leads_company (workspace_id, name, name_key, domain, linkedin_slug, industry, size, location,"
            " created_at) VALUES (%s, 'Redfern', %s, '', '', '', '', '', now())",
            [lead.workspace_id, company_key("Redfern Machinery")],
        )
        with ThreadPoolExecutor(1) as thread:
            importing = thread.submit(change_once_others_wait, other, lead)
            run()
            importing.result()
    lead.refresh_from_db()
    assert (lead.title, lead.company.name, lead.notes) == ("Head of Production Planning", "Redfern", "imported")
    assert (lead.jobs.latest("pk").status, lead.missing, sandbox.calls.total) == (Status.READY, [], 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_long_for_a_lock_keeps_its_lease(sandbox, offer, monkeypatch):
    monkeypatch.setattr(leases, "LOCK_TIMEOUT", "100ms")
    (lead,) = add(offer, (EAGER[0], ""))
    Lead.objects.update(title="")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        with ThreadPoolExecutor(1) as thread, other.transaction():
            other.execute("SELECT FROM leads_lead WHERE id = %s FOR NO KEY UPDATE", [lead.pk])
            working = thread.submit(apart, run)
            wait_until_blocking(other)
            first = lease = lease_of(other)
            while lease == first and not working.done():
                lease = lease_of(other)
        working.result()
    lead.refresh_from_db()
    assert lease > first
    job = lead.jobs.latest("pk")
    assert (lead.title, job.status, job.attempts) == ("Head of Production Planning", Status.READY, 1)
    assert set(ProviderCall.objects.values_list("status", flat=True)) == {ProviderCall.Status.BOOKED}


def lease_of(other):
    time.sleep(0.02)
    return other.execute("SELECT max(lease_until) FROM enrichment_pipelinejob").fetchone()[0]


def change_once_others_wait(other, lead):
    wait_until_blocking(other)
    other.execute("UPDATE leads_lead SET notes = 'imported' WHERE id = %s", [lead.pk])
    other.commit()


class Meanwhile(Executor):
    """Something happens between the calls and their answers."""

    def __init__(self, happens):
        super().__init__(lane="fast", seconds=5)
        self.happens = happens

    def collect(self):
        if self.happens and self.sender.in_flight:
            happens, self.happens = self.happens, None
            happens()
        super().collect()


def test_what_comes_of_an_account_that_was_taken_from_the_lead_is_not_the_leads(sandbox, offer):
    (lead,) = add(offer, ("", EAGER[1]))
    Meanwhile(lambda: Lead.objects.update(x_handle="", linkedin_slug=EAGER[0])).run()
    run()
    lead.refresh_from_db()
    assert (lead.x_user_id, list(lead.profiles.values_list("platform", flat=True))) == ("", ["linkedin"])
    assert (job_of(lead).status, lead.missing, lead.posts.exclude(platform="linkedin").count()) == (Status.READY, [], 0)


def test_an_account_that_took_anothers_place_is_read_instead(sandbox, offer):
    (lead,) = add(offer, ("", "annoneil_sbx"))
    Meanwhile(lambda: Lead.objects.update(x_handle=EAGER[1])).run()
    run()
    assert (profile(lead, "x").handle, job_of(lead).status) == (EAGER[1], Status.READY)
    assert ProviderCall.objects.filter(operation="users/by", status=ProviderCall.Status.BOOKED).count() == 2


class Deleting(Executor):
    """An offer is deleted after its leads were claimed."""

    def claim(self):
        claimed = super().claim()
        if claimed:
            Offer.objects.order_by("pk").last().delete()
        return claimed


@pytest.mark.django_db(transaction=True)
def test_an_offer_deleted_while_its_leads_are_in_work_stops_nobody_else(sandbox, offer):
    other = OfferFactory(workspace=offer.workspace)
    (kept,) = add(offer, ("ann-oneil-sbx", ""))
    add(other, (EAGER[0], ""))
    PipelineJob.objects.update(status=Status.PENDING, done=[])
    Lead.objects.update(enriched_at=None)
    PlatformProfile.objects.all().delete()
    sandbox.calls.clear()
    Deleting(lane="fast", seconds=5).run()
    assert (job_of(kept).status, profile(kept, "linkedin").state) == (Status.READY, "found")
    assert PipelineJob.objects.count() == 1


def test_a_platform_that_hangs_leaves_the_other_alone(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile"}])
    add(offer, *((f"somebody-{number}-sbx", "") for number in range(40)))
    Executor(lane="fast", seconds=5, concurrency=4).run()
    waits = set(PipelineJob.objects.values_list("waits_for", flat=True))
    assert waits == {"LinkedIn did not answer", "LinkedIn does not answer"}
    (lead,) = add(offer, ("", EAGER[1]))
    run()
    assert job_of(lead).status == Status.READY
    sandbox.faults.set([])
    check_providers()
    run()
    assert PipelineJob.objects.filter(waits_for="LinkedIn does not answer").count() == 0
