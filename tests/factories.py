"""Made-up rows. People enter through the door where identity matters; these are for everything else."""

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from autoreach.calls.models import ProviderCall
from enrichment.models import PipelineRun
from leads.models import Lead, Membership, Offer, Search, SeedAccount, Workspace
from leads.sources.registry import CSV
from scoring.models import BuyerScore

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("user{}".format)
    password = factory.django.Password(PASSWORD)


class WorkspaceFactory(DjangoModelFactory):
    class Meta:
        model = Workspace

    name = factory.Sequence("Team {}".format)
    slug = factory.Sequence("team-{}".format)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence("Offer {}".format)
    description = "Scheduling software that replans a factory in seconds."
    target_audience = "Plant managers and heads of production. Not recruiters."


class SearchFactory(DjangoModelFactory):
    class Meta:
        model = Search

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = CSV
    label = factory.Sequence("people-{}.csv".format)


class SeedAccountFactory(DjangoModelFactory):
    class Meta:
        model = SeedAccount

    workspace = factory.SelfAttribute("offer.workspace")
    offer = factory.SubFactory(OfferFactory)
    platform = "x"
    handle = factory.Sequence("seed_{}".format)
    name = factory.Sequence("Seed {}".format)
    kind = "vendor"
    reason = "Named in the offer as a competitor."
    followers = 1200
    verified_at = factory.LazyFunction(timezone.now)


class LeadFactory(DjangoModelFactory):
    class Meta:
        model = Lead

    workspace = factory.SubFactory(WorkspaceFactory)
    linkedin_slug = factory.Sequence("made-up-{}".format)
    full_name = factory.Sequence("Nora Sample {}".format)
    title = "Plant Manager"
    company_name = "Sample Works"


class BuyerScoreFactory(DjangoModelFactory):
    class Meta:
        model = BuyerScore

    lead = factory.SubFactory(LeadFactory)
    workspace = factory.SelfAttribute("lead.workspace")
    offer = factory.SubFactory(OfferFactory, workspace=factory.SelfAttribute("..workspace"))


class ProviderCallFactory(DjangoModelFactory):
    class Meta:
        model = ProviderCall

    workspace = factory.SubFactory(WorkspaceFactory)
    key = factory.Sequence("call {}".format)
    provider = "x"
    purpose = "X posts"


class PipelineRunFactory(DjangoModelFactory):
    class Meta:
        model = PipelineRun

    offer = factory.SubFactory(OfferFactory)
    workspace = factory.SelfAttribute("offer.workspace")
    purpose = PipelineRun.Purpose.RESCORE
