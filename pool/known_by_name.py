"""Profiles with neither LinkedIn nor X. A workspace meets only those of its own leads.

A team that does not know the person could not reach them, and the one that stated them did not publish them.
"""

from django.db.models.functions import Lower

from leads.models import Lead
from pool.models import PoolProfile
from pool.profiles import keyed


def own_leads(workspace_id, profile_ids) -> dict[int, Lead]:
    """Of profiles known by name and company alone, the workspace's own lead by the profile's id; the oldest of several.

    A profile of none of its leads is left out.
    """
    profiles = PoolProfile.objects.filter(pk__in=profile_ids).values_list("pk", "full_name", "person_key")
    names = {name.lower() for _, name, _ in profiles}
    leads = Lead.objects.annotate(name=Lower("full_name")).filter(workspace=workspace_id, name__in=names)
    own = {key: lead for lead, key in keyed(leads)}
    return {pk: own[key] for pk, _, key in profiles if key in own}
