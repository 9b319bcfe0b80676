"""X API v2 as an app with a bearer token sees it."""

import re
from collections import OrderedDict
from datetime import UTC, datetime, timedelta

from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.page_tokens import offset_of, token_for
from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import hashed
from autoreach.sandbox.world.posts import newest_first
from autoreach.sandbox.x_objects import COMPANY_ID, USER_ID, Objects, timestamp
from autoreach.sandbox.x_parameters import (
    checked_id,
    checked_username,
    moment_of,
    number_of,
    required_values,
    tweet_fields,
    values_of,
)
from autoreach.sandbox.x_refusals import PROBLEM, REFUSALS, WRONG_AUTHENTICATION, invalid, missing_entry
from autoreach.sandbox.x_search import DAY, WEEK, PostSearch

EXCLUDABLE = {"replies": "replied_to", "retweets": "retweeted"}
LONGEST_QUERY, LONGEST_ARCHIVE_QUERY = 512, 1024
# What a search of the archive covers that names no start.
ARCHIVE_SPAN = timedelta(days=30)
USER_QUERY = re.compile(r"[A-Za-z0-9_' ]{1,50}")
STATES = {
    "deleted": ("Could not find user with {parameter}: [{value}].", "Not Found Error", "resource-not-found"),
    "suspended": ("User has been suspended: [{value}].", "Forbidden", "resource-not-found"),
}


def reading(payload, **objects):
    """The reply that delivers these objects, given by kind as lists of what has an id."""
    ids = {kind: [entry["id"] for entry in entries] for kind, entries in objects.items()}
    return Reply(payload, units={kind: len(found) for kind, found in ids.items()}, objects=ids)


