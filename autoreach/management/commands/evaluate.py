import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from leads.audience.reader import read_audience
from leads.identity import likeness, matcher
from leads.identity.person import Person
from leads.models import Offer
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from pool.describing import DESCRIPTION_COLUMNS, describe, description_model, model_number
from pool.matching import match_icp
from scoring.local import score_leads
from scoring.local.offer import OfferView
from scoring.local.wants import verdicts
from scoring.snapshot import PostView, Snapshot

TEXT_COLUMNS = ("role", "bio", "industry", "company", "company_size", "location", "skills", "keywords")
ICP_FIELDS = "name description target_audience industries locations pain_points competitors".split()
NEIGHBOUR = 0.5
PROFILE_FIELDS = {"keywords": "company_keywords"}


class Command(BaseCommand):
    help = "Run the matchers over files with known answers."

    def add_arguments(self, parser):
        what = parser.add_subparsers(dest="what", required=True)
        matching = what.add_parser("matching", help="rank profiles for ICP queries, as the pool would")
        for name in ("profiles", "queries", "out"):
            matching.add_argument(f"--{name}", type=Path, required=True, metavar=f"{name.upper()}.jsonl")
        matching.add_argument("--limit", type=int, default=500, help="profiles per query (default 500)")
        matching.set_defaults(run=rank_profiles)
        identity = what.add_parser("identity", help="decide which pairs are one person")
        for name in ("pairs", "out"):
            identity.add_argument(f"--{name}", type=Path, required=True, metavar=f"{name.upper()}.jsonl")
        identity.set_defaults(run=match_pairs)
        titles = what.add_parser("titles", help="score job titles for one offer")
        titles.add_argument("--offer", type=Path, required=True, metavar="OFFER.json")
        for name in ("titles", "out"):
            titles.add_argument(f"--{name}", type=Path, required=True, metavar=f"{name.upper()}.jsonl")
        titles.set_defaults(run=score_titles)
        intent = what.add_parser("intent", help="say of which kind posts are")
        for path in ("posts", "out"):
            intent.add_argument(f"--{path}", type=Path, required=True, metavar=f"{path.upper()}.jsonl")
        intent.set_defaults(run=read_posts)
        buying = what.add_parser("buying", help="score the intent of posts, each for one of several offers")
        buying.add_argument("--offers", type=Path, required=True, metavar="OFFERS.json")
        for path in ("posts", "out"):
            buying.add_argument(f"--{path}", type=Path, required=True, metavar=f"{path.upper()}.jsonl")
        buying.set_defaults(run=score_posts)
        for name, run in (("audience", read_sentences), ("languages", read_languages)):
            reading = what.add_parser(name, help="say what target audiences are understood as")
            for path in ("sentences", "out"):
                reading.add_argument(f"--{path}", type=Path, required=True, metavar=f"{path.upper()}.jsonl")
            reading.set_defaults(run=run)

    def handle(self, *, run, out, **options):
        lines, said = run(**options)
        out.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        self.stdout.write(f"{said} in {out}")


def rank_profiles(*, profiles, queries, limit, **options):
    asked = read_lines(queries)
    with Described(read_lines(profiles)) as described:
        lines = [{"qid": query["qid"], "ranked": described.rank(query, limit)} for query in asked]
    return lines, f"{len(lines)} queries ranked"


def match_pairs(*, pairs, **options):
    lines = []
    for pair in read_lines(pairs):
        match = match_pair(pair)
        lines.append({"id": pair["id"], "probability": round(match.probability, 4), "decision": match.band})
    return lines, f"{len(lines)} pairs decided"


def match_pair(pair):
    """Profiles are compared as the finders do; where there is a name alone, the question is whether it is the same."""
    a, b = Person.of(pair["a"]), Person.of(pair["b"])
    match pair["kind"]:
        case "person_name":
            return likeness.same_name(a.name, b.name)
        case "company_name":
            return likeness.same_company(a.company, b.company)
        case "name_vs_handle":
            return likeness.same_in_handle(a.name or b.name, b.handle or a.handle)
        case _:
            return matcher.compare(a, b)


def score_titles(*, titles, offer, **options):
    """The fit of people of whom only the title is known."""
    rows, offer = read_lines(titles), read_offer(offer)
    today = timezone.localdate()
    snapshots = [Snapshot(number, today, title=row["title"]) for number, row in enumerate(rows)]
    cards = score_leads(snapshots, offer)
    lines = [{"id": row["id"], "fit": card.fit} for row, card in zip(rows, cards, strict=True)]
    return lines, f"{len(lines)} titles scored"


