"""Unipile: followers, relations and invitations."""

from collections import OrderedDict

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_ids import distance_of, number_of
from autoreach.sandbox.unipile_pages import Pages
from autoreach.sandbox.unipile_refusals import error, invalid, not_found, refuse
from autoreach.sandbox.world import ON_LINKEDIN

LONGEST_NOTE = 300


class NetworkEndpoints(Pages):
    def __init__(self, app):
        super().__init__(app)
        self.sent = OrderedDict()

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
