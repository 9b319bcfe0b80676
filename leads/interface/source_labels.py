from django.db import connection

from leads.sources.registry import source_of

# The ORM takes as long to spell the query as the database to answer it.
KINDS = "SELECT lead_id, kind FROM leads_leadsource WHERE lead_id = ANY(%s) ORDER BY id"


def show_sources(leads):
    """Set `source_words` on each of `leads`: `CSV import`, or `CSV import +1` where another kind found them too."""
    with connection.cursor() as cursor:
        cursor.execute(KINDS, [[lead.pk for lead in leads]])
        kinds = cursor.fetchall()
    found = {}
    for lead_id, kind in kinds:
        found.setdefault(lead_id, {})[kind] = source_of(kind).label
    for lead in leads:
        first, *more = found.get(lead.pk, {}).values() or [""]
        lead.source_words = f"{first} +{len(more)}" if more else first
