from .offers import Offer
from .people import Company, Lead, LeadSource, Post, Signal
from .searches import Search
from .workspaces import Membership, Workspace

__all__ = [
    "Company",
    "Lead",
    "LeadSource",
    "Membership",
    "Offer",
    "Post",
    "Search",
    "Signal",
    "Workspace",
]
