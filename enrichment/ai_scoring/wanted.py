"""Which scorer scores a lead, and which leads the AI is still to read."""

import json

from django.conf import settings
from django.db import connection

from autoreach.providers.ai import info as ai
from enrichment.models import AIReading
from leads.workspaces.scorer import uses_ai
from scoring.ai.checking import Reading
from scoring.ai.prompts import lead_digest, offer_digest, show
from scoring.ai.scorer import score_read
from scoring.local.offer import OfferView
from scoring.local.scorer import score_leads


def digest_of(offer) -> str:
    return offer_digest(offer, ai.models(settings.PROVIDERS)[0])


def score(snapshots, offer) -> tuple[list, dict[int, str]]:
    """Scorecards by the workspace's scorer, and the leads the AI is to read, with the digests of what it would read.

    An earlier reading for the same offer counts until the new texts are read, by the present model; other leads get a
    local score for now.
    """
    if not uses_ai(offer.workspace):
        return score_leads(snapshots, offer), {}
    view, current = OfferView.of(offer), digest_of(offer)
    known = readings_of([each.lead_id for each in snapshots], offer)
    digests = {each.lead_id: lead_digest(show(each)) for each in snapshots if not each.is_blank}
    read_already = {pk: row.lead_digest for pk, row in known.items() if row.offer_digest == current}
    wanted = {pk: digest for pk, digest in digests.items() if read_already.get(pk) != digest}
    read = [each for each in snapshots if each.lead_id in known]
    rest = [each for each in snapshots if each.lead_id not in known]
    readings = {pk: Reading.from_json(row.reading) for pk, row in known.items()}
    return score_read(read, view, readings) + score_leads(rest, view), wanted


def readings_of(lead_ids, offer) -> dict[int, AIReading]:
    """What was read for the offer as it is now, by the present model or a former one."""
    rows = AIReading.objects.filter(offer=offer, lead__in=lead_ids).exclude(reading=None)
    current = {digest_of(offer)} | {offer_digest(offer, model) for model in {row.model for row in rows}}
    return {row.lead_id: row for row in rows if row.offer_digest in current}


def note_wanted(offer, lead_ids) -> int:
    """Remember that the AI is to read these leads, but those whose state was set by hand. Returns how many.

    Within the transaction that writes their scores.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO enrichment_aireading AS r
                (workspace_id, lead_id, offer_id, offer_digest, lead_digest, model, wanted, trouble)
            SELECT b.workspace_id, b.lead_id, b.offer_id, '', '', '', true, ''
            FROM scoring_buyerscore b JOIN jsonb_array_elements(%s::jsonb) AS t ON b.lead_id = t::bigint
            WHERE b.offer_id = %s AND b.state <> 'manual' ORDER BY b.lead_id
            ON CONFLICT (lead_id, offer_id) DO UPDATE SET wanted = true, trouble = '', tries = 0
            """,
            [json.dumps(sorted(lead_ids)), offer.pk],
        )
        return cursor.rowcount
