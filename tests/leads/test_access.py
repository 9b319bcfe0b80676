import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from leads import access
from leads.models import ImportJob, LeadMerge, Membership, SavedView
from tests.factories import (
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    SearchFactory,
    SeedAccountFactory,
    WorkspaceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf):
    def make(member, **posted):
        request = rf.post("/", posted)
        request.user, request.workspace, request.membership = member.user, member.workspace, member
        return request

    return make


def job_of(workspace):
    return ImportJob.objects.create(workspace=workspace)


def seed_of(workspace):
    offer = OfferFactory(workspace=workspace)
    return SeedAccountFactory(workspace=workspace, offer=offer)


@pytest.mark.parametrize(
    ("get", "make"),
    [
        (access.get_lead, lambda workspace: LeadFactory(workspace=workspace)),
        (access.get_offer, lambda workspace: OfferFactory(workspace=workspace)),
        (access.get_search, lambda workspace: SearchFactory(workspace=workspace)),
        (access.get_import, job_of),
        (access.get_seed_account, seed_of),
    ],
)
def test_only_objects_of_the_own_workspace_are_found(request_of, member, get, make):
    own, other = make(member.workspace), make(WorkspaceFactory())
    assert get(request_of(member), own.pk) == own
    with pytest.raises(Http404):
        get(request_of(member), other.pk)


@pytest.mark.parametrize(
    ("listed", "make"),
    [
        (access.leads, lambda workspace: LeadFactory(workspace=workspace)),
        (access.offers, lambda workspace: OfferFactory(workspace=workspace)),
        (access.searches, lambda workspace: SearchFactory(workspace=workspace)),
        (access.imports, job_of),
        (access.seed_accounts, seed_of),
    ],
)
def test_only_objects_of_the_own_workspace_are_listed(request_of, member, listed, make):
    own = make(member.workspace)
    make(WorkspaceFactory())
    assert list(listed(request_of(member))) == [own]


def test_archived_offers_are_found_and_not_listed(request_of, member):
    offer = OfferFactory(workspace=member.workspace)
    offer.archive()
    assert access.get_offer(request_of(member), offer.pk) == offer
    assert list(access.offers(request_of(member))) == []


def test_who_has_no_workspace_finds_nothing(request_of, member):
    request = request_of(member)
    request.workspace = None
    with pytest.raises(Http404):
        access.leads(request)


def test_what_is_not_allowed_is_refused_with_the_sentence_that_says_who_can_allow_it(request_of, workspace, member):
    owner = MembershipFactory(workspace=workspace, role=Membership.Role.OWNER, rights=[])
    for right in access.Right:
        assert access.require(request_of(owner), right) == workspace
        member.rights = [each for each in access.Right if each != right]
        with pytest.raises(PermissionDenied, match=re.escape(access.REFUSALS[right])):
            access.require(request_of(member), right)
    assert access.require_owner(request_of(owner)) == workspace
    with pytest.raises(PermissionDenied):
        access.require_owner(request_of(member))


def test_only_one_s_own_workspaces_can_be_chosen(request_of, member):
    stranger = MembershipFactory()
    assert access.get_membership_workspace(request_of(member), member.workspace.pk) == member.workspace
    with pytest.raises(Http404):
        access.get_membership_workspace(request_of(member), stranger.workspace.pk)


@pytest.mark.parametrize("named", ["", "x", "-1", "9" * 30])
def test_a_form_may_name_no_offer(request_of, member, named):
    assert access.named_offer(request_of(member, offer=named)) is None


def test_a_form_names_an_offer_of_its_workspace(request_of, member):
    own, other = OfferFactory(workspace=member.workspace), OfferFactory()
    assert access.named_offer(request_of(member, offer=own.pk)) == own
    with pytest.raises(Http404):
        access.named_offer(request_of(member, offer=other.pk))


def test_a_merge_says_which_lead_stands_for_another_until_it_is_undone(request_of, member):
    lead = LeadFactory(workspace=member.workspace)
    merge = LeadMerge.objects.create(workspace=member.workspace, lead=lead, gone_id=7, gone_name="Nora")
    LeadMerge.objects.create(workspace=WorkspaceFactory(), lead=lead, gone_id=8, gone_name="Paul")
    assert [access.merged_into(request_of(member), pk) for pk in (7, 8)] == [lead.pk, None]
    LeadMerge.objects.filter(pk=merge.pk).update(undone_at=lead.created_at)
    assert access.merged_into(request_of(member), 7) is None


def test_lists_of_searches_leave_out_where_each_goes_on(request_of):
    assert '"cursor"' not in str(access.searches(request_of(MembershipFactory())).query)


def test_a_deleted_search_is_not_found(request_of, member):
    search = SearchFactory(workspace=member.workspace, deleted_at="2026-11-01T00:00Z")
    with pytest.raises(Http404):
        access.get_search(request_of(member), search.pk)


def test_saved_views_are_one_s_own_in_this_workspace(request_of, member):
    own, colleague = member, MembershipFactory(workspace=member.workspace)
    elsewhere = MembershipFactory(user=member.user)
    for saver in (own, colleague, elsewhere):
        SavedView.objects.create(workspace=saver.workspace, user=saver.user, name="Plants", query="q=plant")
    seen = access.saved_views(request_of(member)).values_list("workspace", "user")
    assert list(seen) == [(own.workspace_id, own.user_id)]
