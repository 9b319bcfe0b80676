"""Unipile: searches, the ids that their filters take, and a job that was found."""

import json
from collections import OrderedDict

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_company_objects import JOB
from autoreach.sandbox.unipile_pages import Pages
from autoreach.sandbox.unipile_refusals import REFUSALS, WITHOUT_NAVIGATOR, invalid, not_found, refuse
from autoreach.sandbox.unipile_search import Search
from autoreach.sandbox.unipile_search_body import body_of, checked

PARAMETER_TYPES = (
    "LOCATION PEOPLE CONNECTIONS COMPANY SCHOOL INDUSTRY SERVICE JOB_FUNCTION JOB_TITLE EMPLOYMENT_TYPE SKILL GROUPS "
    "SALES_INDUSTRY DEPARTMENT PERSONA ACCOUNT_LISTS LEAD_LISTS TECHNOLOGIES SAVED_ACCOUNTS SAVED_SEARCHES "
    "RECENT_SEARCHES REGION POSTAL_CODE HIRING_PROJECTS SAVED_FILTERS"
).split()


class SearchEndpoints(Pages):
    def __init__(self, app):
        super().__init__(app)
        self._search = None
        self._found = OrderedDict()

    @property
    def finder(self):
        if self._search is None or self._search.world is not self.world:
            self._search = Search(self.world)
            self._found.clear()
        return self._search

    def parameters(self, request):
        self._account(request)
        kind = request.first("type")
        if kind not in PARAMETER_TYPES:
            raise invalid("/type Expected union value")
        limit, _ = self._page(request, 100)
        rows = self.finder.parameters(kind, request.first("keywords", ""), limit)
        items = [{"object": "LinkedinSearchParameter", "id": number, "title": title} for number, title in rows]
        body = {"object": "LinkedinSearchParametersList", "items": items, "paging": {"page_count": len(items)}}
        return Reply(body, units={"lookups": 1})

    def search(self, request):
        self._account(request)
        body = self._body(request)
        limit, start = self._page(request, 100, least=0, cursor=body.get("cursor"))
        if body.get("cursor") or request.first("cursor"):
            body = self._cursor_of(body.get("cursor") or request.first("cursor"))["params"]
        if "url" in body:
            body = body_of(body["url"])
        category = checked(body)
        if body["api"] == "sales_navigator" and request.first("account_id") == WITHOUT_NAVIGATOR:
            raise refuse(*REFUSALS["forbidden"])
        limit = min(limit, 50) if body["api"] == "classic" else limit
        found = self._results(category, body)
        begin = self._begin(request, start)
        page = found[begin : begin + limit]
        shapes = {
            "people": self.objects.person_result,
            "companies": self.company_objects.company_result,
            "posts": self.objects.post_result,
            "jobs": self.company_objects.job_result,
        }
        answer = {
            "object": "LinkedinSearch",
            "items": [shapes[category](row) for row in page],
            "config": {"params": body},
            "paging": {"start": start, "page_count": len(page), "total_count": len(found)},
            "cursor": self._next_cursor(request, start + limit, limit, start + limit < len(found), body),
        }
        return Reply(self._maybe_empty(request, answer, start, limit, body), units={"results": len(page)})

    def _results(self, category, body):
        question = json.dumps(body, sort_keys=True)
        finder = self.finder
        if question not in self._found:
            self._found[question] = getattr(finder, f"find_{category}")(body)
            while len(self._found) > 100:
                self._found.popitem(last=False)
        return self._found[question]

    def job(self, request, identifier):
        self._account(request)
        if request.first("service") not in ("CLASSIC", "RECRUITER"):
            raise invalid("/service Required property")
        number = int(identifier) - JOB if identifier.isdecimal() else -1
        job = next((job for job in self.finder.jobs if job.number == number), None)
        if job is None:
            raise not_found()
        return Reply(self.company_objects.job(job), units={"jobs": 1})
