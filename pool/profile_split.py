"""Splitting a profile of the pool that a wrong match made of two people."""

from django.db import connection, transaction

from pool.models import PoolProfile
from pool.origins import COPIED
from pool.profiles import LOCK, pool_text, store_leads


def split_profile(*, linkedin_slug, x_handle, wrong, texts, lead_ids):
    """Take the key `wrong` from the profile that has both, with the texts (by lead field) that came with it.

    Then the leads are stored again, each under the keys it has now.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        profiles = PoolProfile.objects.filter(linkedin_slug=linkedin_slug, x_handle=x_handle)
        for profile in profiles if linkedin_slug and x_handle else ():
            setattr(profile, wrong, "")
            profile.origins.pop(wrong, None)
            for field, text in texts.items():
                column = COPIED.get(field)
                if column and getattr(profile, column) == pool_text(column, text):
                    setattr(profile, column, "")
                    profile.origins.pop(column, None)
            profile.embedding_model = ""
            profile.save()
        store_leads(lead_ids=lead_ids)
