"""X API v2 as an app with a bearer token sees it."""

from datetime import UTC, datetime

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.x_parameters import number_of
from autoreach.sandbox.x_post_endpoints import PostEndpoints
from autoreach.sandbox.x_refusals import PROBLEM, REFUSALS
from autoreach.sandbox.x_search_endpoints import SearchEndpoints
from autoreach.sandbox.x_user_endpoints import UserEndpoints


class X(UserEndpoints, PostEndpoints, SearchEndpoints):
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

    def usage(self, request):
        number_of(request, "days", 1, 90, 7)
        used = self.app.calls.units.get("x posts", 0)
        return Reply({"data": {"project_id": "1", "project_usage": used, "project_cap": 3_000_000, "cap_reset_day": 9}})
