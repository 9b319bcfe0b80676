from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby

from leads.taxonomy.embedding import embed
from leads.taxonomy.titles.roles import weigh_own
from scoring.intent.reading import Reading
from scoring.local.fit import fit_lines, judge_fit, works_for_competitor
from scoring.local.kinds import KINDS, WORDLESS
from scoring.local.offer import OfferView, closeness
from scoring.local.reading import Hit, Text, read
from scoring.local.remarks import REMARK, settled_by
from scoring.local.wants import read_texts
from scoring.rules import current_rules
from scoring.scorecard import (
    BUILDING_IN_HOUSE,
    COMPETITOR_EMPLOYEE,
    FIT,
    INTENT,
    ROLE_START,
    TIMING,
    Evidence,
    FoundSignal,
    ReceiptLine,
    Scorecard,
    make_scorecard,
    rounded,
)
from scoring.snapshot import PostView

SCORER = "local"
UNDATED = 0.5
REPEATS = (1.0, 0.5, 0.25)
ON_THE_SUBJECT = 0.45
NAMES_THE_PAIN = 0.6
SHOWN_LATELY, SETTLED = "shown_lately", "settled"
RECRUITER = "recruiter"


def score_leads(snapshots, offer) -> list[Scorecard]:
    """Scorecards in the order of `snapshots`. `offer` is an Offer, or an OfferView kept from an earlier batch.

    Pure: no database, no network, no clock; the same snapshots give the same cards.
    """
    offer = offer if isinstance(offer, OfferView) else OfferView.of(offer)
    rules = current_rules()
    fits = judge_fit(snapshots, offer, rules)
    hits = hits_of(snapshots, offer)
    return [
        make_scorecard(
            snapshot=snapshot,
            evidence=gather(snapshot, offer, fit, found),
            likelihood=offer.likelihood,
            rules=rules,
            scorer=SCORER,
        )
        for snapshot, fit, found in zip(snapshots, fits, hits, strict=True)
    ]


def hits_of(snapshots, offer) -> list[list[Hit]]:
    """The hits of each snapshot. What needs a model, or a product of vectors, is computed for all of them at once."""
    readings = readings_of([post for snapshot in snapshots for post in snapshot.posts])
    known = dict(zip(readings, zip(readings.values(), offer.nearness(readings.values()), strict=True), strict=True))
    return on_the_subject([hits_in(snapshot, known, offer) for snapshot in snapshots], offer)


def readings_of(posts) -> dict[str, Reading]:
    """Reading by text; what has none is read now."""
    readings = {post.text: post.reading for post in posts if post.reading}
    unread = sorted({post.text for post in posts} - readings.keys())
    return readings | dict(zip(unread, read_texts(unread), strict=True))


def hits_in(snapshot, known, offer) -> list[Hit]:
    """`known` are reading and nearness of its passages to the offer's field, by text."""
    is_recruiter = any(code == RECRUITER for code, _ in weigh_own(snapshot.title))
    hits = []
    for post in different(snapshot.posts):
        text = Text(post.text, post.source, True, post.url, post.posted_at)
        reading, nearness = known[post.text]
        hits += read(text, offer, reading=reading, nearness=nearness, is_recruiter=is_recruiter)
    if snapshot.notes:
        hits += read(Text(snapshot.notes, "notes", len(snapshot.notes) > REMARK), offer, is_recruiter=is_recruiter)
    mention = offer.competitor_pattern and offer.competitor_pattern.search(snapshot.keywords)
    if mention:
        hits.append(Hit("competitor_customer", mention[0], Text(snapshot.keywords, "keywords", False)))
    return hits


def different(posts) -> Iterable[PostView]:
    """Posts without repetitions: the same text on two platforms counts once."""
    return {" ".join(post.text.split()).casefold(): post for post in reversed(posts)}.values()


def on_the_subject(hits_by_lead, offer) -> list[list[Hit]]:
    """Drop hits whose subject turns out to be another one; all open questions are answered in one batch."""
    open_hits = [hit for hits in hits_by_lead for hit in hits if hit.open_subject]
    if not open_hits:
        return hits_by_lead
    quotes = sorted({hit.quote for hit in open_hits})
    vectors = embed(quotes)
    near = dict(zip(quotes, closeness(vectors, offer.topic_vectors), strict=True))
    hurts = dict(zip(quotes, closeness(vectors, offer.pain_vectors), strict=True))

    def belongs(hit):
        if not hit.open_subject:
            return True
        return hurts[hit.quote] >= NAMES_THE_PAIN if hit.kind == "pain_match" else near[hit.quote] >= ON_THE_SUBJECT

    return [[hit for hit in hits if belongs(hit)] for hits in hits_by_lead]


