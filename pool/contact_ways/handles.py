"""Accounts of messengers and networks: "Telegram: @nora", "nora_s on Signal", "WeChat ID nora1988"."""

import re
from functools import cache

from leads.taxonomy.functions import FUNCTIONS
from pool.contact_ways.links import PRODUCTS

# Words that name nothing but the service, and words that also mean something else.
SERVICE = (
    r"(?:telegram|telegramm|телеграмм?|телега|تلگرام|تيليجرام|تليجرام|tele?g|tg|тг|whats[ -]?app|whatsup|wapp|вотсап|"
    r"signal|skype|скайп|we[ -]?chat|"
    r"weixin|微信|viber|вайбер|discord|threema|kik|icq|qq|wickr|snapchat|imessage|facetime|zalo|kakao(?:[ -]?talk)?|"
    r"google (?:chat|hangouts)|hangouts|keybase|"
    r"calendly|savvycal|linktree|instagram|insta|facebook|messenger|mastodon|bluesky|xmpp|jabber)"
)
AMBIGUOUS = (
    r"(?:line|teams|zoom|session|element|matrix|slack|snap|wa|wx|ig|fb|vk|ok|dc|bbm|imo|mail|gmail|✈️?|💬|📲|📱|📞)"
)
ANY = rf"(?<![\w@.]){SERVICE}(?![\w.]\w)|(?<![\w@.]){AMBIGUOUS}(?!\w)"
FILLER = (
    r"(?:\s?(?:id|handle|username|user|name|nick(?:name)?|account|konto|me|us|is|my|as|at|under|here|by|"
    r"через|als|unter|号码?|號碼?|帳號|账号))"
)
POINTS = r"(?:[:=→>]|->|=>){1,2}"
POINTER = r"(?:\s*@\s+|\s*(?:[:=\-–→>(/|•·~]|->|=>){1,3}\s*|\s+)"
# At "WhatsApp @Meta" somebody works.
SIGNED = r"@(?!(?:meta|facebook|fb|google|microsoft|tencent|snap|discord)\b)[\w.]{2,32}[\w#]*"
# What hardly is a word, most certain first.
ODD = (
    r"(?:live:[\w.:-]+|(?=[\w.-]{0,31}_)[A-Za-z][\w.-]{2,31}|"
    r"[a-z_][\w]{2,31}\.\d{2,}|[a-z]{4,}\d{1,6}|[\w.]{2,32}#\d{4})(?!\w)"
)
UNUSUAL = rf"(?:{ODD}|(?=[a-z.-]{{0,31}}\d)[a-z][a-z\d.-]{{4,31}}(?!\w)|[a-z]{{2,}}\.[a-z]{{2,}}[\w.]*)"
END = r"(?=\s*(?:$|[,;|/·•)\n]|\.(?:\s|$)))"
ALONE = rf"[a-z][\w.-]{{2,31}}{END}"

