"""Ids of LinkedIn: of members, of companies and of what filters take."""

from autoreach.sandbox.world.dice import hashed

CITY, AREA, COUNTRY, COMPANY, TITLE = 101_000_000, 102_000_000, 103_000_000, 9_000_000, 5_000


def provider_id(number):
    return f"ACoAAASBX{number:030d}"


def number_of(identifier):
    """The person's number, or None for what is no provider id of the world."""
    digits = identifier.removeprefix("ACoAAASBX")
    return int(digits) if len(identifier) == 39 and len(digits) == 30 and digits.isdecimal() else None


def distance_of(number):
    """1 to 3 as LinkedIn counts, 4 for out of the network."""
    share = hashed(number, 5) % 100
    return 1 if share < 3 else 2 if share < 35 else 3 if share < 92 else 4
