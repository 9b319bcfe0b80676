from .imports import ImportBatch, ImportJob, ImportMapping, ImportRow
from .offers import Offer
from .people import Company, Lead, LeadSource, Post, Signal
from .searches import Search
from .workspaces import Membership, Workspace

__all__ = [
    "Company",
    "ImportBatch",
    "ImportJob",
    "ImportMapping",
    "ImportRow",
    "Lead",
    "LeadSource",
    "Membership",
    "Offer",
    "Post",
    "Search",
    "Signal",
    "Workspace",
]
