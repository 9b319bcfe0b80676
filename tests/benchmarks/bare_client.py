"""The reference of `overhead`: the same calls in a bare loop of clients, with one insert for each answer.

Run as a process of its own for each worker: `python -m tests.benchmarks.bare_client SANDBOX_URL CONCURRENCY` reads
(slug, handle) as JSON lines and ends when all are done.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import django

CREATE = "CREATE UNLOGGED TABLE bare_answer (id bigserial PRIMARY KEY, person text, answer jsonb)"
INSERT = "INSERT INTO bare_answer (person, answer) VALUES (%s, %s)"


def read(providers, slug, handle):
    """The calls that the pipeline makes for a person on both platforms, in its order."""
    profile = providers.linkedin.profile(slug).value
    yield profile
    yield providers.x.user_by_username(handle).value
    yield providers.linkedin.posts(profile.id, limit=20).value
    yield providers.linkedin.comments_by(profile.id, limit=20).value


def main(url, concurrency):
    django.setup()
    from django.db import connection

    from autoreach.providers import configured
    from autoreach.sandbox import environment

    people = [json.loads(line) for line in sys.stdin]
    providers = configured(environment(url))
    with ThreadPoolExecutor(int(concurrency)) as threads, connection.cursor() as cursor:
        answered = threads.map(lambda person: (person[0], list(read(providers, *person))), people)
        for slug, answers in answered:
            for answer in answers:
                cursor.execute(INSERT, [slug, json.dumps(str(answer))])


if __name__ == "__main__":
    main(*sys.argv[1:])
