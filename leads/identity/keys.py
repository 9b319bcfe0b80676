"""The keys that identify a person, however they were written: LinkedIn slug, X handle, e-mail, name and company."""

import re
import unicodedata
from urllib.parse import unquote

from autoreach.texts import UNWANTED
from leads.identity.legal_forms import without_legal_form, without_unspaced_form
from leads.identity.name_key import name_key
from leads.identity.plain_words import plain_words

SLUG_MAX = 200
EMAIL_MAX = 254
DOMAIN_MAX = 255
X_USER_ID_MAX = 20
COMPANY_KEY_MAX = 200

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")

# A link ends at white space, at what follows a path, and where a list goes on; all else belongs to its slug.
ANOTHER_LINK = r"https?:|www\.|linkedin\."
LINK_REST = rf"(?P<rest>(?:(?!{ANOTHER_LINK}|&\w+=|[,;]+(?:[\s\"'<]|{ANOTHER_LINK}|$))[^?#\s|<>\"])*)"
LINKEDIN_PATH = re.compile(
    r"(?<![\w-])linkedin(?:\.com|\.cn|:/)(?::\d+)?/+(?:(?:comm|m|mwlite|incareer|[a-z]{2})/+)?"
    rf"(?P<kind>in|pub|company|company-beta|school|showcase)/+{LINK_REST}",
    re.IGNORECASE,
)
LINK_BEGINS_TEXT = re.compile(r"[\s\"'<(\[]*(?:(?:https?:/+)?(?:[\w-]+\.)*)?", re.IGNORECASE)
# "…/in/mary ann-smith": the address goes on behind a blank, and no other one follows
GOES_ON = re.compile(r"[ \t\xa0]+(?!.*?(?:https?:|www\.|\.com/|@))\w", re.IGNORECASE | re.DOTALL)
USUAL_LINKEDIN_URL = re.compile(r"https?://(?:www\.)?linkedin\.com/in/([a-z0-9]+(?:-[a-z0-9]+)+)/?")
BARE_LINKEDIN_PATH = re.compile(rf"/?(?P<kind>in|pub|company|school|showcase)/{LINK_REST}", re.IGNORECASE)
BARE_SLUG = re.compile(r"@?(\w[\w-]{2,99})/?")
PERSON = ("in", "pub")
SALES_NAVIGATOR = re.compile(r"linkedin\.com/sales/(?:lead|people)/([\w-]{6,100})", re.IGNORECASE | re.ASCII)
MEMBER_ID = re.compile(r"AC[a-zA-Z]AA[\w-]{8,}(?=,|$)")
UNLIKELY_IN_SLUG = re.compile(r"[\s\x00-\x1f\x7f/\\@=%,;:()\[\]{}\ufffd]")
SLUG_EDGE = " \t\r\n\"'`“”‘’«»()[]{}<>,;:|*…\\"
OLD_PROFILE_PARTS = re.compile(r"([^/]+)/([0-9a-f]{1,3})/([0-9a-f]{1,3})/([0-9a-f]{1,3})(?:/.*)?", re.IGNORECASE)
NOT_A_SLUG = frozenset(
    "http https me none null nan unknown undefined linkedin yes no true false profile n-a edit view".split()
)

X_PATH = re.compile(
    r"(?<![\w.-])(?:(?:www|mobile|m)\.)?(?:twitter|x)\.com(?::\d+)?/+(?:#!/+)?"
    r"(?:intent/(?:user|follow)/?\?(?:[^\s#]*&)?screen_name=)?@?(?P<handle>\w{1,15})"
    r"(?=[/?#&\s,;:|<>\"()\[\]]|[.'!…”’]+(?:[\s,;<>\")\]]|$)|$)",
    re.IGNORECASE | re.ASCII,
)
BARE_HANDLE = re.compile(r"(@?)(\w{1,15})", re.ASCII)
# first parts of the paths of X's own pages
NOT_A_HANDLE = frozenset(
    """
    about account accounts activity articles bookmarks broadcasts communities compose connect_people direct_messages
    download events explore favorites followers following grok hashtag help home i intent invitations jobs list lists
    login logout mentions messages moments notifications oauth premium premium_sign_up privacy
    public_timeline replies saved_searches search sessions settings share signin signup spaces status statuses terms
    topics tos trends tweetbutton users welcome who_to_follow widgets
    """.split()
)
NOT_A_BARE_HANDLE = NOT_A_HANDLE | frozenset(
    "false na nan nil no none null true twitter undefined unknown x yes".split()
)

LOCAL_PART = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
EMAIL = re.compile(rf"{LOCAL_PART}@{DOMAIN}")
ANGLE_ADDRESS = re.compile(r"<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>")
GMAIL = frozenset({"gmail.com", "googlemail.com"})


def clean_text(text):
    """No NUL bytes, no lone surrogates, nothing that turns the text around, no outer white space."""
    return UNWANTED.sub("", text).strip()


def linkedin_slug(text):
    """The slug of a person's profile, from any spelling of its URL or the bare slug; None for everything else."""
    if usual := USUAL_LINKEDIN_URL.fullmatch(text):
        return usual[1] if len(usual[1]) <= SLUG_MAX else None
    links = _linkedin_links(text)
    if not links:
        bare = BARE_SLUG.fullmatch(text.strip())
        return _slug(bare[1]) if bare and not bare[1].isdecimal() else None
    slugs = (_slug_of_old_profile(rest) if kind == "pub" else _slug(rest) for kind, rest in links if kind in PERSON)
    return next(filter(None, slugs), None)


def is_member_id(slug):
    """Whether a slug is an id that tools give for a member, not the profile's own name."""
    return bool(MEMBER_ID.fullmatch(slug))


