"""Accounts that may be seeds, with what speaks for them, in words for people."""

import re
from dataclasses import dataclass, field

from autoreach.calls.web_research import one_line
from leads.models import SeedAccount

Kind = SeedAccount.Kind
DAYS = 30
# Posts in so many days after which a person counts as one who writes about it.
WROTE_OFTEN = 3
KINDS = {
    Kind.PUBLICATION: r"news|magazine|journal|newsletter|podcast|daily|weekly|media|bulletin|zeitung|magazin|revue|"
    r"publishing|blog",
    Kind.COMMUNITY: r"community|association|society|meetup|forum|network of|members|verband|verein|guild|alliance",
    Kind.VENDOR: r"software|platform|tools?|saas|app|solutions?|suite|system",
}
# A person who writes for others, and does not only work in the trade.
VOICE = re.compile(
    r"\b(?:host|podcast|show|author|speaker|keynote|analyst|newsletter|writer|write|blogs?|blogger|editor|journalist|"
    r"columnist|evangelist|advisor|coach|trainer|researcher|professor|influencer|creator|i help|autor|autorin)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\(?\b(?:https?://)?(?:[\w-]+\.)+\w{2,}/\S*")
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass
class Candidate:
    """An account that may be a seed. `whys` are the reasons found, the strongest first; `points` rank it.

    `wrote` counts its posts about what is sold, `named` the posts that name it.
    """

    handle: str
    name: str = ""
    about: str = ""
    kind: str = ""
    followers: int | None = None
    is_person: bool = False
    points: float = 0.0
    whys: list[str] = field(default_factory=list)
    wrote: int = 0
    named: int = 0

    def speak_for(self, why: str, points: float) -> None:
        self.points += points
        if why not in self.whys:
            self.whys.append(why)

    @property
    def reasons(self) -> list[str]:
        wrote = (
            f"Wrote {self.wrote} posts about what you sell in the last {DAYS} days."
            if self.wrote >= WROTE_OFTEN
            else ""
        )
        named = f"Named in {self.named} of the posts read." if self.named > 1 else ""
        return [*self.whys, *filter(None, [wrote, named])]


def sentence(said: str) -> str:
    """A model's words without addresses, ended like a sentence."""
    plain = one_line(ADDRESS.sub("", said), 300)
    return f"{plain}." if plain and plain[-1] not in ".!?…" else plain


def in_words(words: list[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def kind_of(candidate: Candidate) -> str:
    """What the account is by its own words."""
    if candidate.is_person:
        return Kind.THOUGHT_LEADER
    said = f"{candidate.name} {candidate.about}".lower()
    return next((kind for kind, words in KINDS.items() if re.search(rf"\b(?:{words})\b", said)), Kind.VERTICAL)
