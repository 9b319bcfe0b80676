from django.urls import path

from autoreach.api import token_pages
from autoreach.api.endpoints import addresses

urlpatterns = [
    path("api/v1/", addresses()),
    path("settings/tokens/", token_pages.make_token, name="make-token"),
    path("settings/tokens/<int:pk>/revoke/", token_pages.revoke_token, name="revoke-token"),
]
