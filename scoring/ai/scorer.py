"""From readings to scorecards, with the code that also makes those of the local scorer."""

from scoring.ai.checking import Reading, sure_to_count
from scoring.local.fit import Grade, title_of
from scoring.local.offer import OfferView
from scoring.local.reading import Hit, Text
from scoring.local.scorer import gather, hits_of, meanings_of_titles, on_the_subject, score_leads
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
    meanings = meanings_of_titles(snapshots, offer)
    hits = on_the_subject([hits_of(snapshot, offer) for snapshot in snapshots], offer)
    cards = [
        card_of(snapshot, offer, readings[snapshot.lead_id], found, meanings.get(title_of(snapshot), 0.0))
        for snapshot, found in zip(snapshots, hits, strict=True)
    ]
    return [
        lower_of(card, snapshot, offer, readings[card.lead_id]) for card, snapshot in zip(cards, snapshots, strict=True)
    ]


def card_of(snapshot, offer, reading, hits, meaning) -> Scorecard:
    rules = current_rules()
    found = [*sure_to_count(hits, reading), *hits_read(snapshot, reading)]
    evidence = gather(snapshot, offer, meaning, found, rules, role=role_read(snapshot, offer, reading))
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
            hits.append(Hit(line.kind, line.quote, Text(text, line.source, True, url, written_at)))
    return hits


def role_read(snapshot, offer, reading) -> Grade | None:
    """The model's judgement of this very title; what the offer excludes stays excluded."""
    title = title_of(snapshot)
    if reading.role not in ROLES or not title or not title.startswith(reading.title):
        return None
    value, reason, limit = ROLES[reading.role]
    cap = (limit, f"{reason}: no more than {limit}") if limit else None
    return Grade(value, reason, "title", title, cap=cap)
