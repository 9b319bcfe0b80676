"""X API v2 as an app with a bearer token sees it."""

import re
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from functools import cached_property

from autoreach.sandbox.faults import HTML
from autoreach.sandbox.messages import Refused, Reply
from autoreach.sandbox.tokens import offset_of, token_for
from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import hashed, words_of
from autoreach.sandbox.world.posts import newest_first
from autoreach.sandbox.x_objects import COMPANY_ID, POST_WORDS, USER_ID, Objects, timestamp
from autoreach.sandbox.x_search import BadQuery, Found, Query

EXCLUDABLE = {"replies": "replied_to", "retweets": "retweeted"}
PROBLEM = "application/problem+json"
PROBLEMS = "https://api.twitter.com/2/problems/"
LONGEST_QUERY = 512
WEEK = 7 * 1440
ID = re.compile(r"[0-9]{1,19}")
USER_QUERY = re.compile(r"[A-Za-z0-9_' ]{1,50}")
USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")
STATES = {
    "deleted": ("Could not find user with {parameter}: [{value}].", "Not Found Error", "resource-not-found"),
    "suspended": ("User has been suspended: [{value}].", "Forbidden", "resource-not-found"),
}


def problem(title, detail, kind, status, **more):
    return {"title": title, "detail": detail, "type": kind, "status": status, **more}


REFUSALS = {
    "unauthorized": (401, problem("Unauthorized", "Unauthorized", "about:blank", 401)),
    "forbidden": (
        403,
        problem("Forbidden", "Your account is not permitted to access this feature.", "about:blank", 403),
    ),
    "not_found": (404, problem("Not Found", "Not Found", "about:blank", 404)),
    "out_of_credits": (
        402,
        problem("Payment Required", "credits depleted", "https://api.x.com/2/problems/credits-depleted", 402),
    ),
    "rate_limited": (429, problem("Too Many Requests", "Too Many Requests", "about:blank", 429)),
    "server_error": (500, problem("Internal Server Error", "Internal Server Error", "about:blank", 500)),
    "unavailable": (503, problem("Service Unavailable", "Service Unavailable", "about:blank", 503)),
}
WRONG_AUTHENTICATION = problem(
    "Unsupported Authentication",
    "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types "
    "are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
    PROBLEMS + "unsupported-authentication",
    403,
)


