"""LinkedIn through Unipile's second version: the questions of the first, asked and answered in other words."""

from dataclasses import replace
from urllib.parse import urlencode

from autoreach.sandbox import unipile_v2_objects as objects
from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.unipile_refusals import REFUSALS
from autoreach.sandbox.world import ON_LINKEDIN

SECTIONS = {f"linkedin_{name}": name for name in ("experience", "education", "languages", "skills", "certifications")}
FILTERS = {
    "people": "keywords network_distance location current_company past_company school connections_of followers_of "
    "industry service profile_language open_to_volunteering advanced_keywords",
    "companies": "keywords location industry headcount has_job_postings is_employing_relations",
    "posts": "keywords sort_by date_posted content_type posted_by mentioning author",
    "jobs": "keywords sort_by date_posted workplace_type seniority employment_status company primary_location location "
    "location_radius industry function job_title easy_apply has_verifications under_10_applicants in_your_network "
    "fair_chance_employer salary benefits commitments",
}
OF_V1 = {"current_company": "company", "has_job_postings": "has_job_offers", "primary_location": "region"}
SINGLE = {"connections_of", "followers_of"}
CHOICES = {"sort_by": {"RELEVANCE", "DATE"}, "date_posted": {"PAST_DAY", "PAST_WEEK", "PAST_MONTH"}}
DAYS = {"PAST_DAY": 1, "PAST_WEEK": 7, "PAST_MONTH": 30}
HITS = {
    "people": objects.person_hit,
    "companies": objects.company_hit,
    "posts": objects.post,
    "jobs": objects.job_hit,
}
# What the first version calls an error, as the second does: who throws it, and its name.
TYPES = {
    "invalid_parameters": "api/invalid_parameters",
    "invalid_url": "api/invalid_parameters",
    "malformed_request": "api/invalid_parameters",
    "missing_credentials": "api/missing_authorization",
    "disconnected_account": "provider/invalid_authorization",
    "checkpoint_error": "provider/invalid_authorization",
    "account_restricted": "api/account_restricted",
    "feature_not_subscribed": "provider/insufficient_permissions",
    "resource_not_found": "provider/resource_not_found",
    "user_unreachable": "provider/resource_not_found",
    "invalid_recipient": "provider/invalid_parameters",
    "invalid_post": "provider/invalid_parameters",
    "insufficient_credits": "api/inactive_subscription",
    "too_many_requests": "provider/too_many_requests",
    "unexpected_error": "api/internal_error",
    "service_unavailable": "provider/server_error",
    "feature_not_implemented": "api/not_implemented",
}
STATUS = {"provider/resource_not_found": 404, "api/inactive_subscription": 403, "provider/invalid_parameters": 400}


