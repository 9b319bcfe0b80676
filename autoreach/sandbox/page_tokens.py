"""Page tokens: opaque, tied to the question they were given for, and checked."""

import zlib

from autoreach.sandbox.world.dice import base36, hashed

LENGTH = 13


def token_for(offset, scope):
    return f"{_check(offset, scope)}{base36(offset).zfill(6)}"


def offset_of(token, scope):
    """Where a token continues, or None where it was not given for this question."""
    try:
        offset = int(token[LENGTH:], 36)
    except ValueError:
        return None
    return offset if token == token_for(offset, scope) else None


def _check(offset, scope):
    return base36(hashed(zlib.crc32(scope.encode()), offset)).zfill(LENGTH)[:LENGTH]