def sales_navigator_id(text):
    """The id of a person in Sales Navigator, from the link of its lead page. It is no public profile."""
    found = SALES_NAVIGATOR.search(text)
    return found[1] if found else None


def linkedin_company_slug(text):
    slugs = (_slug(rest) for kind, rest in _linkedin_links(text) if kind not in PERSON)
    return next(filter(None, slugs), None)


def _linkedin_links(text):
    """The kind and the rest of the path of every LinkedIn link: cells hold lists, and links wrapped in links."""
    links = list(LINKEDIN_PATH.finditer(text))
    if not links and "%" in text:
        links = list(LINKEDIN_PATH.finditer(_unquoted(text)))
    if not links and (bare := BARE_LINKEDIN_PATH.fullmatch(text.strip())):
        links = [bare]
    return [(link["kind"].lower(), link["rest"]) for link in links if not _is_broken(link)]


def _is_broken(link):
    """Whether the whole text is one address with a blank in it, of which the link is a part."""
    text = link.string
    return bool(LINK_BEGINS_TEXT.fullmatch(text, 0, link.start()) and GOES_ON.match(text, link.end()))


def _unquoted(text):
    for _ in range(3):
        decoded = unquote(text, errors="replace")
        if decoded == text:
            break
        text = decoded
    return text


def _slug(rest):
    raw = rest.split("/", 1)[0]
    if "%" in raw:
        raw = _unquoted(raw)
    raw = raw.strip(SLUG_EDGE).rstrip(".!").replace("’", "'")
    if member := MEMBER_ID.match(raw):
        return member[0] if len(member[0]) <= SLUG_MAX else None
    slug = raw.lower() if raw.isascii() else unicodedata.normalize("NFC", clean_text(INVISIBLE.sub("", raw)).lower())
    if not slug or len(slug) > SLUG_MAX or slug in NOT_A_SLUG or UNLIKELY_IN_SLUG.search(slug):
        return None
    return slug if any(map(str.isalnum, slug)) else None


def _slug_of_old_profile(rest):
    """/pub/jane-doe/1/2b/3c4 moved to /in/jane-doe-3c402b1: the parts reversed, the last two padded to three digits."""
    parts = OLD_PROFILE_PARTS.fullmatch(rest)
    if not parts:
        return _slug(rest)
    name, first, second, third = parts.groups()
    return _slug(f"{name}-{third:0>3}{second:0>3}{'' if first == '0' else first}")


def x_handle(text):
    """The handle in lower case, from a twitter.com or x.com URL, @handle or handle; None for everything else."""
    text = text.strip()
    if links := _x_links(text):
        handles = (link["handle"].lower() for link in links if not _is_broken(link))
        return next((handle for handle in handles if handle not in NOT_A_HANDLE), None)
    bare = BARE_HANDLE.fullmatch(text)
    if not bare:
        return None
    at, handle = bare[1], bare[2].lower()
    refused = NOT_A_HANDLE if at else NOT_A_BARE_HANDLE
    return None if handle in refused or (not at and handle.isdecimal()) else handle


def _x_links(text):
    return list(X_PATH.finditer(text)) or ("%" in text and list(X_PATH.finditer(_unquoted(text))))


def email_address(text):
    """The first valid address in the text, in lower case; None where there is none."""
    whole = text.strip().lower()
    if EMAIL.fullmatch(whole):
        return whole if len(whole) <= EMAIL_MAX and whole.index("@") <= 64 else None
    return next(iter(email_addresses(text)), None)


def email_addresses(text):
    """Every valid address in a cell such as `A B <a@b.example>; c@d.example`, in lower case."""
    text = text.strip()
    whole = text.lower()
    if EMAIL.fullmatch(whole):
        return (whole,) if len(whole) <= EMAIL_MAX and whole.index("@") <= 64 else ()
    if "@" not in text:
        return ()
    found = []
    for piece in re.split(r"[;,|]", INVISIBLE.sub("", text)):
        found += _addresses_of(piece)
    return tuple(dict.fromkeys(found))


def _addresses_of(piece):
    angled = ANGLE_ADDRESS.search(piece)
    words = [angled[1]] if angled else piece.split()
    addresses = [_plain_address(word) for word in words if "@" in word]
    # a word before the address ("a b@c.example") or a broken address makes the whole piece doubtful
    return addresses if words and "@" in words[0] and all(addresses) else []


def _plain_address(word):
    word = word.lower().removeprefix("mailto:").split("?", 1)[0].strip("<>()[]\"'").rstrip(".:")
    local, _, domain = word.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            return None
    address = f"{local}@{domain}"
    valid = EMAIL.fullmatch(address) and len(address) <= EMAIL_MAX and len(local) <= 64
    return address if valid else None


def mailbox_key(address):
    """What two spellings of one mailbox share: no plus-tag, for Gmail no dots either.

    The address is valid and in lower case already.
    """
    local, _, domain = address.partition("@")
    if "+" in local:
        local = local.split("+", 1)[0] or local
    if domain in GMAIL:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def company_key(name):
    """The company's name without case, accents, punctuation and legal form."""
    words = without_legal_form(plain_words(without_unspaced_form(name.replace(".", ""))))
    # folding makes some names longer
    return " ".join(words)[:COMPANY_KEY_MAX].rstrip()


def person_key(*, full_name, company="", title="", location=""):
    """Stands in for a missing URL, handle and address: name and company.

    Without a company the title, else the place, tells namesakes apart: a wrong merge is worse than a missed one.
    """
    name = name_key(full_name)
    if not name:
        return ""
    rest = company_key(company) or " ".join(plain_words(title)) or " ".join(plain_words(location))
    return f"{name}|{rest}"[:400]
