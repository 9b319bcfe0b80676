from django.db import connection, transaction

from pool.describing import DESCRIPTION_COLUMNS, describe, description_model
from pool.models import PoolProfile

TEXT_COLUMNS = ("role", "bio", "industry", "company", "location", "skills", "keywords")


def redescribe(*, limit):
    """Describe anew up to `limit` profiles that another taxonomy or sentence model described. Returns how many.

    Until then they match nothing: their codes mean something else.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        stale = list(
            PoolProfile.objects.exclude(embedding_model=description_model())
            .select_for_update(skip_locked=True, no_key=True)
            .order_by("pk")
            .values("pk", *TEXT_COLUMNS)[:limit]
        )
        if not stale:
            return 0
        columns = ", ".join(DESCRIPTION_COLUMNS)
        cursor.execute(f"""
            CREATE TEMP TABLE redescribed ON COMMIT DROP AS
            SELECT id, {columns} FROM pool_poolprofile WITH NO DATA
        """)
        with cursor.copy(f"COPY redescribed (id, {columns}) FROM STDIN") as copy:
            for profile, description in zip(stale, describe(stale), strict=True):
                copy.write_row((profile["pk"], *description))
        cursor.execute(f"""
            UPDATE pool_poolprofile p SET ({columns}) = (SELECT {columns} FROM redescribed r WHERE r.id = p.id)
            WHERE id IN (SELECT id FROM redescribed)
        """)
        return len(stale)
