"""LinkedIn through Unipile (v1)."""

from autoreach.sandbox.unipile_network_endpoints import NetworkEndpoints
from autoreach.sandbox.unipile_post_endpoints import PostEndpoints
from autoreach.sandbox.unipile_profile_endpoints import ProfileEndpoints
from autoreach.sandbox.unipile_refusals import REFUSALS, error
from autoreach.sandbox.unipile_search_endpoints import SearchEndpoints


class Unipile(ProfileEndpoints, PostEndpoints, NetworkEndpoints, SearchEndpoints):
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

    def key(self, request):
        return request.headers.get("x-api-key", "")

    def refusal(self, fault):
        return error(*REFUSALS[fault.kind.removesuffix("_bare")])

    def limit_headers(self, standing):
        return {}
