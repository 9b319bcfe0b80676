from leads.models.activity import Interaction, Post
from leads.models.audience_reading import AudienceReading
from leads.models.csv_import import ImportBatch, ImportJob, ImportMapping, ImportRow
from leads.models.expansion import Expansion
from leads.models.lead import BuyerState, Company, Lead, LeadSource
from leads.models.lead_merge import LeadMerge
from leads.models.offer import Offer
from leads.models.platform_profile import FormerAddress, PlatformProfile
from leads.models.saved_view import SavedView
from leads.models.search import Search
from leads.models.seed_account import SeedAccount
from leads.models.workspace import Invitation, Membership, Workspace

__all__ = [
    "AudienceReading",
    "BuyerState",
    "Company",
    "Expansion",
    "FormerAddress",
    "ImportBatch",
    "ImportJob",
    "ImportMapping",
    "ImportRow",
    "Interaction",
    "Invitation",
    "Lead",
    "LeadMerge",
    "LeadSource",
    "Membership",
    "Offer",
    "PlatformProfile",
    "Post",
    "SavedView",
    "Search",
    "SeedAccount",
    "Workspace",
]