def read_posts(*, posts, **options):
    """The kind of each post: the most probable signal where a signal is more probable than none."""
    rows = read_lines(posts)
    lines = [
        {"id": row["id"], "kind": kind, "is_b2b_signal": is_signal, "confidence": round(sure, 4)}
        for row, (kind, is_signal, sure) in zip(rows, verdicts([row["text"] for row in rows]), strict=True)
    ]
    return lines, f"{len(lines)} posts read"


def score_posts(*, posts, offers, **options):
    """The intent of people of whom only a post of today is known."""
    rows, stated = read_lines(posts), parsed(offers, json.loads)
    views = {name: OfferView.of(offer_of(fields)) for name, fields in stated.items()}
    now = timezone.now()
    lines = []
    for number, row in enumerate(rows):
        post = PostView(number, row["text"], posted_at=now)
        [card] = score_leads([Snapshot(number, now.date(), posts=(post,))], views[row["offer"]])
        lines.append({"id": row["id"], "intent": card.intent})
    return lines, f"{len(lines)} posts scored"


def read_offer(path):
    """An unsaved offer of the fields a file states."""
    return offer_of(parsed(path, json.loads))


def offer_of(stated):
    return Offer(**{name: stated[name] for name in ICP_FIELDS if name in stated})


def read_sentences(*, sentences, **options):
    """`near` names the codes that the taxonomy holds as neighbours of those understood."""
    lines = []
    for row in read_lines(sentences):
        audience = read_audience(row["audience"], row.get("industries"), row.get("locations"))
        near = {code: neighbours(code) for code in audience.functions}
        read = {"functions": audience.functions, "leadership": audience.leadership, "near": near}
        lines.append({"id": row["id"], **read})
    return lines, f"{len(lines)} audiences read"


def neighbours(code):
    return [other for other in FUNCTIONS if other != code and function_affinity(code, other) >= NEIGHBOUR]


def read_languages(*, sentences, **options):
    lines = [
        {"id": row["id"], "lang": language, "functions": read_audience(sentence).functions}
        for row in read_lines(sentences)
        for language, sentence in row["sentences"].items()
    ]
    return lines, f"{len(lines)} audiences read"


def read_lines(path):
    return parsed(path, lambda text: [json.loads(line) for line in text.split("\n") if line.strip()])


def parsed(path, parse):
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CommandError(f"{path} cannot be read as JSON: {error}") from error


class Described:
    """Profiles in temporary tables that hide the pool's own from this connection: same columns, same statements."""

    def __init__(self, profiles):
        self.profiles = profiles
        texts = [{name: field(profile, name) for name in TEXT_COLUMNS} for profile in profiles]
        self.rows = [
            (number, text.values(), description)
            for number, (text, description) in enumerate(zip(texts, describe(texts), strict=True))
        ]
        self.sources = None

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute(f"""
                CREATE TEMP TABLE pool_poolprofile AS
                SELECT id, linkedin_slug, x_handle, {", ".join(TEXT_COLUMNS)}, embedding_model, expires_at,
                    example_of_id
                FROM pool_poolprofile WITH NO DATA;
                CREATE TEMP TABLE pool_poolvector AS SELECT * FROM pool_poolvector WITH NO DATA;
                ALTER TABLE pg_temp.pool_poolprofile ALTER expires_at SET DEFAULT 'infinity',
                    ALTER linkedin_slug SET DEFAULT 'known', ALTER x_handle SET DEFAULT ''
            """)
        return self

    def __exit__(self, *error):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE pg_temp.pool_poolprofile, pg_temp.pool_poolvector")

    def rank(self, query, limit):
        self._load(frozenset(query.get("pool") or {profile.get("source") for profile in self.profiles}))
        icp = read_audience(query["target_audience"], query.get("industries"), query.get("locations"))
        return [self.profiles[match.profile_id]["id"] for match in match_icp(icp=icp, limit=limit)]

    def _load(self, sources):
        if sources == self.sources:
            return
        columns = ("id", *TEXT_COLUMNS, "embedding_model")
        described = ("profile_id", "model", *DESCRIPTION_COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE pg_temp.pool_poolprofile, pg_temp.pool_poolvector")
            rows = [row for row in self.rows if self.profiles[row[0]].get("source") in sources]
            with cursor.copy(f"COPY pg_temp.pool_poolprofile ({', '.join(columns)}) FROM STDIN") as copy:
                for number, texts, _ in rows:
                    copy.write_row((number, *texts, description_model()))
            with cursor.copy(f"COPY pg_temp.pool_poolvector ({', '.join(described)}) FROM STDIN") as copy:
                for number, _, description in rows:
                    copy.write_row((number, model_number(), *description))
            cursor.execute("ANALYZE pg_temp.pool_poolprofile, pg_temp.pool_poolvector")
        self.sources = sources


def field(profile, name):
    return str(profile.get(PROFILE_FIELDS.get(name, name)) or "").replace("\0", "")
