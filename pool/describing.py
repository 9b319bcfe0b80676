"""What matching needs to know of a profile, derived from its texts."""

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

import leads.taxonomy
from leads.taxonomy.embedding import EMBEDDING_MODEL, embed
from leads.taxonomy.functions import FUNCTIONS, WEAK
from leads.taxonomy.industries import INDUSTRIES, company_industry
from leads.taxonomy.languages import known_industries
from leads.taxonomy.places import parse_place
from leads.taxonomy.titles.roles import classify_seniority, weigh_own
from pool.codebook import BLOCKS, DIMENSIONS, FUNCTION, INDUSTRY, MEANING, PLACE, RANK, meaning, mixture

# the columns of PoolVector that a description fills
DESCRIPTION_COLUMNS = (
    "title_number",
    "seniority",
    "functions",
    "industries",
    "country",
    "region",
    "city",
    "embedding",
)
# A number above this is a guess: a title that only may name the function, an industry read off a company's name.
GUESSED = 500
GUESS_WEIGHT = {"function": WEAK, "industry": 0.8}
MAX_FUNCTIONS, MAX_INDUSTRIES = 3, 2
WORKSPACES = 2**31 - 1
CITY_SHARE, REGION_SHARE = 0.45, 0.6
_BATCH = 4096


@cache
def description_model() -> str:
    """A version of the sentence model and the taxonomy. Profiles that another version described are described again."""
    folder = Path(leads.taxonomy.__file__).parent
    files = sorted((*folder.glob("**/*.py"), *folder.glob("data/**/*.toml"), Path(__file__)))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{EMBEDDING_MODEL}+{digest[:12]}"


@cache
def model_number(workspace_id=None) -> int:
    """A number for `description_model`, and for the workspace of a made-up profile, which the scan compares."""
    return _number(description_model()) ^ (workspace_id or 0) % WORKSPACES


def title_number(title) -> int:
    """A number for a title, whatever its case and spaces: it is compared instead of the words."""
    return _number(" ".join(title.lower().split()))


def _number(text):
    return crc32(text.encode()) - 2**31


@lru_cache(50_000)
def title_codes(title) -> tuple[int, list[int], np.ndarray]:
    """(seniority, function numbers, function block and rank block side by side) of a job title."""
    seniority = classify_seniority(title)
    weights = dict(weigh_own(title)[:MAX_FUNCTIONS])
    numbers = [FUNCTIONS[code].number + (0 if weight == 1 else GUESSED) for code, weight in weights.items()]
    blocks = np.concatenate([mixture(FUNCTION, weights), mixture(RANK, {seniority.name: 1.0})])
    return int(seniority), numbers, blocks


@lru_cache(50_000)
def industry_codes(industry, company) -> tuple[list[int], np.ndarray]:
    codes = dict.fromkeys(known_industries(industry)[:MAX_INDUSTRIES], 1.0)
    guess = None if codes else company_industry(company)
    if guess:
        codes = {guess: GUESS_WEIGHT["industry"]}
    numbers = [INDUSTRIES[code].number + (0 if weight == 1 else GUESSED) for code, weight in codes.items()]
    return numbers, mixture(INDUSTRY, codes)


@lru_cache(50_000)
def place_codes(location) -> tuple[str, str, str, np.ndarray]:
    """(country, region key, city key, place block)"""
    place = parse_place(location)
    if not place.country:
        return "", "", "", mixture(PLACE, {})
    region = f"{place.country}:{place.region}" if place.region else ""
    city = f"{place.country}:{place.city}" if place.city else ""
    codes = {place.country: 1.0}
    block = mixture(PLACE, codes)
    if region:
        block = block + REGION_SHARE * mixture(PLACE, {region: 1.0})
    if city:
        block = block + CITY_SHARE * mixture(PLACE, {"city " + city: 1.0})
    return place.country, region[:100], city[:100], block


def describe(profiles) -> Iterator[tuple]:
    """DESCRIPTION_COLUMNS of each profile (dicts with the pool's text columns), in order."""
    for start in range(0, len(profiles), _BATCH):
        yield from _describe_batch(profiles[start : start + _BATCH])


def _describe_batch(profiles):
    meanings = _meanings(profiles)
    vectors = np.zeros((len(profiles), DIMENSIONS), dtype=np.float32)
    vectors[:, BLOCKS[MEANING]] = meanings
    columns = []
    for vector, profile in zip(vectors, profiles, strict=True):
        role = profile.get("role", "")
        seniority, functions, title_blocks = title_codes(role)
        industries, industry_block = industry_codes(profile.get("industry", ""), profile.get("company", ""))
        country, region, city, place_block = place_codes(profile.get("location", ""))
        vector[BLOCKS[FUNCTION].start : BLOCKS[RANK].stop] = title_blocks
        vector[BLOCKS[INDUSTRY]] = industry_block
        vector[BLOCKS[PLACE]] = place_block
        columns.append((title_number(role), seniority, functions, industries, country, region, city))
    for known, vector in zip(columns, literals(vectors), strict=True):
        yield (*known, vector)


def literals(vectors) -> Iterator[str]:
    """Each vector as PostgreSQL reads it; whole ten-thousandths print thirty times faster than floats."""
    for vector in np.rint(vectors * 10_000).astype(int).tolist():
        yield "[" + str(vector)[1:-1].replace(",", "e-4,") + "e-4]"


def _meanings(profiles):
    """Half the title, half everything else the profile says about the work."""
    titles = [profile.get("role", "") for profile in profiles]
    distinct = {title: index for index, title in enumerate(dict.fromkeys(titles))}
    title_vectors = meaning(embed(list(distinct)))[[distinct[title] for title in titles]]
    return meaning(title_vectors + meaning(embed([profile_text(profile) for profile in profiles])))


def profile_text(profile) -> str:
    parts = (("role", 120), ("industry", 60), ("skills", 200), ("bio", 300), ("keywords", 150))
    return ". ".join(text[:length] for name, length in parts if (text := profile.get(name, "")))
