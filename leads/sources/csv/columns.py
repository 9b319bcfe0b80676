"""What a column's name says it holds."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

HEADER_MAX = 80
UNKNOWN_NAME = 1000
PERSON_FIELDS = frozenset(
    {"full_name", "first_name", "last_name", "email", "secondary_email", "linkedin_url", "x_handle"}
)
NAME_PARTS = ("full_name", "first_name", "middle_name", "last_name")
COMPANY_WORDS = frozenset(
    "company companies accounts organization organisation org account employer firm corporate hq headquarters "
    "headquarter firma firmen unternehmen unternehmens entreprise societe empresa azienda bedrijf bedrijfs "
    "company's".split()
)
OWNER_WORDS = frozenset(
    "owner assigned assignee rep sales salesperson agent created modified updated creator sender user manager "
    "referrer referred recruiter billing invoice".split()
)
NOISE_WORDS = frozenset(
    "contact lead person prospect profile my your primary main work business current the a what is are value "
    "properties property field attribute enriched individual member candidate 1 of author buyer optional required "
    "crm hubspot apollo salesforce pipedrive outreach clay phantombuster lusha scraped extracted verified "
    "fields attributes custom recommended invitee participant registrant guest subscriber recipient delegate speaker "
    "panelist visitor".split()
)
PHONE_WORDS = frozenset("phone phones mobile cell cellphone telephone tel".split())
PHONE_KINDS = frozenset(
    "number numbers no direct dial line work business home personal primary main other private office first second "
    "secondary value 0 1 2".split()
)
# What a column in a company's group says of the person who works there.
OF_THE_PERSON = frozenset({"title", "department", "role_started", "time_in_role"})
LINK_WORDS = frozenset(
    "url link profile page address id handle username slug public person contact account bio vanity".split()
)
MAIL_WORDS = frozenset(
    "address addresses id work business primary personal professional direct contact main 0 1 value best valid "
    "verified".split()
)
SPARE_MAIL_WORDS = frozenset(
    "secondary second tertiary third alternate alternative other additional private home 2 3 4".split()
)
# What may stand before a field's name to say whose or which it is: `Name / First Name`, `contact_1_title`, `hq.city`.
GROUP_WORDS = frozenset(
    "name names email emails address addresses mailing home office location locations geo information info details "
    "basic data record experience experiences position positions job employment role decision maker poc ceo founder "
    "executive people contacts leads prospects persons members country state sales 0 "
    "ansprechpartner ansprechpartnerin kontakt kontaktperson contacto persona contatto contato interlocuteur".split()
)
# A deal's contact and company are the lead's; its title and its owner are not.
DEALS = frozenset("deal deals opportunity opportunities".split())
OF_A_DEAL = frozenset(
    {"contact person", "contact name", "contact", "organization", "account name", "company", "company name"}
)
NAMED_BY_GROUP = {
    **dict.fromkeys(("location", "locations", "geo", "address", "addresses"), "location"),
    **dict.fromkeys(("position", "positions", "job", "role"), "title"),
}
# What stands between the two parts of a whole name, and what a part is short for: `Vor- und Nachname`.
AND_WORDS = frozenset("and und u et y e en och og i".split())
CUT_FIRST_NAMES = frozenset("vor voor for given primeiro".split())
CUT_LAST_NAMES = frozenset("nach achter efter etter".split())
# beside one part of a name the other part
BARE_NAMES = frozenset("name names naam namn navn".split())
COMPANY_FIELDS = {
    "full_name": "company",
    "company": "company",
    "company_website": "company_website",
    "linkedin_url": "company_linkedin",
    "industry": "industry",
    "company_size": "company_size",
    "city": "company_city",
    "state": "company_state",
    "country": "company_country",
    "location": "company_location",
    "keywords": "keywords",
    "notes": "keywords",
    "bio": "keywords",
}


@cache
def _vocabulary():
    """Fields by column name in the order of preference, the names to ignore, all fields, and each name's rank."""
    written = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    ignored = frozenset(map(normal, written.pop("ignored")["names"]))
    fields, ranks = {}, {}
    for field, names in written.items():
        for rank, name in enumerate(map(normal, names)):
            fields.setdefault(name, []).append(field)
            ranks.setdefault((field, name), rank)
    return fields, ignored, tuple(written), ranks


def field_names():
    return _vocabulary()[2]


def rank(field, header):
    """How usual the name is for the field; 0 is the most usual."""
    name = normal(header[:HEADER_MAX])
    known = _vocabulary()[3].get((field, name))
    if known is None and field == "phone" and {"mobile", "cell", "direct"} & set(name.split()):
        return 1
    if known is None and field == "full_name" and _names_both_parts(name.split(), _vocabulary()[0]):
        return 1
    return UNKNOWN_NAME if known is None else known


