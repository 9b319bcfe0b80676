"""The readings of an offer's audience, stored beside it: each reader's own, and what a hand corrected."""

import hashlib
import json

from leads.audience.ai import with_exclusions_of
from leads.audience.audience import Audience, Kind, Part, Voice, audience_from, corrected
from leads.audience.reader import read_audience

# What a reading rests on. A stored one of other values is of an older ICP.
READ_FIELDS = ("target_audience", "industries", "locations", "company_sizes")


def audience_of(offer) -> Audience:
    """The audience of an offer, or of anything with its fields, after the hand's corrections. It may be unsaved."""
    return corrected(counted_reading(offer), corrections_of(offer))


def counted_reading(offer) -> Audience:
    """What counts of the two readers."""
    ai, local = stored_reading(offer, Voice.AI), local_reading(offer)
    return with_exclusions_of(local, ai) if ai else local


def local_reading(offer) -> Audience:
    return stored_reading(offer, Voice.READER) or read_audience(
        offer.target_audience, offer.industries, offer.locations, getattr(offer, "company_sizes", ())
    )


def stored_reading(offer, voice) -> Audience | None:
    """What a reader understood of the offer as it is now, if that is stored."""
    stored = getattr(offer, "audience_readings", {}).get(voice)
    return audience_from(stored["audience"]) if stored and stored["icp_digest"] == icp_digest(offer) else None


def note_reading(offer, audience, voice=Voice.READER):
    """Set a reading on the offer; the caller saves `audience_readings`. Readings of an older ICP go."""
    digest = icp_digest(offer)
    kept = {name: stored for name, stored in offer.audience_readings.items() if stored["icp_digest"] == digest}
    offer.audience_readings = kept | {str(voice): {"icp_digest": digest, "audience": audience.to_json()}}


def refresh_reading(offer):
    """Read the ICP as it is now; the caller saves `audience_readings`."""
    note_reading(offer, read_audience(offer.target_audience, offer.industries, offer.locations, offer.company_sizes))


def corrections_of(offer) -> list[Part]:
    return [
        Part(**{**part, "kind": Kind(part["kind"]), "voice": Voice.HAND})
        for part in getattr(offer, "audience_corrections", ())
    ]


def icp_digest(offer) -> str:
    values = [getattr(offer, name, None) or "" for name in READ_FIELDS]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]
