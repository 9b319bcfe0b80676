"""Whether an AI reads for a workspace: its offers' audiences, and its leads for their scores."""

from django.conf import settings

from autoreach.providers.ai import info as ai
from leads.models import Workspace

Scorer = Workspace.Scorer


def choices_of_ai() -> list[str]:
    """The choices with which a workspace uses the AI now."""
    return [choice for choice in Scorer if uses_ai(Workspace(scorer=choice))]


def uses_ai(workspace) -> bool:
    if workspace.scorer == Scorer.AUTOMATIC:
        return ai.scores_by_default(settings.PROVIDERS)
    return workspace.scorer == Scorer.AI and ai.is_configured(settings.PROVIDERS)
