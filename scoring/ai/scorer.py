"""From readings to scorecards, with the code that also makes those of the local scorer."""

from leads.fit.grade import Grade
from scoring.ai.checking import Reading, sure_to_count
from scoring.local.fit import judge_fit, title_of
from scoring.local.offer import OfferView
from scoring.local.reading import Hit, Text
from scoring.local.scorer import gather, hits_of, score_leads
from scoring.rules import current_rules
from scoring.scorecard import Scorecard, make_scorecard

SCORER = "ai"
# What each judgement of a title earns of the role's share, in words, and the most that fit then is.
ROLES = {
    "yes": (1.0, "Role in the audience", None),
    "partly": (0.45, "Role is close to the audience", 60),
    "no": (0.0, "Different role from the audience", 25),
}


def score_read(snapshots, offer, readings: dict[int, Reading]) -> list[Scorecard]:
    """Scorecards in the order of `snapshots`, each of which has a reading. Pure, as the local scorer is."""
    offer = offer if isinstance(offer, OfferView) else OfferView.of(offer)
    rules = current_rules()
    hits = hits_of(snapshots, offer)
    roles = [role_read(snapshot, readings[snapshot.lead_id]) for snapshot in snapshots]
    fits = judge_fit(snapshots, offer, rules, roles)
    cards = [
        card_of(snapshot, offer, readings[snapshot.lead_id], fit, found, rules)
        for snapshot, fit, found in zip(snapshots, fits, hits, strict=True)
    ]
    return [
        lower_of(card, snapshot, offer, readings[card.lead_id]) for card, snapshot in zip(cards, snapshots, strict=True)
    ]


def card_of(snapshot, offer, reading, fit, hits, rules) -> Scorecard:
    evidence = gather(snapshot, offer, fit, [*sure_to_count(hits, reading), *hits_read(snapshot, reading)])
    return make_scorecard(snapshot=snapshot, evidence=evidence, likelihood=offer.likelihood, rules=rules, scorer=SCORER)


def lower_of(card, snapshot, offer, reading) -> Scorecard:
    """A reading that code has reason to doubt raises nothing: the lower of the two scores stands."""
    if not reading.doubted:
        return card
    [local] = score_leads([snapshot], offer)
    return min(card, local, key=lambda each: (each.score, each.fit))


def hits_read(snapshot, reading) -> list[Hit]:
    posts = {post.source: post for post in snapshot.posts}
    hits = []
    for line in reading.lines:
        post = posts.get(line.source)
        text = snapshot.source_text(line.source)
        if line.quote in text:
            url, written_at = (post.url, post.posted_at) if post else ("", None)
            hits.append(Hit(line.kind, line.quote, Text(text, line.source, True, url, written_at), sure=None))
    return hits


def role_read(snapshot, reading) -> Grade | None:
    """The model's judgement of this very title; what the offer excludes stays excluded."""
    title = title_of(snapshot)
    if reading.role not in ROLES or not title or not title.startswith(reading.title):
        return None
    value, reason, limit = ROLES[reading.role]
    cap = (limit, f"{reason}: no more than {limit}") if limit else None
    return Grade(value, reason, "title", title, cap=cap)
