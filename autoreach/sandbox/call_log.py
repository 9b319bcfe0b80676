"""A log of every call, so that a test can prove what was asked, how often, and what it would have cost."""

import time
from collections import Counter, deque
from dataclasses import asdict, dataclass

KEPT = 50_000


@dataclass(slots=True)
class Call:
    number: int
    at: float
    provider: str
    endpoint: str
    method: str
    path: str
    key: str
    status: int
    fault: str
    units: dict


class CallLog:
    def __init__(self):
        self.clear()

    def clear(self):
        self.kept = deque(maxlen=KEPT)
        self.total = 0
        self.by_endpoint, self.by_status, self.by_fault, self.units = Counter(), Counter(), Counter(), Counter()
        # What money was asked for, how often; and for X, which charges an object once, on which day last.
        self._charged, self._charged_on = Counter(), {}

    def record(self, *, provider, endpoint, request, key, reply, fault, billing, day):
        self.total += 1
        path = f"{request.path}?{request.query_string}" if request.query_string else request.path
        call = Call(
            self.total, time.time(), provider, endpoint, request.method, path, key, reply.status, fault, reply.units
        )
        self.kept.append(call)
        self.by_endpoint[f"{provider} {endpoint}"] += 1
        self.by_status[f"{provider} {reply.status}"] += 1
        if fault:
            self.by_fault[f"{provider} {fault}"] += 1
        self.units.update({f"{provider} {unit}": amount for unit, amount in reply.units.items() if amount})
        if billing == "objects" and reply.objects:
            self._charge_objects(provider, reply.objects, day)
        elif billing != "flat" and reply.units:
            self._charged[provider, hash((request.method, path, request.body))] += 1

    def _charge_objects(self, provider, objects, day):
        for item in ((provider, kind, each) for kind, ids in objects.items() for each in ids):
            if self._charged_on.get(item) != day:
                self._charged_on[item] = day
                self._charged[item] += 1

    def summary(self):
        charged_by = Counter()
        for (provider, *_), times in self._charged.items():
            charged_by[provider] += times
        return {
            "total": self.total,
            "by_endpoint": self.by_endpoint,
            "by_status": self.by_status,
            "by_fault": self.by_fault,
            "units": self.units,
            "charged": charged_by.total(),
            "charged_by": charged_by,
            "charged_again": sum(times - 1 for times in self._charged.values()),
        }

    def listing(self, *, since=0, provider="", endpoint="", limit=1000):
        found = (
            asdict(call)
            for call in self.kept
            if call.number > since and call.provider.startswith(provider) and endpoint in call.endpoint
        )
        return [call for call, _ in zip(found, range(limit), strict=False)]
