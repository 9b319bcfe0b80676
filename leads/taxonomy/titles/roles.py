"""The roles of a title: the work each names, and its rank."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain

from leads.taxonomy.functions import WEAK, function_affinity, title_spans, weights_of
from leads.taxonomy.industries import canonical_industries
from leads.taxonomy.seniority import RANK_WORDS, Seniority, glued_ranks, ranks_in
from leads.taxonomy.titles.scope import own_parts, without_employer
from leads.taxonomy.titles.spelling import plain, unslipped, words_of
from leads.taxonomy.words import singular

_AND = re.compile(r"\s(?:&|\+|and|und|et|y|e)\s", re.IGNORECASE)
LONGEST = 300
KIN = 0.3
OF_ANY_TRADE = frozenset(
    """advocate analyst assistant associate clerk consultant coordinator engineer fellow office officer operation
    planning project representative specialist strategist supervisor support technician unit""".split()
)
STUDENT = "student"
# Who studies a trade carries its name without practising it.
STUDIES = frozenset(
    """student studentin study candidate undergraduate étudiant étudiante estudiante estudante studente studentessa
    alumni alumnus""".split()
)
FOR_STUDENTS = frozenset(
    """affair service success life housing account recruitment engagement support experience loan activity union
    development program record enrollment enrolment government""".split()
)
AGENT = re.compile(
    r".*(?:er|or|ist|iste|ant|ante|(?<!m)ent|ente|ian|man|woman|eer|ive|ee|eur|euse|rice|ero|era|ora|ore|aire|ogue|yst|ect|ate|"
    r"ário|ária|arzt|ärztin|wirt|loge|kraft|frau|in|ief|judge|chef|nurse|coach|pilot|clerk|cook|rep|dean|baker|guide|aide)"
)
NO_AGENTS = frozenset(
    """customer consumer computer career order labor power water center user member talent content event corporate real
    retail train main chain fashion design dentaire""".split()
)
# "HR software sales" sells to HR. Words are in the singular, as in titles that were read.
PRODUCTS = frozenset(
    map(singular, "software saas tech technology platform solution tool app system equipment device supply".split())
)
SELLING = frozenset({"sales", "sales-development", "business-development", "sales-engineer", "medical-sales"})
# Who works in these fields without practising: "oncology sales".
LICENSED = frozenset({"doctor", "dentist", "veterinarian", "lawyer"})
_NOT_LICENSED = """analyst sales salesperson representative rep marketer marketing recruiter recruitment coordinator
    strategist engineer developer administrator buyer"""
NOT_LICENSED = frozenset(map(singular, _NOT_LICENSED.split()))
DEANS = frozenset({"dean", "provost", "rector"})
ACADEMIC = frozenset({"university-admin", "school-leader", "professor"})
LEARNS = frozenset({"junior", "jr", "trainee", "apprentice"})
# A shorter word is too often another word, with one letter more or less.
SHORTEST_RANK = 6


@dataclass(frozen=True, slots=True)
class Role:
    """`functions` are ((code, weight), …), best first; weight 1 is certain. `leading` is the one named first.

    `rank` is None where the words name the work alone, "Accounting".
    """

    functions: tuple[tuple[str, float], ...]
    rank: Seniority | None
    leading: str = ""


@lru_cache(200_000)
def read_roles(title) -> tuple[Role, ...]:
    """The person's own roles of today, in the order of the title; of equal ones the first."""
    return _read(without_employer((title or "")[:LONGEST]).strip())


@lru_cache(200_000)
def _read(title) -> tuple[Role, ...]:
    """Read without the employer: titles repeat, employers do not."""
    return tuple(dict.fromkeys(joined([role_of(pieces) for parts in _own(title) for pieces in grouped(parts)])))


@lru_cache(200_000)
def _own(title) -> list[list[str]]:
    return own_parts(plain(title))


def grouped(parts) -> list[list[list[str]]]:
    """Pieces of words by role: one that names a rank of its own ends the role before, "VP, Sales" is one."""
    groups, has_rank = [], False
    for piece in (piece for part in parts for piece in _AND.split(part)):
        words = words_of(piece)
        is_rank = rank_of(words) is not None
        if not groups or (has_rank and is_rank):
            groups.append([])
            has_rank = False
        groups[-1].append(words)
        has_rank |= is_rank
    return [pieces for group in groups if (pieces := [words for words in group if words])]


def role_of(pieces) -> Role:
    words, starts = list(chain(*pieces)), set(accumulate(map(len, pieces)))
    slipped = [unslipped(word) for word in words]
    rank = rank_of(words)
    if rank is None or slipped != words:
        rank = rank_of(with_ranks(words, slipped))
    words = put_right(words, slipped)
    if rank is None and names_a_person(words):
        rank = Seniority.STAFF
    spans = without_modifiers(title_spans(words), words, starts)
    spans = [(start, end, own_trade(start, end, weights, words, starts, spans)) for start, end, weights in spans]
    _, _, first = min(spans, default=(0, 0, {}), key=lambda span: span[:2])
    functions = weights_of(spans)
    if any(word in STUDIES and after not in FOR_STUDENTS for word, after in zip(words, [*words[1:], ""], strict=True)):
        functions = tuple((code, weight if code == STUDENT else min(weight, WEAK)) for code, weight in functions)
    return Role(functions, rank, max(first, key=first.get, default=""))


