from leads.models.csv_import import ImportBatch, ImportJob, ImportMapping, ImportRow
from leads.models.lead import Company, FormerAddress, Interaction, Lead, LeadSource, PlatformProfile, Post, Signal
from leads.models.lead_merge import LeadMerge
from leads.models.offer import Offer
from leads.models.search import Search
from leads.models.workspace import Membership, Workspace

__all__ = [
    "Company",
    "FormerAddress",
    "ImportBatch",
    "ImportJob",
    "ImportMapping",
    "ImportRow",
    "Interaction",
    "Lead",
    "LeadMerge",
    "LeadSource",
    "Membership",
    "Offer",
    "PlatformProfile",
    "Post",
    "Search",
    "Signal",
    "Workspace",
]
