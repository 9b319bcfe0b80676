"""Personal tokens: how they are made, found by what a request sends, and limited to so many requests."""

import hashlib
import math
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from autoreach.api.models import PersonalToken
from leads.models import Membership

# By which people and scanners of secrets know a token.
PREFIX = "autoreach_"
RANDOM_BYTES = 32
PER_MINUTE, AT_ONCE = 600, 100
INTERVAL = timedelta(minutes=1) / PER_MINUTE


@transaction.atomic
def make(*, membership: Membership, name: str, scopes: list[str]) -> tuple[PersonalToken, str]:
    """The stored token and its text, which is known only now.

    Raises IntegrityError where the member has a token of the name.
    """
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = PersonalToken.objects.create(
        membership=membership, name=name, scopes=scopes, digest=digest_of(text), ending=text[-4:]
    )
    return token, text


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def find(text: str) -> PersonalToken | None:
    found = PersonalToken.objects.filter(digest=digest_of(text), membership__user__is_active=True)
    return found.select_related("membership__workspace", "membership__user").first()


def admit(token: PersonalToken) -> int:
    """Count a request of the token: 0 where it may go on, else the seconds to wait.

    Each request takes up one interval of time. `free_at` is where the time taken up ends; it may be as far ahead as
    AT_ONCE requests reach. One statement counts for all web processes, and stores that the token was used.
    """
    now = timezone.now()
    furthest = now + (AT_ONCE - 1) * INTERVAL
    tokens = PersonalToken.objects.filter(pk=token.pk)
    taken = Greatest(F("free_at"), Value(now, DateTimeField())) + INTERVAL
    if tokens.filter(free_at__lte=furthest).update(free_at=taken, last_used_at=now):
        return 0
    free_at = tokens.values_list("free_at", flat=True).first() or now
    return max(1, math.ceil((free_at - furthest).total_seconds()))
