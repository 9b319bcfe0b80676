"""LinkedIn through Unipile (v1)."""

import base64
import json
from collections import OrderedDict

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_company_objects import JOB, CompanyObjects
from autoreach.sandbox.unipile_objects import Objects
from autoreach.sandbox.unipile_refusals import ACCOUNTS, REFUSALS, WITHOUT_NAVIGATOR, error, invalid, not_found, refuse
from autoreach.sandbox.unipile_search import COMPANY, Search, distance_of, number_of
from autoreach.sandbox.unipile_search_body import body_of, checked
from autoreach.sandbox.world import ON_LINKEDIN

SECTIONS = {
    "experience": "work_experience",
    "education": "education",
    "languages": "languages",
    "skills": "skills",
    "certifications": "certifications",
    "about": "summary",
    "volunteering_experience": "volunteering_experience",
    "projects": "projects",
    "recommendations_received": "recommendations",
    "recommendations_given": "recommendations",
    "recruiting_activity": "recruiting_activity",
}
PARAMETER_TYPES = (
    "LOCATION PEOPLE CONNECTIONS COMPANY SCHOOL INDUSTRY SERVICE JOB_FUNCTION JOB_TITLE EMPLOYMENT_TYPE SKILL GROUPS "
    "SALES_INDUSTRY DEPARTMENT PERSONA ACCOUNT_LISTS LEAD_LISTS TECHNOLOGIES SAVED_ACCOUNTS SAVED_SEARCHES "
    "RECENT_SEARCHES REGION POSTAL_CODE HIRING_PROJECTS SAVED_FILTERS"
).split()
LONGEST_NOTE = 300