def invalid(parameter, value, message):
    """The 400 for one bad parameter."""
    return Refused(
        Reply(
            {
                "errors": [{"parameters": {parameter: [str(value)]}, "message": message}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": PROBLEMS + "invalid-request",
            },
            400,
            content_type=PROBLEM,
        )
    )


def missing_entry(value, parameter, resource, *, title="Not Found Error", detail="", kind="resource-not-found"):
    return {
        "value": value,
        "detail": detail or f"Could not find {resource} with {parameter}: [{value}].",
        "title": title,
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": PROBLEMS + kind,
    }


def reading(payload, **objects):
    """The reply that delivers these objects, given by kind as lists of what has an id."""
    ids = {kind: [entry["id"] for entry in entries] for kind, entries in objects.items()}
    return Reply(payload, units={kind: len(found) for kind, found in ids.items()}, objects=ids)


class X:
    name = "x"
    BILLING = "objects"
    FAULTS = ()
    ROUTES = [
        ("GET", r"/2/tweets/search/recent", "search_recent"),
        ("GET", r"/2/tweets/counts/recent", "counts_recent"),
        ("GET", r"/2/users/by/username/([^/]*)", "user_by_username"),
        ("GET", r"/2/users/by", "users_by"),
        ("GET", r"/2/users/search", "users_search"),
        ("GET", r"/2/users", "users"),
        ("GET", r"/2/users/([^/]+)", "user"),
        ("GET", r"/2/users/([^/]+)/tweets", "user_tweets"),
        ("GET", r"/2/users/([^/]+)/mentions", "mentions"),
        ("GET", r"/2/users/([^/]+)/followers", "followers"),
        ("GET", r"/2/users/([^/]+)/following", "following"),
        ("GET", r"/2/users/([^/]+)/liked_tweets", "liked_tweets"),
        ("GET", r"/2/tweets", "tweets"),
        ("GET", r"/2/tweets/([^/]+)", "tweet"),
        ("GET", r"/2/tweets/([^/]+)/quote_tweets", "quote_tweets"),
        ("GET", r"/2/tweets/([^/]+)/retweeted_by", "retweeted_by"),
        ("GET", r"/2/tweets/([^/]+)/liking_users", "liking_users"),
        ("GET", r"/2/usage/tweets", "usage"),
    ]

    def __init__(self, app):
        self.app, self.objects = app, Objects(app)
        self._searches = OrderedDict()
        self._week_of = None

    @property
    def world(self):
        return self.app.world

    def key(self, request):
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def refusal(self, fault):
        if fault.kind == "gateway":
            return Reply(HTML, 502, content_type="text/html")
        status, body = REFUSALS[fault.kind.removesuffix("_bare")]
        headers = {}
        if fault.kind == "rate_limited" and fault.seconds is not None:
            reset = int(datetime.now(UTC).timestamp() + fault.seconds)
            headers = {"x-rate-limit-limit": 300, "x-rate-limit-remaining": 0, "x-rate-limit-reset": reset}
        return Reply(body, status, headers, content_type=PROBLEM)

    def limit_headers(self, standing):
        return {
            "x-rate-limit-limit": standing.limit,
            "x-rate-limit-remaining": 0 if standing.refused else standing.remaining,
            "x-rate-limit-reset": int(standing.reset),
        }

    # Users

    def user_by_username(self, request, username):
        return self._one_user(request, username, "username", self._account_by_name(username))

    def user(self, request, user_id):
        return self._one_user(request, user_id, "id", self._account_by_id(user_id))

    def users_by(self, request):
        return self._many_users(request, "usernames", self._account_by_name)

    def users(self, request):
        return self._many_users(request, "ids", self._account_by_id)

    def users_search(self, request):
        """By name, for the token of a user (one that starts with `user-`) only."""
        if not self.key(request).startswith("user-"):
            return self._needs_a_user()
        query = request.first("query", "")
        if not USER_QUERY.fullmatch(query):
            raise invalid("query", query, f"The `query` query parameter value [{query}] is not valid")
        people = self.world.pages.people_named_in(query, limit=1000)
        accounts = [person.number for person in people if person.on_x]
        return self._list_users(request, lambda start, stop: accounts[start:stop], f"users {query}", 1000)

    def _needs_a_user(self):
        return Reply(WRONG_AUTHENTICATION, 403, content_type=PROBLEM)

    def liked_tweets(self, request, number):
        return self._needs_a_user()

    liking_users = liked_tweets

    def _one_user(self, request, value, parameter, account):
        entry = self._trouble(account, value, parameter)
        if entry:
            return reading({"errors": [entry]}, users=[])
        answer = {"data": self.objects.user(account, _fields(request, "user.fields"))}
        included = self._pinned(request, [account])
        return reading(answer | included, users=[answer["data"]])

    def _many_users(self, request, parameter, find):
        values = _listed(request, parameter, 100)
        fields = _fields(request, "user.fields")
        data, errors, accounts = [], [], []
        for value in OrderedDict.fromkeys(values):
            account = find(value)
            entry = self._trouble(account, value, parameter)
            if entry:
                errors.append(entry)
            else:
                accounts.append(account)
                data.append(self.objects.user(account, fields))
        answer = ({"data": data} if data else {}) | self._pinned(request, accounts)
        return reading(answer | ({"errors": errors} if errors else {}), users=data)

    def _account_by_name(self, name):
        if not USERNAME.fullmatch(name):
            raise invalid(
                "username", name, f"The `username` query parameter value [{name}] does not match ^[A-Za-z0-9_]{{1,15}}$"
            )
        return self.objects.account_named(name)

    def _account_by_id(self, text):
        if not ID.fullmatch(text):
            raise invalid("id", text, f"The `id` query parameter value [{text}] is not valid")
        number, people = int(text), self.world.people.count
        account = number - USER_ID if number >= USER_ID else number - COMPANY_ID + people
        in_range = 0 <= account < people if number >= USER_ID else people <= account
        return account if in_range and self.world.has_account(account, ON_X) else None

    def _trouble(self, account, value, parameter):
        """The entry of `errors` for an account that cannot be shown at all, or None."""
        state = "deleted" if account is None else self.objects.state(account)
        if state not in STATES:
            return None
        detail, title, kind = STATES[state]
        detail = detail.format(parameter=parameter, value=value)
        return missing_entry(value, parameter, "user", title=title, detail=detail, kind=kind)

    def _pinned(self, request, accounts):
        """`includes` for the expansion of users' newest posts."""
        if "most_recent_tweet_id" not in _listed_or_none(request, "expansions"):
            return {}
        newest = [posts[0] for account in accounts if (posts := self._visible_timeline(account))]
        tweets = [self.objects.tweet(post, _tweet_fields(request), False) for post in newest]
        return {"includes": {"tweets": tweets}} if tweets else {}

    # Followers

    def followers(self, request, user_id):
        def page(account, start, stop):
            return self.world.network.followers(account, ON_X, start, stop)

        return self._user_page(request, user_id, page)

    def following(self, request, user_id):
        def page(account, start, stop):
            company = account >= self.world.people.count
            return [] if company else self.world.network.following(account, ON_X)[start:stop]

        return self._user_page(request, user_id, page)

    def retweeted_by(self, request, tweet_id):
        post = self._post_or_refuse(tweet_id)
        accounts = [answer.account for answer in self.world.posts.answers_to(post, "retweeted")]
        return self._list_users(request, lambda start, stop: accounts[start:stop], f"retweets {tweet_id}", 100)

    def _user_page(self, request, user_id, page):
        account = self._account_by_id(user_id)
        entry = self._trouble(account, user_id, "id") or self._hidden(account, user_id)
        if entry:
            return reading({"errors": [entry]}, follows=[])
        return self._list_users(request, lambda *bounds: page(account, *bounds), request.path, 1000)

    def _list_users(self, request, page, scope, largest):
        limit = _number(request, "max_results", 1, largest, 100)
        start = self._start(request, scope)
        accounts = list(page(start, start + limit + 1))
        fields = _fields(request, "user.fields")
        shown = [account for account in accounts[:limit] if self.objects.state(account) not in STATES]
        users = [self.objects.user(account, fields) for account in shown]
        meta = {"result_count": len(users)} | self._tokens(scope, start, limit, len(accounts) > limit)
        return reading(({"data": users} if users else {}) | {"meta": meta}, follows=users)

    def _hidden(self, account, value):
        if self.objects.state(account) != "protected":
            return None
        detail = f"Sorry, you are not authorized to see the user with id: [{value}]."
        return missing_entry(
            value, "id", "user", title="Authorization Error", detail=detail, kind="not-authorized-for-resource"
        ) | {"section": "data"}

    # Posts

    def user_tweets(self, request, user_id):
        def timeline(account):
            hidden = {EXCLUDABLE.get(name) for name in _listed_or_none(request, "exclude")}
            return [post for post in self._visible_timeline(account) if post.relation not in hidden]

        return self._posts_of(request, user_id, timeline)

    def mentions(self, request, user_id):
        def mentions(account):
            posts = self.world.posts
            replies = [reply for post in posts.of(account, ON_X) for reply in posts.answers_to(post, "replied_to")]
            return sorted(replies, key=newest_first)

        return self._posts_of(request, user_id, mentions)

    def _posts_of(self, request, user_id, find):
        account = self._account_by_id(user_id)
        limit = _number(request, "max_results", 5, 100, 10)
        entry = self._trouble(account, user_id, "id") or self._hidden(account, user_id)
        if entry:
            return reading({"errors": [entry]}, posts=[])
        return self._list_posts(request, find(account), request.path, limit)

    def _visible_timeline(self, account):
        return self.world.posts.timeline(account, ON_X)

    def tweet(self, request, tweet_id):
        if not ID.fullmatch(tweet_id):
            raise invalid("id", tweet_id, f"The `id` query parameter value [{tweet_id}] is not valid")
        post = self._visible_post(tweet_id)
        if post is None:
            return reading({"errors": [missing_entry(tweet_id, "id", "tweet")]}, posts=[])
        data, included = self._tweets(request, [post])
        return reading({"data": data[0]} | included, posts=data)

    def tweets(self, request):
        values = _listed(request, "ids", 100)
        for value in values:
            if not ID.fullmatch(value):
                raise invalid("ids", value, f"The `ids` query parameter value [{value}] is not valid")
        found = {value: self._visible_post(value) for value in OrderedDict.fromkeys(values)}
        errors = [missing_entry(value, "ids", "tweet") for value, post in found.items() if post is None]
        data, included = self._tweets(request, [post for post in found.values() if post])
        answer = ({"data": data} if data else {}) | included | ({"errors": errors} if errors else {})
        return reading(answer, posts=data)

    def quote_tweets(self, request, tweet_id):
        limit = _number(request, "max_results", 10, 100, 10)
        post = self._post_or_refuse(tweet_id)
        return self._list_posts(request, self.world.posts.answers_to(post, "quoted"), request.path, limit)

    def _visible_post(self, tweet_id):
        post = self.world.posts.by_id(tweet_id, ON_X)
        return post if post and not self.objects.state(post.account) else None

    def _post_or_refuse(self, tweet_id):
        if not ID.fullmatch(tweet_id):
            raise invalid("id", tweet_id, f"The `id` query parameter value [{tweet_id}] is not valid")
        post = self._visible_post(tweet_id)
        if post is None:
            raise Refused(Reply({"errors": [missing_entry(tweet_id, "id", "tweet")]}))
        return post

    def _list_posts(self, request, posts, scope, limit):
        posts = self._between(request, posts)
        start = self._start(request, scope)
        # A page behind the first is one short, as pages of the real service are now and then.
        size = limit - 1 if start and limit > 1 else limit
        page = posts[start : start + size]
        data, included = self._tweets(request, page)
        meta = {"result_count": len(data)}
        if page:
            meta |= {"newest_id": data[0]["id"], "oldest_id": data[-1]["id"]}
        meta |= self._tokens(scope, start, size, start + size < len(posts))
        authors = included.get("includes", {}).get("users", [])
        return reading(({"data": data} if data else {}) | included | {"meta": meta}, posts=data, users=authors)

    def _between(self, request, posts):
        world = self.world
        start, end = _moment(request, "start_time"), _moment(request, "end_time")
        since, until = request.first("since_id"), request.first("until_id")
        if start:
            posts = [post for post in posts if world.moment(post) >= start]
        if end:
            posts = [post for post in posts if world.moment(post) < end]
        if since:
            posts = [post for post in posts if int(world.posts.id_of(post)) > int(since)]
        if until:
            posts = [post for post in posts if int(world.posts.id_of(post)) < int(until)]
        return posts

    def _start(self, request, scope):
        token = request.first("next_token") or request.first("pagination_token")
        if not token:
            return 0
        offset = offset_of(token, scope)
        if offset is None:
            raise invalid(
                "pagination_token", token, f"The `pagination_token` query parameter value [{token}] is not valid"
            )
        return offset

    def _tokens(self, scope, start, size, more):
        return {"next_token": token_for(start + size, scope)} if more else {}

    def _tweets(self, request, posts):
        """(objects of posts, {"includes": …} as far as expansions ask for it)."""
        fields, expansions = _tweet_fields(request), _listed_or_none(request, "expansions")
        modern = "post.fields" in request.query
        if "author_id" in expansions:
            fields = fields | {"author_id"}
        data = [self.objects.tweet(post, fields, modern) for post in posts]
        included = {}
        if "author_id" in expansions or "in_reply_to_user_id" in expansions:
            accounts = {post.account for post in posts} if "author_id" in expansions else set()
            if "in_reply_to_user_id" in expansions:
                accounts |= {post.target // 100 for post in posts if post.relation == "replied_to"}
            user_fields = _fields(request, "user.fields")
            shown = sorted(
                (account for account in accounts if not self.objects.state(account)), key=lambda number: hashed(number)
            )
            included |= {"users": [self.objects.user(account, user_fields) for account in shown]} if shown else {}
        if expansions & {"referenced_tweets.id", "referenced_posts"}:
            targets = OrderedDict((post.target, self.objects.target(post)) for post in posts if post.relation)
            tweets = [self.objects.tweet(target, fields, modern) for target in targets.values() if target]
            included |= {"posts" if modern else "tweets": tweets} if tweets else {}
        return data, {"includes": included} if included else {}

    # Search

    def search_recent(self, request):
        query = self._query(request)
        limit = _number(request, "max_results", 10, 100, 10)
        if request.first("sort_order", "recency") not in ("recency", "relevancy"):
            raise invalid(
                "sort_order",
                request.first("sort_order"),
                "The `sort_order` query parameter value is not one of [recency,relevancy]",
            )
        self._check_horizon(request)
        return self._list_posts(request, self._search(query), f"search {query}", limit)

    def counts_recent(self, request):
        query = self._query(request)
        granularity = request.first("granularity", "hour")
        if granularity not in ("minute", "hour", "day"):
            raise invalid(
                "granularity",
                granularity,
                f"The `granularity` query parameter value [{granularity}] is not one of [minute,hour,day]",
            )
        length = {"minute": 1, "hour": 60, "day": 1440}[granularity]
        counts = dict.fromkeys(range(WEEK // length), 0)
        for post in self._search(query):
            counts[min(post.age // length, WEEK // length - 1)] += 1
        data = [
            {
                "start": timestamp(self.world.today - timedelta(minutes=(step + 1) * length)),
                "end": timestamp(self.world.today - timedelta(minutes=step * length)),
                "tweet_count": count,
            }
            for step, count in sorted(counts.items(), reverse=True)
        ]
        return Reply({"data": data, "meta": {"total_tweet_count": sum(counts.values())}}, units={"counts": 1})

    def usage(self, request):
        _number(request, "days", 1, 90, 7)
        used = self.app.calls.units.get("x posts", 0)
        return Reply({"data": {"project_id": "1", "project_usage": used, "project_cap": 3_000_000, "cap_reset_day": 9}})

    def _query(self, request):
        text = request.first("query")
        if not text:
            raise invalid("query", "", "The `query` query parameter can not be empty")
        if len(text) > LONGEST_QUERY:
            raise invalid(
                "query", text, f"The length of the query [{len(text)}] is above the maximum of [{LONGEST_QUERY}]"
            )
        return text

    def _check_horizon(self, request):
        start = _moment(request, "start_time")
        oldest = datetime.now(UTC) - timedelta(days=7)
        if start and start < oldest:
            given = request.first("start_time")
            message = f"Invalid 'start_time':'{given}'. 'start_time' must be on or after {timestamp(oldest)}."
            raise invalid("start_time", given, message)

    def _search(self, text):
        """Posts of the last seven days that match, newest first; the last questions are remembered for their pages."""
        question = text, self.world.today, self.world.days
        if question not in self._searches:
            try:
                query = Query(text, self.world)
            except BadQuery as error:
                raise invalid("query", text, str(error)) from None
            self._searches[question] = [
                found.post
                for found in self._candidates(query)
                if query.matches(found) and not self.objects.state(found.post.account)
            ]
            while len(self._searches) > 200:
                self._searches.popitem(last=False)
        return self._searches[question]

    def _candidates(self, query):
        if query.anchor is None:
            return self._week
        name, value = query.anchor
        posts = self._author_posts(value) if name == "from" else self._thread(value)
        return [Found(post, words_of(post.text)) for post in posts if post.age <= WEEK]

    def _author_posts(self, name):
        account = self._account_by_name(name.lstrip("@"))
        return [] if account is None else self._visible_timeline(account)

    def _thread(self, tweet_id):
        post = self.world.posts.by_id(tweet_id, ON_X)
        return sorted(self.objects.all_answers(post), key=newest_first) if post else []

    @property
    def _week(self):
        """Everything of the last seven days; plain retweets are not found by search."""
        if self._week_of is not self.world:
            self._week_of = self.world
            self.__dict__.pop("_found", None)
        return self._found

    @cached_property
    def _found(self):
        posts = self.world.posts.younger_than(WEEK, ON_X)
        return [Found(post, words_of(post.text)) for post in posts if post.relation != "retweeted"]


def _listed_or_none(request, name):
    return {value for text in request.query.get(name, ()) for value in text.split(",") if value}


def _listed(request, name, largest):
    values = [value for text in request.query.get(name, ()) for value in text.split(",")]
    if not values or values == [""]:
        raise invalid(name, "", f"The `{name}` query parameter can not be empty")
    if len(values) > largest:
        raise invalid(
            name,
            ",".join(values),
            f"The number of values in the `{name}` query parameter list [{len(values)}] is not between 1 and {largest}",
        )
    return values


def _fields(request, name):
    return _listed_or_none(request, name)


def _tweet_fields(request):
    old = {value: key for key, value in POST_WORDS.items()}
    return {
        old.get(name, name)
        for name in _listed_or_none(request, "tweet.fields") | _listed_or_none(request, "post.fields")
    }


def _number(request, name, least, most, default):
    text = request.first(name)
    if text is None:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not between {least} and {most}")
    return int(text)


def _moment(request, name):
    text = request.first(name)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid date-time") from None
