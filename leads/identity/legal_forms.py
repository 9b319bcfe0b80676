"""Legal forms in names of companies: "Inc.", "GmbH & Co. KG", "ООО", "株式会社"."""

import re
import unicodedata

BEHIND = frozenset(
    """
    inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh mbh ag kg kgaa ohg gbr ug ev
    se sa sas sarl sasu eurl srl spa snc bv nv vof ab as asa aps oy oyj sl slu sau ltda eireli cv kk kft zrt
    rt doo dd sro spol pty pte pvt private bhd sdn tbk pt ооо оао зао пао ао
    """.split()
)
BEFORE = frozenset("ооо оао зао пао ао pt".split())
# Written without a blank. A branch (分公司) is no legal form.
_UNSPACED = (
    r"株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|\((?:株|有|同|社|財)\)|"
    r"(?:股份)?有限(?:责任|責任)?公司|(?:责任|責任)有限公司|(?<![分子总總])公司|\(?有限合[伙夥]\)?|"
    r"주식회사|유한(?:책임)?회사|합자회사|합명회사|\((?:주|유|사|재)\)"
)
_AT_AN_END = re.compile(rf"^\s*(?:{_UNSPACED})|(?:{_UNSPACED})\s*$")


def without_unspaced_form(text):
    """The name without a Chinese, Japanese or Korean legal form before or behind it."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return _AT_AN_END.sub(" ", text).strip() or text


def without_legal_form(words):
    words = list(words)
    while len(words) > 1 and words[-1] in BEHIND:
        words.pop()
    while len(words) > 1 and words[0] in BEFORE:
        words.pop(0)
    return words
