"""The places that an audience's words name."""

from leads.taxonomy.place_mentions import place_mentions
from leads.taxonomy.places import parse_place


def places_in(text):
    return [mention for mention in place_mentions(text) if parse_place(mention.name)]