def without_modifiers(spans, words, starts) -> list:
    """ "Software sales manager" sells: the name of an industry right before another trade only says what with."""
    heads = {start: weights for start, end, weights in spans if start not in starts and is_trade(words[start:end])}
    return [
        (start, end, weakened(weights, heads[end]))
        if end in heads and end - start == 1 and canonical_industries(words[start])
        else (start, end, weights)
        for start, end, weights in spans
    ]


def own_trade(start, end, weights, words, starts, spans) -> dict[str, float]:
    """What a span weighs, less where it is the field of a product that is sold, of a faculty, or of a licence."""
    stop = min((place for place in starts if place >= end), default=len(words))
    is_field = not names_a_person(words[start:end])
    if is_field and not DEANS.isdisjoint(words[:start]):
        return {code: weight if code in ACADEMIC else min(weight, WEAK) for code, weight in weights.items()}
    if is_field and LICENSED & weights.keys() and not NOT_LICENSED.isdisjoint(words[end:stop]):
        return {code: min(weight, WEAK) if code in LICENSED else weight for code, weight in weights.items()}
    if not SELLING & weights.keys() and is_sold(start, end, words[:stop], spans):
        return {code: min(weight, WEAK) for code, weight in weights.items()}
    return weights


def is_sold(start, end, words, spans) -> bool:
    """Whether the words are of a product right before those of who sells it, or end a title that sells."""
    product = end - 1 if words[end - 1] in PRODUCTS else end
    if product >= len(words) or words[product] not in PRODUCTS:
        return False
    sellers = [span for span in spans if SELLING & span[2].keys()]
    is_last = product + 1 == len(words)
    return any(last <= start if is_last else first == product + 1 for first, last, _ in sellers)


def is_trade(words) -> bool:
    """Whether the words name someone who works, and at what."""
    named = [word for word in words if word not in RANK_WORDS and word not in OF_ANY_TRADE]
    return bool(named) and (words[-1] in RANK_WORDS or names_a_person(words[-1:]))


def weakened(weights, head) -> dict[str, float]:
    return {
        code: weight if any(function_affinity(code, other) >= KIN for other in head) else min(weight, WEAK)
        for code, weight in weights.items()
    }


def names_a_person(words) -> bool:
    """Whether the words name someone who works, "accountant", or only the work: "accounting"."""
    return any(AGENT.fullmatch(word) and word not in NO_AGENTS for word in (words[0], words[-1]))


def with_ranks(words, slipped) -> list[str]:
    """The words with slips put right in those that name a rank."""
    return [
        new if new in RANK_WORDS and len(old) >= SHORTEST_RANK else old for old, new in zip(words, slipped, strict=True)
    ]


def put_right(words, slipped) -> list[str]:
    """The words with slips put right, where that explains what the words as they stand do not."""
    if slipped == words:
        return words
    before, after = title_spans(words), title_spans(slipped)
    if not before:
        return slipped
    sure = {place for start, end, _ in after if end - start > 1 for place in range(start, end)}
    return [new if place in sure else old for place, (old, new) in enumerate(zip(words, slipped, strict=True))]


def rank_of(words) -> Seniority | None:
    found = [*ranks_in(words), *glued_ranks(" ".join(words))]
    highest = max(found, default=None)
    if Seniority.INTERN in found and highest < Seniority.DIRECTOR:
        return Seniority.INTERN
    if highest in (Seniority.SENIOR, Seniority.MANAGER) and not LEARNS.isdisjoint(words):
        return Seniority.JUNIOR
    return highest


def joined(roles) -> list[Role]:
    """A rank that stands alone belongs to the work beside it: "VP | Sales"."""
    kept = []
    for role in roles:
        last = kept[-1] if kept else None
        if last and not last.functions and last.rank is not None and role.functions and role.rank is None:
            kept[-1] = replace(role, rank=last.rank)
        elif last and last.functions and last.rank is None and not role.functions and role.rank is not None:
            kept[-1] = replace(last, rank=role.rank)
        elif role.functions or role.rank is not None:
            kept.append(role)
    return kept


@lru_cache(200_000)
def weigh_own(title) -> tuple[tuple[str, float], ...]:
    """((code, weight), …) of the work that the person does today, best first."""
    weights = {}
    for role in read_roles(title):
        for code, weight in role.functions:
            weights[code] = max(weight, weights.get(code, 0))
    return tuple(sorted(weights.items(), key=lambda item: -item[1]))


@lru_cache(200_000)
def classify_seniority(title) -> Seniority:
    """The highest rank that a title names for today; STAFF for one that names none."""
    ranks = [role.rank for role in read_roles(title) if role.rank is not None]
    if ranks:
        return max(ranks)
    return Seniority.STAFF if own_words(title) else Seniority.UNKNOWN


@lru_cache(200_000)
def own_words(title) -> str:
    """What the title says of the person's own roles of today; "" where it says nothing of them."""
    parts = _own(without_employer((title or "")[:LONGEST]).strip())
    return ", ".join(part for group in parts for part in group if words_of(part))
