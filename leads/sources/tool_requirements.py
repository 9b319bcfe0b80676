"""Whether a job ad asks for experience with a product: then the company uses it.

"Nice to have" is no requirement, and a maker asks for its own product.
"""

import re

# What a sentence says where the product is part of the work.
ASKS = re.compile(
    r"\b(?:experienc\w*|know(?:s|n|ledge|-how)?|proficien\w+|skill\w*|familiar\w*|expert\w*|expertise|certifi\w+|hands-on|"
    r"fluen\w+|work(?:ing|ed)? (?:with|in)|us(?:e|es|ed|ing)|administ\w+|maintain\w*|operat\w+|migrat\w+|replac\w+|"
    r"required?|must|need(?:s|ed)?|"
    r"erfahrung\w*|kenntnis\w*|umgang|beherrsch\w+|vertraut|sicher(?:er|e|en)?|arbeit\w*|"
    r"expérience|connaissanc\w+|maîtris\w+|utilis\w+|"
    r"experiencia|conocimient\w+|dominio|manejo|utiliza\w*|"
    r"esperienza|conoscenz\w+|padronanza|utilizz\w+|"
    r"experiência|conheciment\w+|domínio)\b",
    re.IGNORECASE,
)
OPTIONAL = re.compile(
    r"\b(?:nice[ -]to[ -]have|good to have|bonus|a plus|an asset|ideal(?:ly|erweise|mente)?|prefer(?:red|ably)|"
    r"desirable|optional|advantag\w+|beneficial|welcome|e\.g\.|such as|or similar|or equivalent|like|"
    r"von vorteil|wünschenswert|optimalerweise|pluspunkt\w*|gern(?:e)?|z\.\s?b\.|oder ähnlich\w*|vergleichbar\w*|"
    r"(?:est )?un (?:plus|atout)|apprécié\w*|souhaité\w*|idéalement|ou équivalent|"
    r"deseable|se valorará|valorable|un plus|o similar|preferibil\w+|gradit\w+|o simil\w+|"
    r"desejáve\w+|diferencial|ou similar)\b",
    re.IGNORECASE,
)
LINE_WORDS = 6
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|[•▪·]\s*|(?:^|\s)[-*–]\s+")


def requirement_of(product: str, *, text: str, company: str) -> str:
    """The sentence that asks for the product; "" where there is none, or the company makes it itself."""
    named = re.compile(rf"(?<!\w){re.escape(product)}(?!\w)", re.IGNORECASE)
    if not product.strip() or named.search(company):
        return ""
    optional = False
    for sentence in filter(None, (part and part.strip() for part in SENTENCE.split(text[:20_000]))):
        if sentence.endswith(":"):
            # a heading says what the lines below it are
            optional = bool(OPTIONAL.search(sentence))
        elif named.search(sentence) and not (optional or OPTIONAL.search(sentence)) and is_required(sentence):
            return sentence[:300]
    return ""


def is_required(sentence):
    """Whether it asks for what it names, or is a line of a list: "PlanMaster, Excel, SAP"."""
    is_line = len(sentence.split()) <= LINE_WORDS and not sentence.endswith((".", "!", "?"))
    return is_line or bool(ASKS.search(sentence))
