"""The places that an audience's words name."""

from leads.taxonomy.places import parse_place, place_mentions


def places_in(text):
    return [mention for mention in place_mentions(text) if parse_place(mention.name)]