class X:
    name = "x"
    BILLING = "objects"
    FAULTS = ("suspended_account", "not_enrolled", "spend_cap", "repeats")
    FREE = ("usage",)
    ROUTES = [
        ("GET", r"/2/tweets/search/recent", "search_recent"),
        ("GET", r"/2/tweets/search/all", "search_all"),
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
        self._search = PostSearch(app, self.objects)

    @property
    def world(self):
        return self.app.world

    def key(self, request):
        return request.bearer_token

    def refusal(self, fault):
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
        companies = [company.number for company in self.world.pages.companies_named_in(query) if company.on_x]
        accounts = [*(self.world.people.count + number for number in companies), *(p.number for p in people if p.on_x)]
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
        answer = {"data": self.objects.user(account, values_of(request, "user.fields"))}
        included = self._pinned(request, [account])
        return reading(answer | included, users=[answer["data"]])

    def _many_users(self, request, parameter, find):
        values = required_values(request, parameter, 100)
        fields = values_of(request, "user.fields")
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
        return self.objects.account_named(checked_username(name))

    def _account_by_id(self, text):
        number, people = int(checked_id(text)), self.world.people.count
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
        if "most_recent_tweet_id" not in values_of(request, "expansions"):
            return {}
        newest = [posts[0] for account in accounts if (posts := self._visible_timeline(account))]
        tweets = [self.objects.tweet(post, tweet_fields(request), False) for post in newest]
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
        limit = number_of(request, "max_results", 1, largest, 100)
        start = self._start(request, scope)
        begin = self._begin(request, start)
        accounts = list(page(begin, begin + limit + 1))
        fields = values_of(request, "user.fields")
        shown = [account for account in accounts[:limit] if self.objects.state(account) not in STATES]
        users = [self.objects.user(account, fields) for account in shown]
        meta = {"result_count": len(users)} | self._tokens(request, scope, start, limit, len(accounts) > limit)
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
            hidden = {EXCLUDABLE.get(name) for name in values_of(request, "exclude")}
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
        limit = number_of(request, "max_results", 5, 100, 10)
        entry = self._trouble(account, user_id, "id") or self._hidden(account, user_id)
        if entry:
            return reading({"errors": [entry]}, posts=[])
        return self._list_posts(request, find(account), request.path, limit)

    def _visible_timeline(self, account):
        return self.world.posts.timeline(account, ON_X)

    def tweet(self, request, tweet_id):
        post = self._visible_post(checked_id(tweet_id))
        if post is None:
            return reading({"errors": [missing_entry(tweet_id, "id", "tweet")]}, posts=[])
        data, included = self._tweets(request, [post])
        return reading({"data": data[0]} | included, posts=data)

    def tweets(self, request):
        values = [checked_id(value, "ids") for value in required_values(request, "ids", 100)]
        found = {value: self._visible_post(value) for value in OrderedDict.fromkeys(values)}
        errors = [missing_entry(value, "ids", "tweet") for value, post in found.items() if post is None]
        data, included = self._tweets(request, [post for post in found.values() if post])
        answer = ({"data": data} if data else {}) | included | ({"errors": errors} if errors else {})
        return reading(answer, posts=data)

    def quote_tweets(self, request, tweet_id):
        limit = number_of(request, "max_results", 10, 100, 10)
        post = self._post_or_refuse(tweet_id)
        return self._list_posts(request, self.world.posts.answers_to(post, "quoted"), request.path, limit)

    def _visible_post(self, tweet_id):
        post = self.world.posts.by_id(tweet_id, ON_X)
        return post if post and not self.objects.state(post.account) else None

    def _post_or_refuse(self, tweet_id):
        post = self._visible_post(checked_id(tweet_id))
        if post is None:
            raise Refused(Reply({"errors": [missing_entry(tweet_id, "id", "tweet")]}))
        return post

    def _list_posts(self, request, posts, scope, limit):
        posts = self._between(request, posts)
        start = self._start(request, scope)
        # A page behind the first is one short, as pages of the real service are now and then.
        size = limit - 1 if start and limit > 1 else limit
        begin = self._begin(request, start)
        page = posts[begin : begin + size]
        data, included = self._tweets(request, page)
        meta = {"result_count": len(data)}
        if page:
            meta |= {"newest_id": data[0]["id"], "oldest_id": data[-1]["id"]}
        meta |= self._tokens(request, scope, start, size, start + size < len(posts))
        authors = included.get("includes", {}).get("users", [])
        return reading(({"data": data} if data else {}) | included | {"meta": meta}, posts=data, users=authors)

    def _between(self, request, posts):
        world = self.world
        start, end = moment_of(request, "start_time"), moment_of(request, "end_time")
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

    def _begin(self, request, start):
        """Where the page begins: a list that repeats begins again under each new token."""
        return 0 if request.fault == "repeats" else start

    def _tokens(self, request, scope, start, size, more):
        more = more or request.fault == "repeats"
        return {"next_token": token_for(start + size, scope)} if more else {}

    def _tweets(self, request, posts):
        """(objects of posts, {"includes": …} as far as expansions ask for it)."""
        fields, expansions = tweet_fields(request), values_of(request, "expansions")
        modern = "post.fields" in request.query
        if "author_id" in expansions:
            fields = fields | {"author_id"}
        data = [self.objects.tweet(post, fields, modern) for post in posts]
        included = {}
        if "author_id" in expansions or "in_reply_to_user_id" in expansions:
            accounts = {post.account for post in posts} if "author_id" in expansions else set()
            if "in_reply_to_user_id" in expansions:
                accounts |= {post.target // 100 for post in posts if post.relation == "replied_to"}
            user_fields = values_of(request, "user.fields")
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
        query = self._query(request, LONGEST_QUERY)
        self._check_horizon(request)
        return self._search_posts(request, query, WEEK, largest=100)

    def search_all(self, request):
        query = self._query(request, LONGEST_ARCHIVE_QUERY)
        span = datetime.now(UTC) - (moment_of(request, "start_time") or datetime.now(UTC) - ARCHIVE_SPAN)
        return self._search_posts(request, query, int(span.total_seconds() // 60) + DAY, largest=500)

    def _search_posts(self, request, query, age, *, largest):
        limit = number_of(request, "max_results", 10, largest, 10)
        if request.first("sort_order", "recency") not in ("recency", "relevancy"):
            raise invalid(
                "sort_order",
                request.first("sort_order"),
                "The `sort_order` query parameter value is not one of [recency,relevancy]",
            )
        return self._list_posts(request, self._search.posts(query, age), f"search {query}", limit)

    def counts_recent(self, request):
        query = self._query(request, LONGEST_QUERY)
        granularity = request.first("granularity", "hour")
        if granularity not in ("minute", "hour", "day"):
            raise invalid(
                "granularity",
                granularity,
                f"The `granularity` query parameter value [{granularity}] is not one of [minute,hour,day]",
            )
        length = {"minute": 1, "hour": 60, "day": 1440}[granularity]
        counts = dict.fromkeys(range(WEEK // length), 0)
        for post in self._search.posts(query):
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
        number_of(request, "days", 1, 90, 7)
        used = self.app.calls.units.get("x posts", 0)
        return Reply({"data": {"project_id": "1", "project_usage": used, "project_cap": 3_000_000, "cap_reset_day": 9}})

    def _query(self, request, longest):
        text = request.first("query")
        if not text:
            raise invalid("query", "", "The `query` query parameter can not be empty")
        if len(text) > longest:
            raise invalid("query", text, f"The length of the query [{len(text)}] is above the maximum of [{longest}]")
        return text

    def _check_horizon(self, request):
        start = moment_of(request, "start_time")
        oldest = datetime.now(UTC) - timedelta(days=7)
        if start and start < oldest:
            given = request.first("start_time")
            message = f"Invalid 'start_time':'{given}'. 'start_time' must be on or after {timestamp(oldest)}."
            raise invalid("start_time", given, message)
