"""Taking back what a batch of an import wrote, unless others have built on it."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from leads.ingest.columns import SOURCED
from leads.models import Company, Lead, LeadSource, Post
from leads.people.field_locks import unless_locked
from leads.signals import leads_taken_back, leads_to_lock
from leads.sources.registry import POOL

# The lock of the pool is held while so many are deleted.
TAKEN_BACK_AT_ONCE = 1000


def undo_batch(job, batch):
    """Delete the next leads that only this import brought.

    After the last of the batch, restore the fields that it changed, and forget it.

    A lead that another source found too, or that was edited since, stays; what enrichment read of it is no edit. The
    pool is no other source: it had the lead from here, and what else it knows of the person comes with its next
    match. A field that was changed after the import keeps its newer value. Returns the ids of those that stay.
    """
    portion, batch.created_leads = (
        batch.created_leads[-TAKEN_BACK_AT_ONCE:],
        batch.created_leads[:-TAKEN_BACK_AT_ONCE],
    )
    others = LeadSource.objects.exclude(search=job.search).exclude(kind=POOL).filter(lead__in=portion)
    edited = Lead.objects.filter(pk__in=portion, updated_at__gt=batch.created_at)
    kept = {*others.values_list("lead_id", flat=True), *edited.values_list("pk", flat=True)}
    doomed = [pk for pk in portion if pk not in kept]
    changed = [] if batch.created_leads else [entry["before"]["id"] for entry in batch.changed]
    leads_to_lock.send(Lead, lead_ids=doomed)
    list(Lead.objects.filter(pk__in=[*doomed, *changed]).select_for_update().order_by("pk").values("pk"))
    if doomed:
        take_back(job, doomed)
    if batch.created_leads:
        batch.save(update_fields=["created_leads"])
    else:
        _restore(batch)
        batch.delete()
    return sorted(kept)


def take_back(job, lead_ids):
    leads_taken_back.send(Lead, lead_ids=lead_ids, workspace_id=job.workspace_id, since=job.search.started_at)
    Lead.objects.filter(workspace=job.workspace_id, pk__in=lead_ids).delete()


def undo_traces(job):
    """Once all batches are undone: what the import left at leads that stay, and companies without a lead."""
    search = job.search
    _delete_posts(job)
    others = LeadSource.objects.filter(lead=OuterRef("lead")).exclude(search=search).exclude(kind=POOL)
    # a lead that stays because it was edited still came from here
    sources = LeadSource.objects.filter(search=search)
    sources.filter(Exists(others) | ~Q(lead__in=job.summary.get("kept", []))).delete()
    Company.objects.filter(workspace=job.workspace_id, created_at__gte=search.started_at, leads=None).delete()


def _delete_posts(job):
    with connection.cursor() as cursor:
        # with an index and statistics of its own: by those of earlier imports, the planner takes the rows for one,
        # and reads all of them for each lead
        cursor.execute(
            """
            CREATE TEMP TABLE brought_post ON COMMIT DROP AS
            SELECT r.line::text AS reference, brought.external_id FROM leads_importrow r
                CROSS JOIN LATERAL jsonb_to_recordset(r.posts) AS brought(external_id text)
            WHERE r.job_id = %s;
            CREATE INDEX ON brought_post (reference);
            ANALYZE brought_post;
            """,
            [job.pk],
        )
        cursor.execute(
            """
            DELETE FROM leads_post p USING leads_leadsource s, brought_post b
            WHERE s.search_id = %s AND s.reference = b.reference AND p.lead_id = s.lead_id AND p.platform = %s
                AND p.external_id = b.external_id AND p.created_at >= %s
            """,
            [job.search_id, Post.Platform.IMPORT, job.search.started_at],
        )
        cursor.execute("DROP TABLE brought_post")


def _restore(batch):
    if not batch.changed:
        return
    names = [name for name in batch.changed[0]["before"] if name not in ("id", "provenance")]
    restored = {
        name: unless_locked(name, f"CASE WHEN l.{name} IS NOT DISTINCT FROM a.{name} THEN b.{name} ELSE l.{name} END")
        for name in names
    }
    if "provenance" in batch.changed[0]["before"]:
        sources = ", ".join(f"'{name}', {_source_before(name)}" for name in SOURCED)
        restored["provenance"] = f"jsonb_strip_nulls(l.provenance || jsonb_build_object({sources}))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE leads_lead l SET {", ".join(f"{name} = {sql}" for name, sql in restored.items())}
            FROM leads_importbatch batch CROSS JOIN LATERAL jsonb_array_elements(batch.changed) AS entry
                CROSS JOIN LATERAL jsonb_populate_record(NULL::leads_lead, entry -> 'before') AS b
                CROSS JOIN LATERAL jsonb_populate_record(NULL::leads_lead, entry -> 'after') AS a
            WHERE batch.id = %s AND l.id = b.id
            """,
            [batch.pk],
        )


def _source_before(name):
    """SQL: where the value that is restored came from, or the source it has now where it is newer than the import."""
    now, after, before = (f"{lead}.provenance -> '{name}'" for lead in "lab")
    untouched = f"(l.{name}, {now}) IS NOT DISTINCT FROM (a.{name}, {after}) AND NOT '{name}' = ANY(l.locked)"
    return f"CASE WHEN {untouched} THEN {before} ELSE {now} END"
