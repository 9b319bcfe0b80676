"""A header of two rows: `Contact, , Company` above `First name, Last name, Name`."""

from leads.sources.csv.columns import COMPANY_WORDS, GROUP_WORDS, NOISE_WORDS, OWNER_WORDS, normal

GROUP_MAX = 40
GROUPS_MIN = 2
OTHER_GROUPS = frozenset("deal deals opportunity opportunities previous past former last education school".split())
WORDS_OF_GROUPS = GROUP_WORDS | COMPANY_WORDS | NOISE_WORDS | OWNER_WORDS | OTHER_GROUPS


def with_groups(header, above):
    """`header` with the names of its groups from the row above it, where that row has some.

    A group reaches to the next one: spreadsheets join its cells, and the text stands in the first.
    """
    groups = [cell.strip() for cell in above[: len(header)]]
    named = [group for group in groups if group]
    if (
        len(named) < GROUPS_MIN
        or len(named) >= sum(map(bool, map(str.strip, header)))
        or not all(map(_is_group, named))
    ):
        return header
    group, whole = "", []
    for position, name in enumerate(header):
        group = (groups[position] if position < len(groups) else "") or group
        whole.append(f"{group} / {name.strip()}" if group and name.strip() else name)
    return whole


def _is_group(cell):
    words = normal(cell[: GROUP_MAX + 1]).split()
    return len(cell) <= GROUP_MAX and bool(words) and WORDS_OF_GROUPS.issuperset(words)
