"""The platforms on which a person has a profile: how a lead keeps its handle there, and how an address is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from autoreach.providers.registry import LINKEDIN, PROVIDERS, X
from leads.identity.keys import linkedin_slug, x_handle

TEXT_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Platform:
    """`field` is the lead's field for its handle; `handle_in` reads the handle of an address or of a bare handle.

    `links` finds addresses of profiles in a text. `trust` weighs what the platform says against other sources.
    """

    name: str
    field: str
    url: str
    handle_in: Callable[[str], str | None]
    links: re.Pattern
    trust: int

    @property
    def label(self) -> str:
        return PROVIDERS[self.name].label

    def address(self, handle: str) -> str:
        return self.url.format(handle) if handle else ""

    def handle_of(self, lead) -> str:
        return getattr(lead, self.field)

    def handles_in(self, text: str) -> list[str]:
        """Handles to which links in the beginning of a text lead; a handle without a link does not count."""
        return list(dict.fromkeys(filter(None, map(self.handle_in, self.links.findall(text[:TEXT_MAX])))))


PLATFORMS: dict[str, Platform] = {
    LINKEDIN: Platform(
        name=LINKEDIN,
        field="linkedin_slug",
        url="https://www.linkedin.com/in/{}",
        handle_in=linkedin_slug,
        links=re.compile(r"(?:https?://)?(?:\w{2,3}\.)?linkedin\.com/(?:in|pub)/[^\s/?#|<>\")\]]{2,200}", re.I),
        trust=3,
    ),
    X: Platform(
        name=X,
        field="x_handle",
        url="https://x.com/{}",
        handle_in=x_handle,
        # more than a handle, so that `handle_in` sees where it is none
        links=re.compile(
            r"(?<![\w.-])(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/@?\w[^\s/?#,;|<>\")\]]{0,40}", re.I
        ),
        trust=1,
    ),
}
HANDLE_FIELDS = {name: platform.field for name, platform in PLATFORMS.items()}


def other_platform(name: str) -> str:
    return LINKEDIN if name == X else X
