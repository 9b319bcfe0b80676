import pytest
from django.utils import timezone

from enrichment.models import ProfileFinding
from tests.factories import LeadFactory

Decision = ProfileFinding.Decision


def candidate(handle, band="ask", **more):
    return {"handle": handle, "band": band} | more


def finding(lead, decision, **fields):
    return ProfileFinding.objects.create(workspace=lead.workspace, lead=lead, decision=decision, **fields)


@pytest.mark.django_db
def test_handles_that_were_rejected_undone_or_another_persons_are_refused():
    lead, other = LeadFactory(), LeadFactory()
    open_one = [candidate("first", rejected=True), candidate("second")]
    finding(lead, Decision.ASKED, platform="x", candidates=open_one)
    finding(lead, Decision.UNDONE, platform="x", handle="undone")
    finding(lead, Decision.REJECTED, platform="x", handle="another_person", same_account=True)
    finding(lead, Decision.REJECTED, platform="x", handle="")
    finding(lead, Decision.ACCEPTED, platform="x", handle="theirs", candidates=[candidate("theirs")])
    finding(lead, Decision.UNDONE, platform="linkedin", handle="elsewhere")
    finding(other, Decision.UNDONE, platform="x", handle="of_another_lead")
    refused = ProfileFinding.objects.refused_handles([lead.pk], "x")
    assert {pk: handles - {""} for pk, handles in refused.items()} == {lead.pk: {"first", "undone", "another_person"}}


def test_open_candidates_are_neither_unlikely_nor_rejected():
    candidates = [candidate("a", "accept"), candidate("b"), candidate("c", "reject"), candidate("d", rejected=True)]
    found = ProfileFinding(candidates=candidates, handle="b")
    assert [each["handle"] for each in found.open_candidates] == ["a", "b"]
    assert (found.chosen, ProfileFinding(candidates=candidates, handle="e").chosen) == (candidate("b"), {})


@pytest.mark.parametrize(
    ("decision", "applied", "can"),
    [("accepted", True, True), ("accepted", False, False), ("undone", True, False), ("asked", False, False)],
)
def test_what_was_applied_can_be_undone(decision, applied, can):
    found = ProfileFinding(decision=decision, applied_at=timezone.now() if applied else None)
    assert found.can_be_undone is can


@pytest.mark.django_db
def test_any_number_of_questions_is_ended_in_the_same_queries(django_assert_num_queries):
    def asked(number):
        leads = [LeadFactory() for _ in range(number)]
        for at, lead in enumerate(leads):
            candidates = [candidate("first", rejected=at % 2 == 0), candidate("second")]
            finding(lead, Decision.ASKED, platform="x", candidates=candidates)
        return ProfileFinding.objects.filter(lead__in=leads)

    for number in (1, 4):
        ended = asked(number)
        with django_assert_num_queries(3):
            ended.end_questions()
        assert [each.decision for each in ended] == [Decision.REJECTED] * ((number + 1) // 2)
