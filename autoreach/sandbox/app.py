"""Takes a request to the provider it is meant for, past faults, keys and limits."""

import re
from datetime import timedelta

from autoreach.sandbox import faults
from autoreach.sandbox.call_log import CallLog
from autoreach.sandbox.controls import Controls
from autoreach.sandbox.faults import Fault, Faults
from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.openai_api import OpenAI
from autoreach.sandbox.rate_limits import RateLimits
from autoreach.sandbox.unipile_api import Unipile
from autoreach.sandbox.unipile_v2_api import UnipileV2
from autoreach.sandbox.world import World
from autoreach.sandbox.x_api import X


class App:
    def __init__(self, world=None):
        self.world = world or World()
        self.calls, self.faults, self.limits = CallLog(), Faults(), RateLimits()
        self.latency = 0.0
        self.controls = Controls(self)
        unipile = Unipile(self)
        self.providers = {
            "/2/": X(self),
            "/api/": unipile,
            "/v2/": UnipileV2(self, unipile),
            "/v1/": OpenAI(self),
        }
        self._routes = {
            provider: [
                (method, re.compile(pattern), getattr(provider, name), name)
                for method, pattern, name in provider.ROUTES
            ]
            for provider in self.providers.values()
        }

    def advance(self, days):
        """Put the world's clock so many days after the seed's."""
        self.world = self.world.later(days)

    def answer(self, request):
        start = request.path[: request.path.find("/", 1) + 1]
        provider = self.providers.get(start)
        if provider is None:
            return self.controls.answer(request)
        handler, endpoint, groups = self._route(provider, request)
        key = provider.key(request)
        try:
            fault = self.faults.chosen(provider, endpoint, request, key)
        except faults.UnknownFault as error:
            return Reply({"error": str(error)}, 400)
        reply = self._answer(provider, request, handler, endpoint, groups, key, fault)
        reply.delay += self.latency
        self.calls.record(
            provider=provider.name,
            endpoint=endpoint,
            request=request,
            key=key,
            reply=reply,
            fault=fault.kind if fault else "",
            billing=provider.BILLING,
            day=self.world.today + timedelta(days=self.world.days),
        )
        return reply

    def _route(self, provider, request):
        for method, pattern, handler, name in self._routes[provider]:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                return handler, name, match.groups()
        return None, "unknown_path", ()

    def _answer(self, provider, request, handler, endpoint, groups, key, fault):
        if not key:
            return provider.refusal(Fault("unauthorized"))
        if handler is None:
            return provider.refusal(Fault("not_found"))
        standing = self.limits.take(provider.name, endpoint, key)
        if standing.refused:
            return self._with_headers(provider, provider.refusal(Fault("rate_limited")), standing)
        if fault and fault.kind == "gateway":
            return faults.gateway()
        if fault and fault.kind in faults.REFUSALS | faults.OWN_REFUSALS:
            return provider.refusal(fault)
        request.fault = fault.kind if fault and fault.kind in faults.OWN else ""
        try:
            reply = handler(request, *groups)
        except Refused as refused:
            reply = refused.reply
        reply = self._with_headers(provider, reply, standing)
        return faults.spoil(reply, fault) if fault and fault.kind in faults.SPOILT else reply

    def _with_headers(self, provider, reply, standing):
        reply.headers |= provider.limit_headers(standing)
        return reply
