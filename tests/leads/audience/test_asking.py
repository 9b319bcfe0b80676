from dataclasses import asdict
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from autoreach.calls import budget, clients
from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.calls.signals import provider_reopened
from autoreach.dependent_rows import delete_in_portions
from autoreach.work import leases
from leads.audience import asking
from leads.audience.ai import instructions
from leads.audience.audience import Kind, Part, Voice
from leads.audience.stored import audience_of, local_reading, stored_reading
from leads.models import AudienceReading, Offer, Workspace
from leads.offers.creation import create_offer
from leads.offers.editing import save_changes
from tests.factories import MembershipFactory, WorkspaceFactory
from tests.pages import words

pytestmark = pytest.mark.django_db(transaction=True)
LINES = ProviderCall.objects.filter(provider="ai")


@pytest.fixture
def member(sandbox):
    return MembershipFactory(workspace=WorkspaceFactory(scorer="ai"), role="owner")


def create(member, audience="Dentists. Not nurses.", **fields):
    offer = Offer(name="Recall", description="Reminders", target_audience=audience, **fields)
    return create_offer(workspace=member.workspace, user=member.user, offer=offer)


def functions(audience):
    return sorted(audience.functions), sorted(audience.excluded_functions)


def test_the_ai_reads_a_new_audience_once_with_one_call(member):
    offer = create(member)
    offer.refresh_from_db()
    reading = stored_reading(offer, Voice.AI)
    assert "dentist" in reading.functions
    assert "nurse" in reading.excluded_functions
    assert audience_of(offer) == reading
    asked = AudienceReading.objects.get()
    assert (asked.wanted, asked.trouble, asked.model) == (False, "", "gpt-6-luna")
    assert list(LINES.values_list("purpose", "status", "owner_kind")) == [("Audience", "booked", "audience")]
    assert LINES.get().cost_usd == asked.cost_usd
    assert KeptAnswer.objects.count() == 0


def test_it_is_read_again_only_where_the_audience_changes(member):
    offer = create(member)
    offer.name = "Recall 2"
    save_changes(offer=offer, changed=["name"])
    assert LINES.count() == 1
    offer.target_audience = "Pharmacists"
    save_changes(offer=offer, changed=["target_audience"])
    offer.refresh_from_db()
    assert (LINES.count(), "pharmacist" in stored_reading(offer, Voice.AI).functions) == (2, True)


def test_the_hand_wins_over_the_ai(member):
    offer = create(member)
    offer.refresh_from_db()
    offer.audience_corrections = [asdict(Part(Kind.FUNCTION, "dentist", 0, voice=Voice.HAND))]
    assert "dentist" not in audience_of(offer).functions


def test_nonsense_changes_nothing(member, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"AI_MODEL": "sandbox-invents"}
    clients.reset()
    offer = create(member, "Wizards of light")
    offer.refresh_from_db()
    assert stored_reading(offer, Voice.AI) is None
    assert AudienceReading.objects.get().trouble == asking.NOTHING_SAID


def test_a_refusal_leaves_the_local_reading_and_says_so(member, sandbox, client):
    sandbox.faults.set([{"fault": "refusal", "provider": "openai"}])
    offer = create(member)
    client.force_login(member.user)
    text = words(client.get(reverse("offer", args=[offer.pk])))
    assert "The AI’s reading could not be used: I'm sorry, I can't help with that. The local reading counts." in text


def test_a_spent_budget_puts_the_reading_off_until_it_has_room(member):
    budget.set_monthly_cap(member.workspace.pk, 0)
    create(member)
    assert (LINES.count(), AudienceReading.objects.get().waits_for) == (0, "the monthly budget is spent")
    budget.set_monthly_cap(member.workspace.pk, 10)
    assert asking.resume_in_budget() == 1
    reading = AudienceReading.objects.get()
    asking.QUEUE.run(reading.pk, asking.step)
    assert (LINES.count(), AudienceReading.objects.get().wanted) == (1, False)


def test_a_workspace_with_the_local_scorer_asks_nothing(member):
    member.workspace.scorer = "local"
    member.workspace.save()
    create(member)
    assert (LINES.count(), AudienceReading.objects.count()) == (0, 0)


def test_the_page_of_the_offer_says_where_the_two_readings_differ_and_what_it_cost(member, client):
    offer = create(member, "Dentists and tooth wizards")
    client.force_login(member.user)
    text = words(client.get(reverse("offer", args=[offer.pk])))
    assert "How the AI read the audience" in text
    assert "Read by gpt-6-luna for $" in text


def test_the_question_holds_the_instructions_and_the_audience_apart(member):
    offer = create(member)
    call = asking.call_of(AudienceReading.objects.get(), offer)
    assert offer.target_audience not in instructions(offer.target_audience, local_reading(offer))
    assert (call.purpose, call.key.startswith("audience:")) == ("Audience", True)


def change(offer, audience):
    offer.refresh_from_db()
    offer.target_audience = audience
    save_changes(offer=offer, changed=["target_audience"])


@pytest.fixture
def during_the_call(monkeypatch):
    """Has something done once, while the next question is out."""
    call_of = asking.call_of

    def have_done(deed):
        left = [deed]

        def asked(*arguments):
            call = call_of(*arguments)
            if left:
                left.pop()()
            return call

        monkeypatch.setattr(asking, "call_of", asked)

    return have_done