def normal(name):
    """`eMailAddress`, `E-Mail-Address` and `E-mail address` alike: words in lower case without accents."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("(s)", "s"))
    letters = unicodedata.normalize("NFKD", spaced.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter) or letter > "\u2fff")
    plain = re.sub(r"(?<=[a-z]{3})(?=\d+\b)", " ", plain)
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", plain).replace("ł", "l").replace("'", " "))
    return re.sub(r"\be mail", "email", words.replace("linked in", "linkedin")).strip()


@lru_cache(maxsize=20_000)
def fields_of(header):
    """The fields a column of this name may hold, likeliest first; empty for a name that says nothing."""
    if len(header) > HEADER_MAX or "@" in header:
        return ()
    name = normal(header)
    known, ignored, _, _ = _vocabulary()
    if not name or name in ignored:
        return ()
    if fields := known.get(name):
        return tuple(fields)
    words = name.split()
    return ("full_name",) if _names_both_parts(words, known) else tuple(_fields_of_words(words, known))


def _names_both_parts(words, known):
    """Whether a column holds a first and a last name: `Surname, First Name`, `Name (Vor- und Nachname)`."""
    if len(words) < 2 or _words_of_names().isdisjoint(words):
        return False
    words = [word for word in words if word not in NOISE_WORDS]
    forms = [words[at:] for at in range(len(words)) if _says_whose(words[:at], known)]
    parted = ((form[:at], form[at:]) for form in forms if " ".join(form) not in known for at in range(1, len(form)))
    return any(_are_both_parts(one, two, known) for one, two in parted)


@cache
def _words_of_names():
    """Without one of them no text names both: most cells of a file are quickly told by that."""
    parts = {"first_name", "last_name"}
    listed = (word for name, fields in _vocabulary()[0].items() if parts & {*fields} for word in name.split())
    return CUT_FIRST_NAMES | CUT_LAST_NAMES | {*listed}


def _says_whose(words, known):
    return GROUP_WORDS.issuperset(words) or "full_name" in known.get(" ".join(words), ())


def _are_both_parts(one, two, known):
    joined = two[0] in AND_WORDS
    of_one, of_two = (_parts_meant(" ".join(words), known) for words in (one, two[joined:]))
    if "full_name" in of_one and not joined:
        # `Name / First Name` is a column of a group
        return False
    return any(
        {"first_name", "last_name"} <= pair or ("full_name" in pair and len(pair) > 1)
        for pair in ({first, second} for first in of_one for second in of_two)
    )


def _parts_meant(name, known):
    if name in CUT_FIRST_NAMES:
        return ["first_name"]
    if name in CUT_LAST_NAMES:
        return ["last_name"]
    if name in BARE_NAMES:
        return ["full_name"]
    return [field for field in known.get(name, ()) if field in ("first_name", "last_name")]


def _fields_of_words(words, known):
    if words[0] in DEALS and " ".join(words[1:]) in OF_A_DEAL:
        return known[" ".join(words[1:])]
    if "linkedin" in words:
        return _linkedin_fields([word for word in words if word != "linkedin"], known)
    if COMPANY_WORDS & set(words):
        return _company_fields(words, known) or _fields_in_group(words, known)
    if "twitter" in words or words[0] == "x":
        return ["x_handle"] if set(words[1:]) | set(words[:1]) <= LINK_WORDS | NOISE_WORDS | {"twitter", "x"} else []
    if OWNER_WORDS & set(words):
        return []
    if {"email", "emails"} & set(words) and (fields := _mail_fields(set(words) - {"email", "emails"})):
        return fields
    if PHONE_WORDS & set(words) and set(words) <= PHONE_WORDS | PHONE_KINDS | NOISE_WORDS:
        return ["phone"]
    telling = [word for word in words if word not in NOISE_WORDS]
    plain = known.get(" ".join(telling), []) if telling and telling != words else []
    return plain or _fields_in_group(words, known)


def _company_fields(words, known):
    telling = [word for word in words if word not in NOISE_WORDS]
    if telling != words and (fields := known.get(" ".join(telling))):
        return fields
    rest = [word for word in words if word not in COMPANY_WORDS and word not in NOISE_WORDS]
    fields = known.get(" ".join(rest)) or known.get(" ".join(word for word in rest if word not in LINK_WORDS), [])
    fields = fields if rest else ["company"]
    return [COMPANY_FIELDS[field] for field in fields if field in COMPANY_FIELDS]


def _fields_in_group(words, known):
    """The field that the last words name, where all words before it only say whose it is."""
    for at in range(1, len(words)):
        group = set(words[:at])
        if not group <= GROUP_WORDS | COMPANY_WORDS | NOISE_WORDS:
            return []
        if fields := known.get(" ".join(words[at:])):
            fields = _of_the_group(words[at - 1], fields)
            return list(filter(None, map(_field_of_company, fields))) if group & COMPANY_WORDS else fields
    return []


def _field_of_company(field):
    return field if field in OF_THE_PERSON else COMPANY_FIELDS.get(field)


def _of_the_group(group, fields):
    """`Name / Title` is Mr or Ms, and `Location / Name` no person."""
    if group in ("name", "names"):
        return [field for field in fields if field in NAME_PARTS]
    return [NAMED_BY_GROUP.get(group, field) if field == "full_name" else field for field in fields]


def _linkedin_fields(rest, known):
    if COMPANY_WORDS & set(rest):
        telling = [word for word in rest if word not in COMPANY_WORDS]
        if set(telling) <= LINK_WORDS:
            return ["company_linkedin", "company"]
        return _fields_of_words(rest, known)
    if set(rest) <= LINK_WORDS | NOISE_WORDS:
        return ["linkedin_url"]
    return known.get(" ".join(rest)) or _fields_of_words(rest, known)


def _mail_fields(rest):
    if rest <= MAIL_WORDS | NOISE_WORDS:
        return ["email"]
    return ["secondary_email"] if rest <= MAIL_WORDS | NOISE_WORDS | SPARE_MAIL_WORDS else []


def count_known(cells):
    """How many different fields these cells would name, were they a header."""
    return len({fields[0] for fields in map(fields_of, map(str.strip, cells)) if fields})
