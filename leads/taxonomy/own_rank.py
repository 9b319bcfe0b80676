"""The part of a job title that names the person's own rank of today.

Not a former one, not that of the person they work for, and not that of their customers.
"""

import re

DEGREES = re.compile(r"\b(?:M\. ?D\.|Ph\. ?D\.?|D\. ?D\. ?S\.|B\. ?A\.|M\. ?A\.|B\. ?Sc\.|M\. ?Sc\.)", re.IGNORECASE)
OUT_OF_OFFICE = re.compile(r"[^,;|/]*\ba\. ?D\.(?!\w)")
INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])\.\s?(?=[^\W\d_](?:\.|\b))")
GLUED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
SHORT_FOR = {"pres": "president", "asst": "assistant", "assoc": "associate"}
SHORT = re.compile(rf"\b({'|'.join(SHORT_FOR)})\b\.?", re.IGNORECASE)
BETWEEN_SCRIPTS = re.compile(rf"(?<=[{GLUED}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{GLUED}])", re.IGNORECASE)
SEGMENTS = re.compile(r"[,;|/•·()\[\]（）【】、，／｜\n]|\s[-–—]+\s|[–—]|\s&\s(?=\w+ to )")
EMPLOYER = re.compile(r"(?:\s+(?:at|bei|chez)\s+|\s*@\s*)(?=[\w\"']).*", re.IGNORECASE)

TOP = (
    "ceo|cfo|cto|coo|cmo|cio|cro|cpo|chro|ciso|chief|president|chairman|chairwoman|chairperson|chair|founder|co-?founder|"
    "owner|board|dean|mayor|partner|managing director|executive director|general manager|c-?suite|c-?level|vorstand|"
    "geschäftsführ\\w+|pdg|président\\w*|présidence|direction générale|presidente|генерального директора|президента"
)
HIGH = rf"(?:{TOP}|vice president|vp|svp|evp|director|head|principal|managing)"
ADJECTIVES = r"(?:(?:senior|executive|group|deputy|vice|general|global|regional|acting|interim|company|startup)\s+)*"
FORMER_OF = (
    "(?=社長|会長|代表|取締役|専務|常務|理事|部長|局|院|校|主席|总|總|董|首席|行长|行長|经理|經理|副|执行|執行|創業|创始|대표|사장|"
    "회장|부사장|이사|본부장|ceo|cfo|cto|coo|cmo|cio|vp|head|director)"
)
FORMER = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|past|retired|emerit(?:us|a)|aspiring|aspirant|future|wannabe|ex|"
    r"ehemalige[rns]?|ehem|früherer?|frühere|ancien(?:ne)?|antigu[oa]|antig[oa]|voormalig|oud|były|była|tidligere|"
    r"tidigare|entinen|eski|бывш\w+|экс|колишн\w+)\b(?! officio).*"
    rf"|(?:(?<=\s)|^)(?:元|前任?|原|전)\s*{FORMER_OF}.*",
    re.IGNORECASE,
)
FORMER_BEHIND = re.compile(
    r"\s*(?:the )?(?:former|ex|retired|ret|emeritus|emerita|past|a ?d|im ruhestand|jubilado|retraité)\.?"
    r"(?:\s+(?:in |since |until )?\d{4})?\s*",
    re.IGNORECASE,
)
SERVED = re.compile(
    # a place of work, a superior, a customer
    rf"\boffices? of\s+(?:the\s+|our\s+)?{ADJECTIVES}(?:{HIGH})\b.*"
    r"|\b(?:report|answer)(?:s|ing)?\s+(?:\w+\s+)?to\b.*"
    r"|\bto\s+(?:the|our|an?|his|her|its|their|several|various|many|senior|top)\b.*"
    rf"|\b(?:to|for)\s+(?:the\s+|our\s+)?{ADJECTIVES}(?:{HIGH})s?\b.*"
    r"|\b(?:supporting|assisting|serving|helping|advising)\s+(?:the|our)\b.*"
    r"|\b(?:trusted\s+)?partner\s+to\b.*",
    re.IGNORECASE,
)
WHO_SERVES = re.compile(
    r"\b((?:assistant|secretary|aide|associate|advis[oe]r|consultant|coach|mentor|driver|counsel(?:l?or)?|assistante|"
    r"assistente|asistente|assistentin|adjointe?|bras droit|segretari[ao]|secret[aá]ri[ao]|sekretärin|"
    r"braccio destro)s?)\s+"
    r"(?:to|for|of|du|de la|de l['’]|der|des|do|da|del|della|dell['’]|al|au)\b.*",
    re.IGNORECASE,
)
OF_ANOTHER = re.compile(
    # `CEO's office`, `founders`, `CEO assistant`
    rf"(?<!board of )\b(?:{HIGH})(?:['’]s?|s['’]?)(?=\W|$)"
    r"|\b(?:ceo|cfo|cto|coo|cmo|cio|president|chairman|chairwoman|chair|founder)\s+"
    r"(?=(?:assistant|advis[oe]r|secretary|driver|chauffeur|associate|aide|coach|office|liaison|pa|ea)\b)",
    re.IGNORECASE,
)


def own_part(title):
    """The title without what names another rank; "" where nothing is left."""
    title = OUT_OF_OFFICE.sub(" ", DEGREES.sub(" ", title))
    title = SHORT.sub(lambda found: SHORT_FOR[found[1].lower()], title)
    title = BETWEEN_SCRIPTS.sub(" ", INITIALS.sub(r"\1", title))
    kept = []
    for segment in SEGMENTS.split(title):
        if kept and FORMER_BEHIND.fullmatch(segment):
            # `CEO (former)`
            kept.pop()
            continue
        for others in (FORMER, EMPLOYER, SERVED, OF_ANOTHER):
            segment = others.sub(" ", WHO_SERVES.sub(r"\1", segment))
        kept.append(segment)
    return ", ".join(kept)
