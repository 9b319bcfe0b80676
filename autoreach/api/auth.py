"""Who asks: a personal token in the header, never a session's cookie."""

from datetime import UTC

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer

from autoreach.api import tokens
from autoreach.api.models import PersonalToken
from leads import access
from leads.workspaces.choice import clock_of

Scope = PersonalToken.Scope
UNKNOWN = "This token is not known here, or it was revoked. Make a new one on the Settings page."


class TokenAuth(HttpBearer):
    """Admits tokens of a scope, and lets `leads.access` see the token's member and workspace."""

    def __init__(self, scope):
        super().__init__()
        self.scope = scope

    def authenticate(self, request, text):
        token = tokens.find(text)
        if token is None:
            raise AuthenticationError(message=UNKNOWN)
        if seconds := tokens.admit(token):
            raise Throttled(seconds)
        request.membership = token.membership
        request.user, request.workspace = token.membership.user, token.membership.workspace
        # The middleware, which restores it, takes the workspace of a login. Reasons name days by this clock.
        timezone.activate(clock_of(request.workspace) or UTC)
        self.check_scope(request, token)
        return token

    def check_scope(self, request, token):
        if self.scope not in token.scopes:
            raise PermissionDenied(
                f"This token lacks the scope “{self.scope}”. Make one that has it on the Settings page."
            )
        if right := PersonalToken.RIGHTS.get(self.scope):
            access.require(request, right)


READ, ADD, SEARCH = map(TokenAuth, Scope)
