"""/sandbox/…: what the world holds, and the switches for faults, limits, latency and time."""

from dataclasses import asdict

from autoreach.sandbox.faults import KINDS
from autoreach.sandbox.http_messages import Reply


class Controls:
    def __init__(self, app):
        self.app = app
        self.pages = {
            ("GET", "/sandbox"): self.about,
            ("GET", "/sandbox/calls"): self.calls,
            ("DELETE", "/sandbox/calls"): self.forget_calls,
            ("GET", "/sandbox/faults"): self.faults,
            ("POST", "/sandbox/faults"): self.set_faults,
            ("DELETE", "/sandbox/faults"): self.set_faults,
            ("POST", "/sandbox/limits"): self.set_limits,
            ("DELETE", "/sandbox/limits"): self.set_limits,
            ("POST", "/sandbox/latency"): self.set_latency,
            ("POST", "/sandbox/clock"): self.set_clock,
            ("GET", "/sandbox/people"): self.people,
        }

    def answer(self, request):
        page = self.pages.get((request.method, request.path.rstrip("/")))
        if page is None:
            return Reply({"error": f"nothing at {request.method} {request.path}; see docs/sandbox.md"}, 404)
        try:
            return Reply(page(request))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            return Reply({"error": f"{type(error).__name__}: {error}"}, 400)

    def about(self, request):
        world = self.app.world
        cases = [
            {key: value for key, value in asdict(case).items() if key in ("handle", "slug", "why") and value}
            for case in world.people.cases
        ]
        return {
            "people": world.people.count,
            "companies": world.companies.count,
            "seed": world.seed,
            "today": world.today.isoformat(),
            "days": world.days,
            "latency": self.app.latency,
            "faults": sorted(KINDS),
            "cases": cases,
        }

    def calls(self, request):
        """The totals; with ?list=1 the calls themselves, narrowed by since, provider, endpoint, limit."""
        answer = self.app.calls.summary() | {"refused_by_limit": self.app.limits.refused}
        if request.first("list"):
            answer["calls"] = self.app.calls.listing(
                since=int(request.first("since", 0)),
                provider=request.first("provider", ""),
                endpoint=request.first("endpoint", ""),
                limit=int(request.first("limit", 1000)),
            )
        return answer

    def forget_calls(self, request):
        self.app.calls.clear()
        return {}

    def faults(self, request):
        return {"faults": [asdict(rule) for rule in self.app.faults.rules]}

    def set_faults(self, request):
        self.app.faults.set(_rows(request))
        return self.faults(request)

    def set_limits(self, request):
        if request.json == "documented":
            self.app.limits.set_documented()
        else:
            self.app.limits.set(_rows(request))
        return {"limits": [asdict(rule) for rule in self.app.limits.rules]}

    def set_latency(self, request):
        self.app.latency = float(request.json["seconds"])
        return {"seconds": self.app.latency}

    def set_clock(self, request):
        self.app.advance(int(request.json["days"]))
        return {"days": self.app.world.days}

    def people(self, request):
        """A page of people with the ids of both platforms, to pick test data from."""
        start, limit = int(request.first("start", 0)), int(request.first("limit", 100))
        people = self.app.world.people
        return {"people": [_person(people.get(number)) for number in range(start, min(start + limit, people.count))]}


def _rows(request):
    if request.method == "DELETE":
        return []
    return request.json if isinstance(request.json, list) else [request.json]


def _person(person):
    return {
        "number": person.number,
        "name": person.name,
        "handle": person.handle if person.on_x else None,
        "slug": person.slug if person.on_linkedin else None,
        "persona": person.persona,
        "title": person.title,
        "company": person.company.name,
        "industry": person.company.industry,
        "location": person.city.full,
    }
