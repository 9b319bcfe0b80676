"""Users and posts of X as its answers show them: page by page, and without what is hidden."""

from collections import OrderedDict

from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.page_tokens import offset_of, token_for
from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import hashed
from autoreach.sandbox.x_objects import COMPANY_ID, USER_ID, Objects
from autoreach.sandbox.x_parameters import checked_id, checked_username, moment_of, number_of, tweet_fields, values_of
from autoreach.sandbox.x_refusals import invalid, missing_entry

STATES = {
    "deleted": ("Could not find user with {parameter}: [{value}].", "Not Found Error", "resource-not-found"),
    "suspended": ("User has been suspended: [{value}].", "Forbidden", "resource-not-found"),
}


def reading(payload, **objects):
    """The reply that delivers these objects, given by kind as lists of what has an id."""
    ids = {kind: [entry["id"] for entry in entries] for kind, entries in objects.items()}
    return Reply(payload, units={kind: len(found) for kind, found in ids.items()}, objects=ids)


class Pages:
    def __init__(self, app):
        self.app, self.objects = app, Objects(app)

    @property
    def world(self):
        return self.app.world

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

    def _hidden(self, account, value):
        if self.objects.state(account) != "protected":
            return None
        detail = f"Sorry, you are not authorized to see the user with id: [{value}]."
        return missing_entry(
            value, "id", "user", title="Authorization Error", detail=detail, kind="not-authorized-for-resource"
        ) | {"section": "data"}

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

    def _visible_timeline(self, account):
        return self.world.posts.timeline(account, ON_X)

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
