from leads.models import LeadSource
from leads.sources.registry import source_of


def show_sources(leads):
    """Set `source_words` on each of `leads`: `CSV import`, or `CSV import +1` where another kind found them too."""
    kinds = (
        LeadSource.objects.filter(lead__in=[lead.pk for lead in leads]).order_by("pk").values_list("lead_id", "kind")
    )
    found = {}
    for lead_id, kind in kinds:
        found.setdefault(lead_id, {})[kind] = source_of(kind).label
    for lead in leads:
        first, *more = found.get(lead.pk, {}).values() or [""]
        lead.source_words = f"{first} +{len(more)}" if more else first
