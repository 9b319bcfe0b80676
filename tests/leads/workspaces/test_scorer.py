import pytest

from leads.models import Workspace
from leads.workspaces.scorer import choices_of_ai, uses_ai

KEY = {"OPENAI_API_KEY": "k"}


@pytest.mark.parametrize(
    ("providers", "choices"),
    [({}, []), (KEY, ["automatic", "ai"]), (KEY | {"AI_SCORING": "off"}, ["ai"]), ({"AI_SCORING": "on"}, [])],
)
def test_an_ai_that_is_configured_reads_for_who_chose_it_and_where_it_is_the_default(settings, providers, choices):
    settings.PROVIDERS = providers
    assert choices_of_ai() == choices
    assert [scorer for scorer in Workspace.Scorer if uses_ai(Workspace(scorer=scorer))] == choices
