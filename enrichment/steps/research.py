"""What steps that search the web plan, and say where that fails."""

from autoreach.calls.prices import research_usd, usual_research_usd
from autoreach.providers.errors import ProviderError
from autoreach.providers.registry import AI
from enrichment.steps import PlannedCalls

THE_WEB = "the web"


def unsearched(where, error: ProviderError):
    return f"{where} could not be searched: {reason_of(error)}"


def unread(error: ProviderError):
    return f"what was found could not be read: {reason_of(error)}"


def reason_of(error: ProviderError):
    return str(error.args[0]).rstrip(".") if error.args else "no answer came"


def planned_research(*, searches, readings):
    return PlannedCalls(
        AI, searches + readings, research_usd(searches, readings), usual=usual_research_usd(searches, readings)
    )
