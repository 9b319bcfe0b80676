"""The JSON API. Its addresses need a token and no session, so they are outside Django's login and CSRF checks."""

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from autoreach.api import buyer_endpoints, lead_endpoints, offer_endpoints, search_endpoints
from autoreach.api.errors import add_handlers


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation):
        """Generated clients name their methods by it."""
        return operation.view_func.__name__


api = Api(
    title="AutoReach",
    version="1",
    description="Every request carries a personal token of the Settings page, as `Authorization: Bearer …`.",
    docs_url=None,
    urls_namespace="api",
)
add_handlers(api)
for module in (offer_endpoints, lead_endpoints, buyer_endpoints, search_endpoints):
    api.add_router("", module.router)


def addresses():
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns, app, namespace