SIGNED_AFTER = re.compile(
    rf"(?:{ANY}){FILLER}{{0,3}}{POINTER}{FILLER}{{0,2}}\s?(?:{SIGNED}|(?-i:{ODD}))", re.IGNORECASE
)
POINTED_AT = re.compile(
    rf"(?:{ANY})(?:{FILLER}{{0,3}}\s?{POINTS}\s?|{FILLER}{{1,3}}\s|\s-\s){FILLER}{{0,2}}\s?(?-i:{UNUSUAL})"
    rf"|(?<![\w@.]){SERVICE}(?:{FILLER}{{0,3}}\s?{POINTS}\s?|\s(?:id|handle|username|is|ist|est|es)\s|\s-\s)(?-i:{ALONE})"
    rf"|(?<![\w@.]){AMBIGUOUS}\s(?:id|handle|username)(?:\s?{POINTS}\s?|\s(?:is\s)?)(?-i:{ALONE})"
    rf"|(?<![\w@.])(?-i:LINE|WA|WX|IG|FB|VK|TG|SNAP)\s?{POINTS}\s?(?-i:{ALONE})",
    re.IGNORECASE,
)
SIGNED_BEFORE = re.compile(
    rf"(?:(?<![\w@]){SIGNED}|(?<![\w@.-])(?-i:{ODD}))"
    rf"(?:\s(?:on|via|in|at|over|auf|en|sur|no|w)\s(?:{ANY})|\s?[(\[]\s?(?:on\s)?(?:{ANY})\s?[)\]]|\s?[/-]\s?(?:{ANY}){END})",
    re.IGNORECASE,
)
# Services whose accounts are bare names or numbers.
NAMED = re.compile(
    rf"(?<![\w@.])(?:skype|kik|wickr|jabber|icq|qq|threema){FILLER}{{0,2}}{POINTER}"
    rf"(?:(?-i:{UNUSUAL})|\d{{5,12}}|(?-i:[A-Z\d]{{8}})(?!\w))"
    rf"|(?<![\w@.-])(?-i:{UNUSUAL})\s?\(\s?{SERVICE}\s?\)",
    re.IGNORECASE,
)
# Written without a blank: "加微信nora1988".
UNSPACED = re.compile(
    r"(?:微信|薇信|카톡|카카오톡|ライン)(?:号码?|號碼?|账号|帳號|帐号|\s?(?:id|아이디))?\s?[:=]?\s?@?"
    r"(?=[a-z_.-]*[\d_])[a-z][\w.-]{3,31}(?!\w)",
    re.IGNORECASE | re.ASCII,
)
INVITED = re.compile(
    r"\b(?:dm|pm|ping|message|msg|text|reach|find|add|contact|write|hit|chat(?: with)?|talk to|schreib|"
    r"escr[ií]beme|contactez)"
    rf"\s(?:me|us|to me|mir|moi)?\s?(?:up\s)?(?:(?:on|via|at|over|with|by|using|per|auf|por|sur)\s)?(?:my\s)?{SERVICE}"
    rf"{FILLER}{{0,2}}\s?[:=]?\s?(?-i:{ALONE})"
    r"|\b(?:dm|pm|ping|message|msg|text|find|add|contact|write(?: to)?|hit up|chat with)\s"
    rf"(?-i:(?P<who>[a-z][\w.-]{{2,31}}))\s(?:on|via|at|over)\s{SERVICE}\b",
    re.IGNORECASE,
)
# A part of a text that is nothing but the service and a word: "CEO | telegram nora". Nouns of a trade end otherwise.
LISTED = re.compile(
    rf"(?:^|[,;|/·•(\n.!])\s*(?P<all>(?:my\s)?{SERVICE}\s(?-i:(?P<word>(?!\w*(?:ing|tion|ment|ity|er|or|ist|gy|ics|al|rce|s)\b)[a-z]{{3,32}}))){END}",
    re.IGNORECASE,
)
FEDERATED = re.compile(r"(?<![\w@])@[\w.=-]+:[\w-]+(?:\.[\w-]+)+")
HINT = re.compile(ANY, re.IGNORECASE)
PRONOUNS = frozenset(
    "me us him her them people customers users clients leads prospects everyone anyone friends team".split()
)


@cache
def words_of_trades():
    texts = [text for function in FUNCTIONS.values() for text in (*function.titles, *function.does)]
    return PRODUCTS | set(re.findall(r"[a-z]+", " ".join(texts).lower()))


def find(reading):
    text = reading.text
    if "@" in text:
        yield from (match.span() for match in FEDERATED.finditer(text))
    yield from (match.span() for match in UNSPACED.finditer(text))
    if not HINT.search(text):
        return
    for pattern in (SIGNED_AFTER, POINTED_AT, SIGNED_BEFORE, NAMED):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("all") for match in LISTED.finditer(text) if match["word"] not in words_of_trades())
    yield from (match.span() for match in INVITED.finditer(text) if match["who"] not in PRONOUNS)
