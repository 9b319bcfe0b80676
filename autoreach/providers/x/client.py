"""X API v2, read-only. Every method is one paid request and returns one page or one batch."""

from autoreach.providers.reading import number, part, text
from autoreach.providers.results import Answer
from autoreach.providers.x.objects import XQuota
from autoreach.providers.x.post_requests import PostRequests
from autoreach.providers.x.user_requests import UserRequests


class X(UserRequests, PostRequests):
    def quota(self) -> Answer[XQuota]:
        """What the project has read; also the free way to see whether the token works."""
        reply = self._get("usage/tweets", "/2/usage/tweets", {})
        data = part(reply.payload, "data")
        quota = XQuota(*(whole(data, name) for name in ("project_usage", "project_cap", "cap_reset_day")))
        return Answer(quota, reply.usage, reply.limit)


def whole(source: dict, name: str) -> int | None:
    """These counters come as strings of digits."""
    value = text(source, name)
    return int(value) if value.isdecimal() and len(value) < 19 else number(source, name)
