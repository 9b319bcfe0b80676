"""How a lead stands for the offer in use, in the order a salesperson reads: why now, why them, then the sum."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, When
from django.utils import timezone

from leads.models import Lead, Offer, Post
from leads.models.activity import ELSEWHERE
from scoring.history import history_of
from scoring.history_chart import chart_of
from scoring.models import BuyerScore
from scoring.scorecard import DIMENSIONS, DISQUALIFYING, FIT, ROLE_START, RULE_REASONS, SCORE, is_closing
from scoring.wording import words_today

POSTS = 20
POST = "post:"
UNKNOWN = " unknown"
NOTED = frozenset(RULE_REASONS[rule] for rule in DISQUALIFYING)


@dataclass
class Evidence:
    """One thing a person wrote or did, with every point it earned."""

    source: str
    day: date | None = None
    url: str = ""
    post: Post | None = None
    lines: list[dict] = field(default_factory=list)

    @property
    def points(self):
        return sum(line["points"] for line in self.lines)

    @property
    def address(self):
        return self.post.url if self.post else self.url

    @property
    def where(self):
        if self.post:
            return f"{self.post.get_platform_display()} {'comment' if self.post.is_comment else 'post'}"
        if self.source == ROLE_START:
            return f"since {self.day:%B %Y}"
        return "post" if is_post(self.source) else self.source

    @property
    def quotes(self):
        said = [line["quote"] for line in self.lines if line["quote"] and self.source != ROLE_START]
        return list(dict.fromkeys(said))

    @property
    def reason(self):
        """What it shows, by the line with the most points."""
        line = max(self.lines, key=lambda line: abs(line["points"]))
        return words_today(line["reason"], self.day)

    @property
    def sure(self):
        """How sure the reader is of `reason`, in percent; None where it leaves no doubt, or did not say."""
        return doubt_of(max(self.lines, key=lambda line: abs(line["points"]))) if self.lines else None

    @property
    def marks(self):
        """(points, dimension, reason) of each line; the reason only where `reason` does not say it."""
        marks = [(line["points"], line["dimension"], words_today(line["reason"], self.day)) for line in self.lines]
        return [(points, name, "" if reason == self.reason else reason) for points, name, reason in marks]


@dataclass
class Standing:
    """`why_now` and `posts` hold each post once: those that speak for a purchase, then all others."""

    offer: Offer | None
    score: BuyerScore | None
    why_now: list[Evidence]
    posts: list[Evidence]

    @property
    def is_scored(self):
        return self.score is not None and self.score.score is not None

    @property
    def overruled_by(self) -> dict | None:
        """The line of the receipt on a colleague's note that settles the matter whatever the numbers say."""
        lines = self.score.receipt.get("lines", ()) if self.score else ()
        return next((line for line in lines if line["dimension"] == SCORE and line["reason"] in NOTED), None)


def standing_of(lead: Lead, offer: Offer | None) -> Standing:
    score = BuyerScore.objects.filter(lead=lead, offer=offer).select_related("offer").first() if offer else None
    found = evidence_of(score)
    posts = posts_of(lead, found)
    for evidence in found.values():
        evidence.post = posts.get(evidence.source)
    speaking = [each for each in found.values() if each.points > 0]
    shown = {each.source for each in speaking}
    others = [found.get(source) or Evidence(source, post=post) for source, post in posts.items() if source not in shown]
    return Standing(offer, score, sorted(speaking, key=newest_first), others)


def evidence_of(score) -> dict[str, Evidence]:
    """What the receipt's lines of intent and timing rest on, by source."""
    found = {}
    for line in score.receipt.get("lines", ()) if score else ():
        if line["dimension"] in (FIT, SCORE) or not line["source"] or not line["points"]:
            continue
        evidence = found.setdefault(line["source"], Evidence(line["source"], day_of(line), line["url"]))
        evidence.lines.append(line)
    return found


def doubt_of(line) -> int | None:
    sure = line.get("sure")
    return sure if sure is not None and sure < 100 else None


def day_of(line) -> date | None:
    return date.fromisoformat(line["date"]) if line["date"] else None


def is_post(source) -> bool:
    return source.startswith(POST)


def posts_of(lead, found) -> dict[str, Post]:
    """The newest posts, and older ones that earned points, by source. A date that lies in the future is none."""
    written_at = Case(When(posted_at__lt=timezone.now() + ELSEWHERE, then="posted_at"))
    newest = list(lead.posts.order_by(written_at.desc(nulls_last=True), "-pk")[:POSTS])
    wanted = {int(source.removeprefix(POST)) for source in found if is_post(source)} - {post.pk for post in newest}
    older = lead.posts.filter(pk__in=wanted).order_by("-posted_at", "-pk") if wanted else ()
    return {f"{POST}{post.pk}": post for post in (*newest, *older)}


def newest_first(evidence):
    day = evidence.day.toordinal() if evidence.day else 0
    return -day, -evidence.points


@dataclass
class Fit:
    """The lines of fit in words: what speaks for the person, what against, and what is not known."""

    speaks_for: list[str]
    against: list[str]
    unknown: list[str]


def fit_of(score) -> Fit:
    fit = Fit([], [], [])
    for line in score.receipt.get("lines", ()):
        if line["dimension"] != FIT or is_closing(line["reason"]):
            continue
        reason = line["reason"]
        if reason.endswith(UNKNOWN):
            fit.unknown.append(reason.removesuffix(UNKNOWN).lower())
        else:
            (fit.speaks_for if line["points"] > 0 else fit.against).append(with_quote(line))
    return fit


def with_quote(line) -> str:
    """The reason with the words it rests on; those of the title stand at the head of the page."""
    telling = line["quote"] and line["source"] != "title" and line["quote"] not in line["reason"]
    return f"{line['reason']}: {line['quote']}" if telling else line["reason"]


def receipt_groups(score) -> list[dict]:
    """Each dimension with its number and the lines that add up to it, then the composite's arithmetic."""
    lines = score.receipt.get("lines", [])
    totals = {name: getattr(score, name) for name in DIMENSIONS} | {SCORE: score.score}
    return [
        {"name": name, "total": total, "lines": [line for line in lines if line["dimension"] == name]}
        for name, total in totals.items()
    ]


def receipt_context(lead, choice) -> dict:
    """What templates/scoring/receipt.html shows."""
    scores = list(BuyerScore.objects.filter(lead=lead).select_related("offer").order_by("offer__name", "pk"))
    score = next((score for score in scores if score.offer == choice.offer), None)
    is_scored = score is not None and score.score is not None
    history = history_of(lead, choice.offer) if is_scored else []
    return {
        "lead": lead,
        "choice": choice,
        "score": score,
        "fit": fit_of(score) if is_scored else None,
        "groups": receipt_groups(score) if is_scored else [],
        "history": history,
        "chart": chart_of(history),
        "others": [other for other in scores if other != score],
    }
