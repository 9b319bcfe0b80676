"""Who said what the pool holds of a person. A platform that was read outweighs what a workspace states, however new.

Of two readings of one platform the newer wins. What one workspace states, another may complete but not replace.
"""

from functools import cache

from django.utils.crypto import salted_hmac

from autoreach.providers.registry import LINKEDIN, X
from leads.identity.keys import linkedin_slug, x_handle
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import PlatformProfile

COPIED = {
    "linkedin_slug": "linkedin_slug",
    "x_handle": "x_handle",
    "full_name": "full_name",
    "title": "role",
    "bio": "bio",
    "industry": "industry",
    "company_name": "company",
    "company_size": "company_size",
    "location": "location",
    "skills": "skills",
    "keywords": "keywords",
}
RANKS = {LINKEDIN: 3, X: 2}
STATED = 1
PLATFORM_OF = {key: platform for platform, key in HANDLE_FIELDS.items()}
WEB = "web"
# What a lead's provenance says of a handle that a platform told or a finder judged.
FOUND = frozenset((LINKEDIN, X, "finder"))
# What `contribution` reads of a lead and of its profiles, which have many columns more.
OF_LEAD = (*COPIED, "workspace", "x_user_id", "provenance")
OF_PROFILE = (
    "lead", "platform", "state", "handle", "external_id", "name", "bio", "location", "headline", "details",
)  # fmt: skip


def contribution(lead, profiles):
    """The lead with its platform profiles as the pool's text columns, with their origins.

    `keys_are_stated`: the workspace alone says that both keys are of one person.
    """
    read = {profile.platform: profile for profile in profiles if is_read(profile, lead)}
    hidden = {profile.platform for profile in profiles if profile.state != PlatformProfile.State.FOUND}
    texts = {column: text_of(lead, name, hidden) for name, column in COPIED.items()}
    stated = contributor(lead.workspace_id)
    said = {platform: texts_in(profile) for platform, profile in read.items()}
    origins = {column: origin(lead, name, said) or stated for name, column in COPIED.items() if texts[column]}
    for platform in sorted(read, key=RANKS.get):
        if read[platform].name:
            texts["full_name"], origins["full_name"] = read[platform].name, platform
    return texts | {
        "origins": origins,
        "keys_are_stated": are_keys_stated(lead),
    }


def text_of(lead, name, hidden):
    """Empty where the web said it, or an account that not everyone is shown; such an account's handle is empty too.

    By the handle of an account that does not exist, or is suspended, no other team could reach the person.
    """
    source = PLATFORM_OF.get(name) or lead.provenance.get(name, ("",))[0]
    return "" if source == WEB or source in hidden else getattr(lead, name)


@cache
def contributor(workspace_id):
    """Names a workspace to itself alone."""
    return salted_hmac("pool.contributor", str(workspace_id)).hexdigest()[:16]


def is_read(profile, lead):
    """Whether a platform showed this profile under the address that the lead has now."""
    if profile.state != PlatformProfile.State.FOUND:
        return False
    if profile.platform == X:
        return profile.external_id == lead.x_user_id != "" or x_handle(profile.handle) == lead.x_handle != ""
    return lead.linkedin_slug != "" and lead.linkedin_slug in (
        profile.handle,
        linkedin_slug(profile.details.get("slug", "")),
    )


def origin(lead, name, said):
    """The platform that says this text of the person; None where the workspace states it."""
    noted = lead.provenance.get(name, ("",))[0]
    if noted in said:
        return noted
    text = flat(getattr(lead, name))
    return next((platform for platform, texts in said.items() if text in texts), None)


def texts_in(profile):
    work = profile.details.get("work", ())
    said = [profile.name, profile.bio, profile.location, profile.headline, f"{profile.headline} {profile.bio}"]
    said += [position[part] for position in work for part in ("title", "company")]
    return {flat(text) for text in (*said, ", ".join(profile.details.get("skills", ()))) if text}


def flat(text):
    return " ".join(text.split()).casefold()


def are_keys_stated(lead):
    return FOUND.isdisjoint(lead.provenance.get(key, ("",))[0] for key in HANDLE_FIELDS.values())


def rank(origin):
    return RANKS.get(origin, STATED)


def replaces(new, old):
    """Whether a text of the origin `new` takes the place of one of the origin `old`."""
    return rank(new) > rank(old) or (rank(new) == rank(old) and (rank(new) > STATED or new == old))


def sql_replaces(name, *, new, old):
    """`replaces` as SQL, for a text column of the rows `new` and `old`. Any text replaces an empty one."""
    ranks = {
        row: f"CASE {row}.origins ->> '{name}' "
        + " ".join(f"WHEN '{platform}' THEN {number}" for platform, number in RANKS.items())
        + f" ELSE {STATED} END"
        for row in (new, old)
    }
    same = f"{new}.origins ->> '{name}' IS NOT DISTINCT FROM {old}.origins ->> '{name}'"
    return f"""({new}.{name} <> '' AND ({old}.{name} = '' OR {ranks[new]} > {ranks[old]}
        OR {ranks[new]} = {ranks[old]} AND ({ranks[new]} > {STATED} OR {same})))"""


def sql_origins(taken, *, new, old):
    """The origins of the merged texts. `taken`: for each text column, whether it comes from the row `new`."""
    pairs = ", ".join(f"'{name}', CASE WHEN {sql} THEN {new}.origins -> '{name}' END" for name, sql in taken.items())
    return f"{old}.origins || jsonb_strip_nulls(jsonb_build_object({pairs}))"
