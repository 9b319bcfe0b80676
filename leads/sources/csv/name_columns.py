"""A person's name from the columns of a table that hold it whole or in parts, decided for each row."""

NAME_PARTS = ("first_name", "middle_name", "last_name")
# Real names that a cell without a value also looks like.
LIKE_PLACEHOLDERS = frozenset({"Null", "None", "Blank", "Nd", "Nada"})


def real_names(names, cells, beside):
    """`names` with those cells that look empty but are names: `Null` beside the first name `Jennifer`."""
    if LIKE_PLACEHOLDERS.isdisjoint(cells):
        return names
    return [
        name or (cell if cell in LIKE_PLACEHOLDERS and other else "")
        for name, cell, other in zip(names, cells, beside, strict=True)
    ]


def whole_names(whole, first, middle, last):
    """The whole name of each row where it says what its parts say, else the parts, else what there is."""
    if not any(whole):
        return [" ".join(filter(None, parts)) for parts in zip(first, middle, last, strict=True)]
    return [
        chosen(name, " ".join(filter(None, parts)), parts[0], parts[-1])
        for name, *parts in zip(whole, first, middle, last, strict=True)
    ]


def chosen(whole, joined, first, last):
    if not (whole and joined):
        return whole or joined
    if not (first and last):
        return joined if "@" in whole else whole
    told = whole.casefold()
    # a display name may be a nickname, an address or a company, or have the last name first
    is_spelled_out = "," not in whole and (" " in whole or not whole.isascii())
    agrees = is_spelled_out and first.casefold() in told and last.casefold() in told
    return whole if agrees else joined
