"""Given names: their short and full forms, and how common each is."""

from functools import cache, lru_cache

from nicknames import NickNamer

from leads.identity.spelling import read_data, sound


@cache
def _forms():
    """Name -> the names its bearers are also called by, one step: Robert -> Rob, Bob, Roberto."""
    forms = {}
    for kind in read_data("nicknames").values():
        for name, others in kind.items():
            forms.setdefault(name, set()).update(others.split())
    return forms


@cache
def _package():
    return NickNamer()


@lru_cache(20_000)
def called(name):
    """The names that a person with this given name may go by."""
    return frozenset(_forms().get(name, ())) | _package().nicknames_of(name)


@cache
def _owners():
    owners = {}
    for name, others in _forms().items():
        for other in others:
            owners.setdefault(other, set()).add(name)
    return owners


@lru_cache(20_000)
def formal(name):
    """The full names that this name may stand for."""
    return frozenset(_owners().get(name, ())) | _package().canonicals_of(name)


@lru_cache(50_000)
def is_nickname(a, b):
    """Whether one is short for the other, or both are short for a third."""
    return a in called(b) or b in called(a) or bool(formal(a) & formal(b))


def is_shortened(a, b):
    """Whether one has three letters or more and begins or ends the other: Zach and Zachary, Topher and Christopher."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and len(long) >= len(short) + 2 and (long.startswith(short) or long.endswith(short))


@lru_cache(20_000)
def is_known(name):
    return bool(called(name) or formal(name)) or name in _listed("given")


@cache
def _listed(kind):
    listed = {}
    for share, names in read_data("common_names")[kind].items():
        if share != "unlisted":
            for name in names.split():
                listed[name] = max(int(share), listed.get(name, 0))
                listed.setdefault(sound(name), int(share))
    return listed


@lru_cache(50_000)
def share(kind, name):
    """The share of all people with this "given" or "family" name, by its most common form."""
    forms = {name} | (called(name) | formal(name) if kind == "given" else set())
    listed = _listed(kind)
    unlisted = read_data("common_names")[kind]["unlisted"]
    return max(max(listed.get(form, 0), listed.get(sound(form), 0), unlisted) for form in forms) / 100_000


def is_common(kind, name):
    return name in _listed(kind) or sound(name) in _listed(kind)