def gather(snapshot, offer, fit, hits) -> Evidence:
    evidence = Evidence(lines=fit_lines(fit, offer), caps=fit.caps, rule=fit.rule)
    own_thing = next((hit for hit in hits if hit.kind == BUILDING_IN_HOUSE), None)
    if own_thing:
        evidence.rule = BUILDING_IN_HOUSE
        evidence.lines.append(line_of(own_thing, 0, FIT, "Is building the same thing in-house"))
    if works_for_competitor(snapshot, offer):
        evidence.rule = COMPETITOR_EMPLOYEE
        source = "company_name" if snapshot.company_name else "title"
        quote = getattr(snapshot, source)
        evidence.lines.append(ReceiptLine(0, FIT, "Works for a competitor", quote, source, kind=COMPETITOR_EMPLOYEE))
    if remark := settled_by(snapshot.notes, snapshot.full_name):
        evidence.rule, line = remark
        evidence.lines.append(line)
    hits = [hit for hit in hits if hit.kind in KINDS]
    hits += role_start(snapshot)
    evidence.lines += signal_lines(hits, snapshot.today)
    evidence.lines += freshness(hits, snapshot.today)
    evidence.lines += settled(snapshot)
    evidence.signals = [signal_of(hit) for hit in hits]
    return evidence


def role_start(snapshot) -> list[Hit]:
    started = snapshot.role_started_on
    if not started or not timedelta(0) <= snapshot.today - started <= timedelta(days=WORDLESS["job_change"]["until"]):
        return []
    written_at = datetime(started.year, started.month, started.day, tzinfo=UTC)
    return [Hit("job_change", started.isoformat(), Text("", ROLE_START, False, "", written_at))]


def settled(snapshot) -> list[ReceiptLine]:
    started = snapshot.role_started_on
    if not started or (snapshot.today - started).days < WORDLESS[SETTLED]["from"]:
        return []
    years = (snapshot.today - started).days // 365
    words = f"In the role for {years} years"
    day = started.isoformat()
    return [ReceiptLine(WORDLESS[SETTLED]["points"], TIMING, words, day, ROLE_START, date=day, kind=SETTLED)]


def age_of(hit, today) -> int | None:
    """Days; None for an undated text."""
    return max(0, (today - hit.text.written_at.date()).days) if hit.text.written_at else None


def worth(hit, today) -> float:
    kind, age = KINDS[hit.kind], age_of(hit, today)
    return kind.points * (UNDATED if age is None else 0.5 ** (age / kind.half_life))


def signal_lines(hits, today) -> list[ReceiptLine]:
    """One line a signal; of one kind the strongest counts in full, the next by half, the third by a quarter."""
    lines = []
    ranked = sorted(hits, key=lambda hit: (hit.kind, -abs(worth(hit, today)), hit.text.source, hit.quote))
    for kind, same in groupby(ranked, key=lambda hit: hit.kind):
        for hit, part in zip(same, REPEATS, strict=False):
            points = rounded(part * worth(hit, today))
            if points:
                lines.append(line_of(hit, points, KINDS[kind].dimension, words_of(hit, today, part)))
    return lines


def words_of(hit, today, part) -> str:
    """Without the age: the line carries the day, and is read on later days too."""
    undated = "undated, counts half" if age_of(hit, today) is None else ""
    remarks = ", ".join(filter(None, (undated, "" if part == 1 else "said again")))
    return f"{KINDS[hit.kind].words} ({remarks})" if remarks else KINDS[hit.kind].words


def freshness(hits, today) -> list[ReceiptLine]:
    """A recent signal of buying makes now a good time to answer: the newest one counts for timing as well."""
    lately = WORDLESS[SHOWN_LATELY]
    recent = [
        (age, hit)
        for hit in hits
        if KINDS[hit.kind].dimension == INTENT and KINDS[hit.kind].points > lately["above"]
        if (age := age_of(hit, today)) is not None and age <= lately["until"]
    ]
    if not recent:
        return []
    age, hit = min(recent, key=lambda item: (item[0], item[1].kind, item[1].text.source))
    points = rounded(lately["points"] * 0.5 ** (age / lately["half_life"]))
    return [line_of(hit, points, TIMING, lately["words"], kind=SHOWN_LATELY)]


def line_of(hit, points, dimension, reason, kind="") -> ReceiptLine:
    text, written = hit.text, hit.text.written_at.date().isoformat() if hit.text.written_at else ""
    return ReceiptLine(points, dimension, reason, hit.quote, text.source, text.url, written, kind or hit.kind, hit.sure)


def signal_of(hit) -> FoundSignal:
    kind = KINDS[hit.kind]
    text = hit.text
    return FoundSignal(hit.kind, kind.strength, hit.quote, text.source, text.url, text.written_at, hit.sure)
