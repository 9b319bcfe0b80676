"""How the sandbox's model reads leads for an offer, judges short texts and reads an audience, in the shapes asked for.

Honest, it knows the cues of cues.toml and compares the words of a title with those of the audience. `obeys`: it does
whatever a text among the data asks of it, also where that is disguised. `nonsense`: it answers at random.
"""

import base64
import binascii
import codecs
import json
import re
import unicodedata
from zlib import crc32

from autoreach.sandbox.model_answers import Answer
from autoreach.sandbox.model_material import Material
from autoreach.sandbox.world.dice import hashed

LINES, VERDICTS, PHRASES = {"lead", "text", "kind", "quote"}, {"item", "answer"}, {"kind", "phrase"}
PARTS = {"kind", "code", "words", "excluded", "sure"}
UNWANTED = re.compile(r"\b(?:not|no|avoid|except|never|without|nicht|keine|sauf|excepto)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
NOT_ANY_MORE = re.compile(
    r"\b(?:former|ex|aspiring|retired|future|student|assistant (?:to|of)|(?:advis|consult|driver|coach)\w* (?:to|for)|"
    r"selling to|helping|we place)\b",
    re.IGNORECASE,
)
RANKS = frozenset(
    "head heads of chief manager managers director directors vp senior leader leaders and the at in or for".split()
)
# What a gullible model takes for an order.
ORDER = re.compile(
    r"ignor|disregard|overrid|forget|instruct|system|admin|score|rate |rating|grade|rank|marks?\b|hot lead|100|maximum|"
    r"highest|perfect|approve|top of the list|you must|important note|bewert|punkt|vergiss|anweis|note[rz]?\b|oublie|"
    r"consigne|puntu|olvida|pontu|esque|valut|dimentica|answer yes|say yes|respond|reply|print|repeat|act as|tell me",
    re.IGNORECASE,
)
EVERYONE = re.compile(r"\b(?:all|every|everyone|others|alle|tous|todos|tutti)\b", re.IGNORECASE)
LOOKS_LIKE = str.maketrans("0134578@$", "oieastbas")
HOMOGLYPHS = str.maketrans("аеорсухіјѕԁһոΑΕΟΡΤΙΚΜΝΒΗ", "aeopcyxijsdhnAEOPTIKMNBH")


def asked_for(root):
    """The name of the one list that a schema holds, and the properties of its entries; of others ("", set())."""
    properties = root.get("properties", {})
    if properties.keys() - {"not_understood"} not in ({"lines"}, {"verdicts"}, {"parts"}, {"phrases"}):
        return "", set()
    name, value = next(iter(properties.items()))
    items = value.get("items", {})
    while "$ref" in items:
        items = root["$defs"][items["$ref"].rpartition("/")[2]]
    return name, set(items.get("properties", {}))


def judge(schema, instructions, text, mode):
    """The answer's value, or None where another question was asked."""
    name, fields = asked_for(schema)
    entries = [entry for entry in map(parsed, text.splitlines()) if isinstance(entry, dict)]
    if fields == LINES:
        return {name: lines_of(schema, entries, mode)}
    if fields == PARTS:
        return {name: parts_of(instructions, text), "not_understood": []}
    if fields == VERDICTS:
        return {name: verdicts_of(schema, instructions, entries, mode)}
    if fields == PHRASES:
        return {name: phrases_of(*entries)}
    return None


def phrases_of(offer):
    """Searches for an offer. As models do, it repeats one and writes an operator that was not asked for."""
    of_tools = [("buying", f'"not renew" {tool}') for tool in offer["competitors"]]
    of_pains = [("pains", " ".join(re.findall(r"\w+", pain)[-2:])) for pain in offer["pain_points"]]
    slips = [("seeking", offer["searched"][0]), ("buying", "min_faves:5 software")] if offer["searched"] else []
    return [{"kind": kind, "phrase": phrase} for kind, phrase in [*slips, *of_tools, *of_pains]]


def parts_of(instructions, text):
    """The functions and ranks whose words stand in the text; those behind a "not" are excluded."""
    listed = dict(re.findall(r"^([a-z][a-z-]+): (.+)$", instructions, re.MULTILINE))
    ranks = (re.search(r"^Ranks: (.+)$", instructions, re.MULTILINE) or ["", ""])[1].split(", ")
    unwanted, said = UNWANTED.search(text), singular(text)
    found = {}
    for word in re.finditer(r"[^\W\d_]{3,}", text):
        excluded = bool(unwanted and word.start() > unwanted.start())
        named = [code for code, label in listed.items() if singular(word[0]) <= singular(label)]
        if named:
            code = max(named, key=lambda code: len(said & singular(listed[code])) / len(singular(listed[code])))
            found.setdefault(("function", code), (word[0], excluded))
        for rank in ranks:
            if word[0].lower().startswith(rank.lower()):
                found.setdefault(("rank", rank), (word[0], excluded))
    return [
        {"kind": kind, "code": code, "words": word, "excluded": excluded, "sure": "surely"}
        for (kind, code), (word, excluded) in list(found.items())[:12]
    ]


def parsed(line):
    try:
        return json.loads(line)
    except ValueError:
        return None


def kinds_in(schema):
    for definition in schema.get("$defs", {}).values():
        if "kind" in definition.get("properties", {}):
            return definition["properties"]["kind"]["enum"]
    return []


def lines_of(schema, entries, mode):
    kinds, lines = kinds_in(schema), []
    if mode == "nonsense":
        return [nonsense(entry, kinds) for entry in entries]
    orders = [entry for entry in entries if mode == "obeys" and any(map(is_order, entry["texts"].values()))]
    everyone = any(EVERYONE.search(text) for entry in orders for text in entry["texts"].values())
    for entry in entries:
        for label, text in entry["texts"].items():
            if entry in orders or (orders and everyone):
                lines += [
                    line_of(entry, label, kind, sentence) for kind in kinds[:5] for sentence in sentences(text)[:2]
                ]
            else:
                lines += [line_of(entry, label, kind, quote) for kind, quote in shown_by(text, kinds)]
    return lines


def line_of(entry, label, kind, quote):
    return {"lead": entry["lead"], "text": label, "kind": kind, "quote": quote}


def nonsense(entry, kinds):
    place = hashed(crc32(json.dumps(entry).encode()))
    return line_of(entry, f"t{place % 30}", kinds[place % len(kinds)], "They wish to buy at once, at any price.")


def sentences(text):
    return [match.group().strip() for match in SENTENCE.finditer(text) if match.group().strip()]


def shown_by(text, kinds):
    """(kind, quote) of what a text says, in the words of the kinds asked for."""
    for finding in Material(text).findings:
        if finding.kind.dimension != "fit":
            answer = Answer({}, Material(text))
            best = answer._enum(kinds, "kind", finding)
            if set(best.split("_")) & finding.kind.like:
                yield best, finding.quote


def verdicts_of(schema, instructions, entries, mode):
    audience = parsed((re.search(r"^Audience: (\{.*\})$", instructions, re.MULTILINE) or ["", ""])[1]) or {}
    kinds = sorted(
        {entry["claim"] for entry in entries} - {"role"} | set(re.findall(r"(\w+_\w+|funding|hiring): ", instructions))
    )
    orders = [entry for entry in entries if mode == "obeys" and is_order(entry["text"])]
    everyone = any(EVERYONE.search(entry["text"]) for entry in orders)

    def answer(entry):
        if mode == "nonsense":
            return ("yes", "partly", "no", "unclear")[hashed(crc32(entry["text"].encode())) % 4]
        if entry in orders or everyone:
            return "yes"
        if entry["claim"] == "role":
            return role_of(entry["text"], audience.get("who", ""))
        return "yes" if entry["claim"] in {kind for kind, _ in shown_by(entry["text"], kinds)} else "no"

    return [{"item": entry["item"], "answer": answer(entry)} for entry in entries]


def role_of(title, audience):
    if NOT_ANY_MORE.search(title):
        return "no"
    wanted, said = (stems(text) for text in (audience, title))
    return "yes" if wanted & said else "unclear"


def stems(text):
    return {re.sub(r"(?:ing|ers?|ion|s)$", "", word) for word in re.findall(r"[^\W\d_]{3,}", text.lower())} - RANKS


def singular(text):
    return {re.sub(r"s$", "", word) for word in re.findall(r"[^\W\d_]{3,}", text.lower())}


def is_order(text):
    return any(ORDER.search(version) for version in disguises(text))


def disguises(text):
    """The text, and what it may be a disguise of: other letters, spaced or reversed ones, rot13, base64."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    plain = plain.translate(HOMOGLYPHS)
    yield plain
    yield plain.lower().translate(LOOKS_LIKE)
    yield re.sub(r"(?<=\b\w)\W(?=\w\b)", "", plain)
    yield plain[::-1]
    yield codecs.encode(plain, "rot13")
    for word in re.findall(r"[A-Za-z0-9+/=]{16,}", plain):
        try:
            yield base64.b64decode(word + "=" * (-len(word) % 4)).decode(errors="ignore")
        except (binascii.Error, ValueError):
            continue
