"""The search box over many leads, without accents and apostrophes, beside a search for the words as they are stored.

And for e-mail addresses, which every lead has here.
"""

import time

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from leads.interface.lead_filters import capped_count
from leads.models import Lead, Workspace
from tests.benchmarks import at_most, observed

NAME = "search"
SIZE = 1_000_000
ROUNDS = 21
PAGE = 51
TIMES = 1.2
# what is typed, and the words as they are stored
SEARCHES = {
    "one lead": ("quillfeather", "Quillfeather"),
    "an accent": ("soren fjord", "Søren Fjord"),
    "an apostrophe": ("oneil 777", "O'Neil 777"),
    "a town": ("izmir planner", "İzmir Planner"),
    "two letters": ("so", "Sø"),
    "in any order": ("lyon head maria", "Lyon Head Maria"),
    "many leads": ("works", "Works"),
}
ADDRESSES = ("p4711@made-4711.example", "p4711@made-47", "@made-4711.example", "made-4711.example", "@made-4")
MOST_MS = 50
COLUMN = """
    ALTER TABLE leads_lead ADD COLUMN as_stored tsvector GENERATED ALWAYS AS (to_tsvector('simple',
        full_name || ' ' || title || ' ' || company_name || ' ' || industry || ' ' || location)) STORED;
    DROP INDEX lead_search_text;
    DROP INDEX lead_by_email_domain;
"""
PEOPLE = """
    INSERT INTO leads_lead (workspace_id, linkedin_slug, x_handle, x_user_id, email, phone, email_key, person_key,
        full_name, title, company_name, company_size, company_location, industry, location, bio, skills, keywords,
        website, notes, connection, best_state, missing, created_at, updated_at)
    SELECT %(workspace)s, 'made-up-' || n, '', '', format('p%%s@made-%%s.example', n, n %% 30000), '',
        format('p%%s@made-%%s.example', n, n %% 30000), '',
        CASE WHEN n = 4711 THEN 'Robert Quillfeather' ELSE
            (ARRAY['Søren', 'Maria', 'Sean', 'Zoë', 'Ana', 'Łukasz', 'John', 'Eva', 'Ayşe', 'Tom', 'Kim'])[1 + n %% 11]
            || ' ' || (ARRAY['Fjord', 'O''Neil', 'Núñez', 'Stone', 'Reed', 'Weiß', 'Hale'])[1 + n %% 7]
            || ' ' || n %% 1000 END,
        (ARRAY['Plant Manager', 'Head of Production', 'Recruiter', 'Planner', 'VP Sales'])[1 + n %% 5],
        initcap(substr(md5((n %% 30000)::text), 1, 6)) || ' Works', '', '', 'Machinery',
        (ARRAY['İzmir, Türkiye', 'Lyon, France', 'Austin, Texas', 'Kraków, Poland'])[1 + n / 7 %% 4],
        '', '', '', '', '', 'not_connected', 'not_scored', '{}', now(), now()
    FROM generate_series(1, %(size)s) AS n
"""
INDEXES = """
    CREATE INDEX lead_search_text ON leads_lead USING gin (search_text);
    CREATE INDEX lead_as_stored ON leads_lead USING gin (as_stored);
    CREATE INDEX lead_by_email_domain ON leads_lead (
        (split_part(email, '@', 2) || '@' || split_part(email, '@', 1)) text_pattern_ops) WHERE NOT (email = '');
"""


def run(size):
    workspace = Workspace.objects.create(name="Team", slug="team")
    with connection.cursor() as cursor:
        cursor.execute(COLUMN)
        cursor.execute(PEOPLE, {"workspace": workspace.pk, "size": size})
        cursor.execute(INDEXES)
        cursor.execute("VACUUM ANALYZE leads_lead")
        # or the second of two scans begins where the first has just read
        cursor.execute("SET synchronize_seqscans = off")
    leads = Lead.objects.filter(workspace=workspace)
    for name, (typed, stored) in SEARCHES.items():
        ours, theirs = leads.matching_text(typed), as_stored(leads, stored)
        if capped_count(ours) < capped_count(theirs):
            raise RuntimeError(f"“{typed}” does not find all that “{stored}” finds.")
        found, reference = fastest(ours, theirs)
        yield at_most(f"{name}: {typed}", found, "ms", limit=reference, times=TIMES)
    for typed in ADDRESSES:
        wanted = leads.matching_text(typed)
        if not wanted.exists():
            raise RuntimeError(f"“{typed}” finds no lead.")
        yield at_most(f"an e-mail address: {typed}", fastest(wanted, wanted)[0], "ms", limit=MOST_MS)
    yield observed("a place: izmir", fastest(leads.in_place("izmir"), leads)[0], "ms")


def as_stored(leads, words):
    query = " & ".join(f"{word}:*" for word in words.replace("'", " ").split())
    found = RawSQL("as_stored @@ to_tsquery('simple', %s)", [query], output_field=BooleanField())
    return leads.filter(found)


def fastest(*searches):
    """Milliseconds of the first page and the capped count of each, at their best; the searches take turns.

    Many take a few milliseconds, and whatever else the machine does only adds to them.
    """
    seconds = [[] for _ in searches]
    for _ in range(ROUNDS):
        for leads, taken in zip(searches, seconds, strict=True):
            started = time.perf_counter()
            list(leads.order_by("-id").values_list("pk", "full_name")[:PAGE])
            capped_count(leads)
            taken.append(time.perf_counter() - started)
    return [min(taken) * 1000 for taken in seconds]