class UnipileV2:
    name = "unipile"
    BILLING = "flat"
    FAULTS = ("throttled", "empty_page", "repeats", "unknown_account")
    FREE = ("me",)
    ROUTES = [
        ("GET", r"/v2/([^/]+)/users/([^/]+)", "profile"),
        ("GET", r"/v2/([^/]+)/users/([^/]+)/posts", "user_posts"),
        ("GET", r"/v2/([^/]+)/users/([^/]+)/followers", "followers"),
        ("GET", r"/v2/([^/]+)/posts/([^/]+)", "post"),
        ("GET", r"/v2/([^/]+)/posts/([^/]+)/comments", "post_comments"),
        ("GET", r"/v2/([^/]+)/posts/([^/]+)/comments/([^/]+)/replies", "replies"),
        ("GET", r"/v2/([^/]+)/posts/([^/]+)/reactions", "post_reactions"),
        ("GET", r"/v2/([^/]+)/linkedin/company/([^/]+)", "company"),
        ("GET", r"/v2/([^/]+)/linkedin/search/parameters", "parameters"),
        ("POST", r"/v2/([^/]+)/linkedin/search/(people|companies|posts|jobs)", "search"),
        ("POST", r"/v2/([^/]+)/linkedin/search", "search_url"),
        ("GET", r"/v2/([^/]+)/linkedin/jobs/([^/]+)", "job"),
    ]

    def __init__(self, app, first_version):
        self.app, self.v1 = app, first_version

    def key(self, request):
        return request.headers.get("x-api-key", "")

    def refusal(self, fault):
        status, kind, title, detail = REFUSALS[fault.kind.removesuffix("_bare")]
        return error(TYPES[kind], status, title, detail)

    def limit_headers(self, standing):
        return {}

    def profile(self, request, account, identifier):
        if identifier == "me":
            return self._ask(self.v1.me, request, account, shape=objects.profile)
        asked = [part for text in request.query.get("with_sections", ()) for part in text.split(",") if part]
        names = {name.removesuffix("_preview") for name in asked}
        wanted = list(SECTIONS.values()) if "linkedin_*" in names else [SECTIONS.get(name, name) for name in names]
        reply = self._ask(self.v1.profile, request, account, identifier, query={"linkedin_sections": wanted})
        # The biography is none of the sections: it comes with every profile.
        bio = self.v1.objects.filled_sections(self.v1._person(identifier))["summary"]
        return replace(reply, payload=objects.profile(reply.payload | {"summary": bio}))

    def user_posts(self, request, account, identifier):
        query = {"is_company": "true"} if identifier.isdecimal() else {}
        return self._list(self.v1.user_posts, request, account, identifier, shape=objects.post, query=query)

    def followers(self, request, account, identifier):
        query = {} if identifier == "me" else {"user_id": identifier}
        return self._list(self.v1.followers, request, account, shape=objects.user, query=query)

    def post(self, request, account, identifier):
        return self._ask(self.v1.post, request, account, objects.post_number(identifier), shape=objects.post)

    def post_comments(self, request, account, identifier, query=None):
        number = objects.post_number(identifier)
        return self._list(self.v1.post_comments, request, account, number, shape=self._comment, query=query)

    def replies(self, request, account, identifier, comment):
        return self.post_comments(request, account, identifier, {"comment_id": comment})

    def post_reactions(self, request, account, identifier):
        number = objects.post_number(identifier)
        return self._list(self.v1.post_reactions, request, account, number, shape=objects.reaction)

    def company(self, request, account, identifier):
        return self._ask(self.v1.company, request, account, identifier, shape=objects.company)

    def job(self, request, account, identifier):
        query = {"service": "CLASSIC"}
        return self._ask(self.v1.job, request, account, identifier, shape=objects.job, query=query)

    def parameters(self, request, account):
        kind = {"RELATION": "CONNECTIONS"}.get(request.first("type"), request.first("type", ""))
        query = {"type": kind, "keywords": request.first("keywords", "")}

        def shape(entry):
            return {"object": "SearchParameter", "id": entry["id"], "name": entry["title"]}

        return self._list(self.v1.parameters, request, account, shape=shape, query=query)

    def search(self, request, account, category):
        body = request.json if isinstance(request.json, dict) else {}
        unknown = set(body) - set(FILTERS[category].split())
        wrong = [name for name, allowed in CHOICES.items() if name in body and body[name] not in allowed]
        wrong += [name for name in SINGLE & set(body) if not isinstance(body[name], str)]
        if unknown or wrong:
            raise Refused(invalid(f"/{sorted(unknown | set(wrong))[0]} Unexpected value"))
        filters = {OF_V1.get(name, name): self._of_v1(category, name, value) for name, value in body.items()}
        return self._search(request, account, {"api": "classic", "category": category, **filters}, HITS[category])

    def search_url(self, request, account):
        body = request.json if isinstance(request.json, dict) else {}

        def shape(entry):
            kinds = {"PEOPLE": "people", "COMPANY": "companies", "POST": "posts", "JOB": "jobs"}
            return HITS[kinds[entry["type"]]](entry)

        return self._search(request, account, {"url": body.get("url", "")}, shape)

    def _of_v1(self, category, name, value):
        if name in SINGLE:
            return [value]
        if name == "date_posted":
            return DAYS[value] if category == "jobs" else value.lower()
        if name == "seniority":
            return [level.lower() for level in value]
        return value.lower() if name == "sort_by" else value

    def _search(self, request, account, body, shape):
        limit, offset = self._page(request)
        cursor = self.v1._cursor(request, offset, limit, body)
        reply = self._ask(self.v1.search, request, account, body={"cursor": cursor})
        found = reply.payload
        total = found["paging"]["total_count"]
        payload = {"data": [shape(entry) for entry in found["items"]], "total_count": total}
        return replace(reply, payload=payload)

    def _list(self, handler, request, account, *arguments, shape, query=None):
        """Lists of LinkedIn go on by cursor; a first page may begin at an offset."""
        limit, offset = self._page(request)
        paging = {"limit": str(limit)}
        cursor = request.first("cursor") or (offset and self.v1._cursor(request, offset, limit))
        if cursor:
            paging["cursor"] = cursor
        reply = self._ask(handler, request, account, *arguments, query={**(query or {}), **paging})
        found = reply.payload
        following = found.get("cursor") or found.get("paging", {}).get("cursor")
        payload = {"data": [shape(entry) for entry in found["items"]]}
        if "total_items" in found:
            payload["total_count"] = found["total_items"]
        return replace(reply, payload=payload | ({"next_cursor": following} if following else {}))

    def _page(self, request):
        limit, offset = request.first("limit", "20"), request.first("offset", "0")
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            raise Refused(invalid("/limit Expected number between 1 and 100"))
        if not offset.isdecimal():
            raise Refused(invalid("/offset Expected number"))
        return int(limit), int(offset)

    def _comment(self, source):
        comment = self.app.world.posts.by_id(source["id"], ON_LINKEDIN)
        return objects.comment(source, self.v1.objects.moment(comment))

    def _ask(self, handler, request, account, *arguments, shape=None, query=None, body=None):
        """The first version's answer to the same question; `shape` puts it into the second's words."""
        if not account.startswith("acc_"):
            raise Refused(invalid("/account_id Expected string to match '^acc_(.*)$'"))
        asked = type(request)(
            request.method,
            request.path,
            urlencode({"account_id": account, **(query or {})}, doseq=True),
            request.headers,
            b"" if body is None else encoded(body),
            request.fault,
        )
        try:
            reply = handler(asked, *arguments)
        except Refused as refused:
            raise Refused(translated(refused.reply)) from None
        return replace(reply, payload=shape(reply.payload)) if shape else reply


def encoded(body):
    return Reply(body).body()


def error(kind, status, title, detail):
    status = STATUS.get(kind, status)
    frame = {"object": "Error", "type": kind, "status": status, "title": title, "detail": detail}
    return Reply({**frame, "req_id": "req-sandbox"}, status)


def invalid(detail):
    return error("api/invalid_parameters", 400, "Invalid parameters", detail)


def translated(reply):
    old = reply.payload
    kind = TYPES[old["type"].rpartition("/")[2]]
    if kind.endswith("resource_not_found") and "account" in old["detail"]:
        kind = "api/resource_not_found"
    return error(kind, reply.status, old["title"], old["detail"])