class Unipile:
    name = "unipile"
    BILLING = "flat"
    FAULTS = ("throttled", "empty_page", "repeats", "unknown_account")
    FREE = ("me",)
    ROUTES = [
        ("GET", r"/api/v1/users/me", "me"),
        ("GET", r"/api/v1/users/followers", "followers"),
        ("GET", r"/api/v1/users/following", "following"),
        ("GET", r"/api/v1/users/relations", "relations"),
        ("POST", r"/api/v1/users/invite", "invite"),
        ("GET", r"/api/v1/users/invite/sent", "invitations_sent"),
        ("DELETE", r"/api/v1/users/invite/sent/([^/]+)", "withdraw"),
        ("GET", r"/api/v1/users/([^/]+)", "profile"),
        ("GET", r"/api/v1/users/([^/]+)/posts", "user_posts"),
        ("GET", r"/api/v1/users/([^/]+)/comments", "user_comments"),
        ("GET", r"/api/v1/users/([^/]+)/reactions", "user_reactions"),
        ("GET", r"/api/v1/posts/([^/]+)", "post"),
        ("GET", r"/api/v1/posts/([^/]+)/comments", "post_comments"),
        ("GET", r"/api/v1/posts/([^/]+)/reactions", "post_reactions"),
        ("GET", r"/api/v1/linkedin/company/([^/]+)", "company"),
        ("GET", r"/api/v1/linkedin/search/parameters", "parameters"),
        ("POST", r"/api/v1/linkedin/search", "search"),
        ("GET", r"/api/v1/linkedin/jobs/([^/]+)", "job"),
    ]

    def __init__(self, app):
        self.app, self.objects, self.company_objects = app, Objects(app), CompanyObjects(app)
        self.sent = OrderedDict()
        self._search = None
        self._found = OrderedDict()

    @property
    def world(self):
        return self.app.world

    @property
    def finder(self):
        if self._search is None or self._search.world is not self.world:
            self._search = Search(self.world)
            self._found.clear()
        return self._search

    @property
    def _owner(self):
        """The member whose session the account is."""
        return self.world.people.on(ON_LINKEDIN)[-1]

    def key(self, request):
        return request.headers.get("x-api-key", "")

    def refusal(self, fault):
        return error(*REFUSALS[fault.kind.removesuffix("_bare")])

    def limit_headers(self, standing):
        return {}

    # Profiles

    def me(self, request):
        account = self._account(request)
        person = self.world.people.get(self._owner)
        return Reply(self.objects.owner(person, has_navigator=account != WITHOUT_NAVIGATOR))

    def profile(self, request, identifier):
        self._account(request)
        sections = self._sections(request)
        person = self._person(identifier)
        if person.case and person.case.linkedin == "private":
            detail = "The recipient appears not to be reachable: locked profile, unsubscribed or invalid."
            raise refuse(422, "user_unreachable", "Recipient cannot be reached", detail)
        profile = self.objects.basics(person)
        filled = self.objects.filled_sections(person)
        throttled = request.fault == "throttled" or bool(person.case and person.case.linkedin == "throttled")
        for section in sections:
            self._add_section(profile, section, filled, throttled)
        if throttled:
            profile["throttled_sections"] = sorted(sections)
        return Reply(profile, units={"profiles": 1})

    def _sections(self, request):
        asked = [part for text in request.query.get("linkedin_sections", ()) for part in text.split(",") if part]
        names = (
            set(SECTIONS)
            if "*" in asked or "*_preview" in asked
            else {name.removesuffix("_preview") for name in asked if "*" not in name}
        )
        if names - set(SECTIONS):
            raise invalid(f"/linkedin_sections/0 Expected union value, got {', '.join(sorted(names - set(SECTIONS)))}")
        return names

    def _add_section(self, profile, section, filled, throttled):
        name = SECTIONS[section]
        value = filled.get(name)
        if value is None:
            return
        if isinstance(value, list):
            profile[f"{name}_total_count"] = len(value)
        if not throttled:
            profile[name] = value
        elif isinstance(value, list):
            profile[name] = []

    def _person(self, identifier):
        number = number_of(identifier)
        if number is None:
            person = self.world.people.by_slug(identifier) or self.world.examples.by_slug(identifier)
        else:
            person = self.world.people.get(number) if self._is_member(number) else None
        if person is None:
            raise not_found()
        return person

    def company(self, request, identifier):
        self._account(request)
        company = self._company(identifier)
        return Reply(self.company_objects.company(company), units={"companies": 1})

    def _company(self, identifier):
        number = identifier.rpartition(":")[2]
        if number.isdecimal():
            index = int(number) - COMPANY
            if not 0 <= index < self.world.companies.count:
                raise not_found()
            return self.world.companies.get(index)
        company = self.world.companies.by_mark(identifier, separator="-sbx", attribute="slug")
        if company is None:
            raise not_found()
        return company

    # Posts

    def user_posts(self, request, identifier):
        account = self._account_with_id(request, identifier, company=request.first("is_company") == "true")
        posts = self.world.posts.of(account, ON_LINKEDIN)
        return self._list(request, "PostList", posts, self.objects.post, {"posts"})

    def post(self, request, identifier):
        self._account(request)
        return Reply(self.objects.post(self._post_of(identifier)), units={"posts": 1})

    def post_comments(self, request, identifier):
        self._account(request)
        post = self._post_of(identifier)
        comments = [] if request.first("comment_id") else self.world.posts.answers_to(post, "replied_to")
        reply = self._list(request, "CommentList", comments, self.objects.comment, {"comments"})
        reply.payload["total_items"] = len(comments)
        reply.payload["paging"] |= {"start": 0, "total_count": len(comments)}
        return reply

    def post_reactions(self, request, identifier):
        self._account(request)
        reactions = self.world.posts.answers_to(self._post_of(identifier), "reacted")
        reply = self._list(request, "PostReactionList", reactions, self.objects.reaction, {"reactions"})
        cursor = reply.payload.pop("cursor")
        reply.payload["paging"] |= {"cursor": cursor, "start": 0, "total_count": len(reactions)}
        return reply

    def user_comments(self, request, identifier):
        account = self._account_with_id(request, identifier)
        comments = self.world.posts.answers_by(account, ON_LINKEDIN)
        return self._list(request, "CommentList", comments, self.objects.comment, {"comments"})

    def user_reactions(self, request, identifier):
        account = self._account_with_id(request, identifier)
        reactions = self.world.posts.answers_by(account, ON_LINKEDIN, reactions=True)
        return self._list(request, "PostReactionList", reactions, self.objects.reaction, {"reactions"})

    def _account_with_id(self, request, identifier, *, company=False):
        """The account number behind a provider id; slugs are not accepted here."""
        self._account(request)
        if company:
            return self.world.people.count + self._company(identifier).number
        number = number_of(identifier)
        if not self._is_member(number):
            raise refuse(422, "invalid_recipient", "Invalid recipient", "The identifier is not a valid provider id.")
        return number

    def _is_member(self, number):
        people = self.world.people
        return number is not None and number < people.count and self.world.has_account(number, ON_LINKEDIN)

    def _post_of(self, identifier):
        kind, _, number = identifier.rpartition(":")
        if kind not in ("", "urn:li:activity", "urn:li:ugcPost", "urn:li:share"):
            raise refuse(422, "invalid_post", "Invalid post", "The post id is not valid.")
        post = self.world.posts.by_id(number, ON_LINKEDIN)
        if post is None:
            raise not_found()
        return post

    # Network

    def followers(self, request):
        """Of the person or company `user_id` names, or of the account's owner."""
        self._account(request)
        target = request.first("user_id")
        if target and target.isdecimal():
            account = self.world.people.count + self._company(target).number
        else:
            account = number_of(target) if target else self._owner
            if not self._is_member(account):
                raise not_found()
        limit, start = self._page(request, 250)
        begin = self._begin(request, start)
        numbers = self.world.network.followers(account, ON_LINKEDIN, begin, begin + limit + 1)
        cursor = self._next_cursor(request, start + limit, limit, len(numbers) > limit)
        items = [self.objects.follower(self.world.people.get(number)) for number in numbers[:limit]]
        body = {"object": "UserFollowersList", "items": items, "cursor": cursor, "paging": {"page_count": len(items)}}
        return Reply(self._maybe_empty(request, body, start, limit), units={"followers": len(items)})

    def following(self, request):
        self._account(request)
        return error(501, "feature_not_implemented", "Feature not implemented", "Not available for this provider.")

    def relations(self, request):
        self._account(request)
        numbers = [number for number in self.world.people.on(ON_LINKEDIN) if distance_of(number) == 1]
        return self._list(request, "UserRelationsList", numbers, self.objects.relation, {"relations"}, largest=1000)

    def invite(self, request):
        body = self._body(request)
        for name in ("provider_id", "account_id"):
            if not body.get(name):
                raise invalid(f"/{name} Required property")
        if len(body.get("message") or "") > LONGEST_NOTE:
            raise refuse(400, "too_many_characters", "Too many characters", "/message is longer than 300 characters")
        person = self._person(body["provider_id"])
        if person.number in self.sent.values():
            raise refuse(422, "already_invited_recently", "Already invited", "An invitation was sent recently.")
        number = str(7_391_000_000_000_000_000 + len(self.sent))
        self.sent[number] = person.number
        return Reply({"object": "UserInvitationSent", "invitation_id": number}, units={"invitations": 1})

    def invitations_sent(self, request):
        self._account(request)
        return self._list(
            request, "InvitationList", list(self.sent.items())[::-1], self.objects.invitation, {"invitations"}
        )

    def withdraw(self, request, number):
        self._account(request)
        if self.sent.pop(number, None) is None:
            raise not_found()
        return Reply({"object": "InvitationCanceled"})

    # Search

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

    # What all of them need

    def _account(self, request):
        account = request.first("account_id")
        if not account:
            raise invalid("/account_id Required property")
        if account in ACCOUNTS:
            raise refuse(*ACCOUNTS[account])
        return account

    def _body(self, request):
        if not isinstance(request.json, dict):
            raise refuse(400, "malformed_request", "Malformed request", "The body is not a JSON object.")
        return request.json

    def _page(self, request, largest, *, least=1, cursor=None):
        """(limit, start) of the page asked for."""
        cursor = cursor or request.first("cursor")
        if cursor:
            state = self._cursor_of(cursor)
            return state["limit"], state["start"]
        text = request.first("limit", "10")
        if not text.isdecimal() or not least <= int(text) <= largest:
            raise invalid(f"/limit Expected number between {least} and {largest}")
        return int(text), 0

    def _cursor(self, request, start, limit, params=None):
        state = {"account_id": request.first("account_id"), "limit": limit, "start": start, "params": params}
        return base64.b64encode(json.dumps(state).encode()).decode()

    def _begin(self, request, start):
        """Where the page begins: a list that repeats begins again under each new cursor."""
        return 0 if request.fault == "repeats" else start

    def _next_cursor(self, request, start, limit, more, params=None):
        return self._cursor(request, start, limit, params) if more or request.fault == "repeats" else None

    def _cursor_of(self, text):
        try:
            state = json.loads(base64.b64decode(text, validate=True))
            return {"limit": int(state["limit"]), "start": int(state["start"]), "params": state["params"]}
        except (ValueError, KeyError, TypeError):
            raise invalid("/cursor Invalid cursor") from None

    def _list(self, request, kind, rows, shape, unit, *, largest=100):
        limit, start = self._page(request, largest)
        begin = self._begin(request, start)
        page = rows[begin : begin + limit]
        cursor = self._next_cursor(request, start + limit, limit, start + limit < len(rows))
        body = {
            "object": kind,
            "items": [shape(row) for row in page],
            "cursor": cursor,
            "paging": {"page_count": len(page)},
        }
        return Reply(self._maybe_empty(request, body, start, limit), units=dict.fromkeys(unit, len(page)))

    def _maybe_empty(self, request, body, start, limit, params=None):
        """LinkedIn's silent throttling of lists: nothing on the page, and a cursor as if there were more."""
        if request.fault not in ("throttled", "empty_page"):
            return body
        return body | {
            "items": [],
            "cursor": self._cursor(request, start, limit, params),
            "paging": body["paging"] | {"page_count": 0},
        }
