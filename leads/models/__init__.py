from .imports import ImportBatch, ImportJob, ImportMapping, ImportRow
from .merging import LeadMerge
from .offers import Offer
from .people import Company, FormerAddress, Interaction, Lead, LeadSource, PlatformProfile, Post, Signal
from .searches import Search
from .workspaces import Membership, Workspace

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