def test_an_audience_that_changes_while_it_is_read_is_read_as_it_is_now(member, during_the_call):
    during_the_call(lambda: change(Offer.objects.get(), "Pharmacists"))
    offer = create(member)
    offer.refresh_from_db()
    functions_read = stored_reading(offer, Voice.AI).functions
    assert ("pharmacist" in functions_read, "dentist" in functions_read) == (True, False)
    assert list(LINES.order_by("pk").values_list("status", flat=True)) == ["booked", "booked"]
    asked = AudienceReading.objects.get()
    assert (asked.wanted, asked.lease, asked.trouble) == (False, None, "")


def test_the_wish_stands_where_the_old_audience_could_not_be_asked_about(member, sandbox, during_the_call):
    sandbox.faults.set([{"fault": "unavailable", "provider": "openai", "count": 1}])
    during_the_call(lambda: change(Offer.objects.get(), "Pharmacists"))
    offer = create(member)
    offer.refresh_from_db()
    assert "pharmacist" in stored_reading(offer, Voice.AI).functions


def test_an_earlier_audience_is_read_again_when_it_comes_back(member):
    offer = create(member)
    change(offer, "Pharmacists")
    change(offer, "Dentists. Not nurses.")
    offer.refresh_from_db()
    assert "dentist" in stored_reading(offer, Voice.AI).functions
    assert (LINES.count(), AudienceReading.objects.get().trouble) == (3, "")


def test_a_wish_that_is_open_is_not_paid_twice(member):
    budget.set_monthly_cap(member.workspace.pk, 0)
    offer = create(member)
    key = asking.call_of(AudienceReading.objects.get(), offer).key
    asking.ask(offer)
    assert asking.call_of(AudienceReading.objects.get(), offer).key == key


def test_another_audience_is_asked_about_by_a_call_of_its_own(member):
    budget.set_monthly_cap(member.workspace.pk, 0)
    offer, requests = create(member), []
    for audience in ("Pharmacists", "Pharmacists", "Dentists. Not nurses."):
        change(offer, audience)
        requests.append(AudienceReading.objects.get().requests)
    assert requests == [2, 2, 3]


def test_a_worker_that_lost_the_reading_keeps_its_answer(member, during_the_call):
    during_the_call(lambda: AudienceReading.objects.update(lease=leases.new_lease()))
    create(member)
    assert (LINES.get().status, KeptAnswer.objects.count()) == ("booked", 1)
    assert AudienceReading.objects.get().wanted


@pytest.mark.parametrize("model", [Workspace, Offer])
def test_a_reading_whose_offer_is_deleted_meanwhile_is_over_without_an_error(member, during_the_call, caplog, model):
    during_the_call(lambda: delete_in_portions(model.objects.all()))
    create(member)
    said = [record for record in caplog.records if record.name == "autoreach.work.work_queue"]
    assert [(record.levelname, record.args[0]) for record in said] == [("INFO", "AudienceReading")]
    assert list(LINES.values_list("status", flat=True)) == ["booked"] * (model is Offer)


def test_a_request_that_is_too_large_is_given_up(member, sandbox):
    sandbox.faults.set([{"fault": "too_large", "provider": "openai"}])
    create(member)
    asked = AudienceReading.objects.get()
    assert (asked.wanted, "too large" in asked.trouble) == (False, True)


def given_up(member, sandbox):
    sandbox.faults.set([{"fault": "too_large", "provider": "openai"}])
    offer = create(member)
    sandbox.faults.set([])
    return offer


def is_read(offer):
    offer.refresh_from_db()
    return stored_reading(offer, Voice.AI) is not None


def test_what_was_given_up_is_asked_again_another_day_and_not_before(member, sandbox):
    offer = given_up(member, sandbox)
    AudienceReading.objects.update(tried_at=timezone.now() - timedelta(hours=23), tries=2)
    assert (asking.try_again_another_day(), is_read(offer)) == (0, False)
    AudienceReading.objects.update(tried_at=timezone.now() - timedelta(days=1))
    assert (asking.try_again_another_day(), is_read(offer)) == (1, True)


def test_the_audience_of_an_archived_offer_is_not_asked_for_again(member, sandbox):
    offer = given_up(member, sandbox)
    offer.archive()
    AudienceReading.objects.update(tried_at=timezone.now() - asking.TRY_AGAIN)
    provider_reopened.send(None, provider="ai")
    assert (asking.try_again_another_day(), is_read(offer)) == (0, False)


def test_what_was_given_up_three_times_is_asked_again_only_by_hand(member, sandbox, client):
    offer = given_up(member, sandbox)
    AudienceReading.objects.update(tried_at=timezone.now() - timedelta(days=1), tries=3)
    assert (asking.try_again_another_day(), is_read(offer)) == (0, False)
    client.force_login(member.user)
    client.post(reverse("read-audience", args=[offer.pk]), {"workspace": member.workspace.pk})
    assert is_read(offer)


def test_an_ai_that_works_again_is_asked_at_once(member, sandbox):
    offer = given_up(member, sandbox)
    provider_reopened.send(None, provider="ai")
    assert is_read(offer)


def test_a_reading_that_is_never_answered_has_a_last_attempt(member, sandbox):
    sandbox.faults.set([{"fault": "unavailable", "provider": "openai"}])
    create(member)
    waiting = AudienceReading.objects.get()
    AudienceReading.objects.update(attempts=AudienceReading.MAX_ATTEMPTS - 1, not_before=None)
    clients.reset()
    asking.QUEUE.run(waiting.pk, asking.step)
    ended = AudienceReading.objects.get()
    assert (waiting.wanted, waiting.attempts, ended.wanted, ended.trouble != "") == (True, 1, False, True)
