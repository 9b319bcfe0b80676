"""Profiles: of a person, of a company, and of the member whose session this is."""

from collections.abc import Iterable

from autoreach.providers.linkedin.company_objects import Company, read_company
from autoreach.providers.linkedin.member_objects import Account, read_account
from autoreach.providers.linkedin.profile_objects import SECTIONS, Profile, read_profile
from autoreach.providers.linkedin.sending import Sending
from autoreach.providers.linkedin.v1 import segment
from autoreach.providers.results import Answer


class ProfileRequests(Sending):
    def profile(self, identifier: str, *, sections: Iterable[str] = tuple(SECTIONS)) -> Answer[Profile]:
        """By public identifier or provider id. Each section is a request of its own to LinkedIn."""
        asked = frozenset(sections)
        wanted = self._dialect.sections(section for section in SECTIONS if section in asked)
        reply = self._get("profile", f"/users/{segment(identifier)}", wanted, actions=1 + len(wanted))
        profile = self._dialect.read(read_profile, reply.payload, asked=asked)
        return self._known(reply, profile, profile.id)

    def company(self, identifier: str) -> Answer[Company]:
        """By slug, numeric id or URN."""
        reply = self._get("company", f"/linkedin/company/{segment(identifier)}")
        company = self._dialect.read(read_company, reply.payload)
        return self._known(reply, company, company.id and company.name)

    def account(self) -> Answer[Account]:
        """The connected member: the cheap way to see whether the session lives."""
        reply = self._get("account", "/users/me")
        account = self._dialect.read(read_account, reply.payload)
        return self._known(reply, account, account.id)
