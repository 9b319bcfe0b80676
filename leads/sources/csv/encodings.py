"""Which characters the bytes of a text file stand for."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from leads.sources.csv.errors import UnreadableFile

CHUNK = 1 << 20
SAMPLE = 1 << 16
LINE_MAX = 8 << 20
UTF8_BOM = codecs.BOM_UTF8
MARKS = (
    (UTF8_BOM, "utf-8-bom", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
LATIN_CODECS = ("cp1252", "mac_roman", "cp1250", "iso8859_2", "cp1254", "cp850", "cp437", "mac_latin2", "cp852")
NAMES = {
    "mac_roman": "mac-roman",
    "shift_jis": "shift-jis",
    "cp932": "shift-jis",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "cp949": "euc-kr",
    "euc_kr": "euc-kr",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "koi8_r": "koi8-r",
    "iso8859_2": "iso-8859-2",
}
# letters of the languages most exports are written in; others are possible, these are likely
FREQUENT = frozenset("éèêëàâäáãåçñöóôõøüúùûíîïìßæÉÈÊÀÂÄÁÃÅÇÑÖÓÔØÜÚÍÎÆąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůýžČĎĚŇŘŠŤŮÝŽőűŐŰğıİşŞ")
COMMON = frozenset(b'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,;.@-"')
JOINERS = frozenset("'’`´")
TYPOGRAPHY = frozenset("“”‘„‚«»–—…•™®©° ")
HIGH_CONTEXT = re.compile(rb"[^\r\n]{0,60}[\x80-\xff][^\r\n]{0,60}")


@dataclass(frozen=True)
class Encoding:
    """`name` is what people are shown, `codec` what decodes the file after its first `skip` bytes."""

    name: str
    codec: str
    skip: int = 0


def _cp1252_instead(error):
    """A stray byte in UTF-8 text is nearly always Windows text pasted in between."""
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("cp1252_instead", _cp1252_instead)


def detect_encoding(file):
    """Reads the whole file once: the first odd byte may stand in its last row."""
    file.seek(0)
    head = file.read(SAMPLE)
    if shown := shown_by(head):
        return shown
    if b"\x1b$" in head and max(head) < 128:
        return Encoding("iso-2022-jp", "iso2022_jp")
    return _eight_bit(file)


def shown_by(head):
    """The encoding that the beginning of a file shows, by its mark or its zeros; None where it may be several."""
    for mark, name, codec in MARKS:
        if head.startswith(mark):
            return Encoding(name, codec, skip=len(mark))
    codec = _unmarked_utf16(head)
    return Encoding(codec, codec) if codec else None


def _unmarked_utf16(head):
    """The codec of UTF-16 whose zeros are halves of characters; None where they are characters of 8-bit text."""
    pairs = len(head) // 2
    firsts, seconds = head[0 : pairs * 2 : 2], head[1 : pairs * 2 : 2]
    zeros = sorted((firsts.count(0), seconds.count(0)))
    if zeros[1] < max(2, pairs // 20) or zeros[0] * 8 >= zeros[1] or _is_utf8(head):
        return None
    # In 8-bit text most pairs without a zero are two letters. As UTF-16 they would be Chinese, of which few are.
    letters = sum(first in COMMON and second in COMMON for first, second in zip(firsts, seconds, strict=True))
    if letters * 8 > zeros[1] and letters * 4 > (pairs - zeros[1]) * 3:
        return None
    return "utf-16-le" if seconds.count(0) == zeros[1] else "utf-16-be"


def _is_utf8(head):
    """Whether it has characters of several bytes, all of them valid: hardly any other text has."""
    if head.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(file):
    valid = broken = 0
    context = []
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    file.seek(0)
    line_length = 0
    while chunk := file.read(CHUNK):
        last_break = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        line_length = len(chunk) - last_break if last_break >= 0 else line_length + len(chunk)
        if line_length > LINE_MAX:
            raise UnreadableFile("One line of this file is millions of characters long: this is not a table.")
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        lost = text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd") if "\ufffd" in text else 0
        broken += lost
        # quicker than to count: where nothing is lost, each valid character has more bytes than one
        valid += len(text) - len(text.encode("ascii", "ignore")) - lost if lost else len(chunk) - len(text)
        if lost and sum(map(len, context)) < SAMPLE:
            context += HIGH_CONTEXT.findall(chunk)[:1000]
    if valid >= broken:
        return Encoding("utf-8", "utf-8")
    return _named(b"\n".join(context))


def _named(sample):
    codec = _latin_codec(sample) or _codec_of_other_scripts(sample)
    if codec == "cp1252" and not any(0x80 <= byte <= 0x9F for byte in sample):
        return Encoding("latin-1", "latin-1")
    return Encoding(NAMES.get(codec, codec.replace("_", "-")), codec)


def _latin_codec(sample):
    """The codec under which the odd bytes are letters within words, or typography between them; None if under none."""
    best, best_score = None, 0.0
    for codec in LATIN_CODECS:
        score = _plausibility(sample.decode(codec, "replace"))
        if score > best_score + 0.05:
            best, best_score = codec, score
    return best if best_score >= 0.4 else None


def _plausibility(text):
    points = [
        _points(before, letter, after)
        for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if letter > "\x7f"
    ]
    return sum(points) / len(points) if points else 0.0


def _points(before, letter, after):
    within = before.isalpha() and after.isalpha()
    if letter.isalpha():
        if letter not in FREQUENT and (before > "\x7f" or after > "\x7f"):
            return -1.0  # runs of such letters belong to another script
        if letter.isupper() and before.islower():
            return -1.0
        if before > "\x7f" and after > "\x7f" and before.isalpha() and after.isalpha():
            return -0.5
        alone = not before.isalpha() and not after.isalpha()
        return 0.3 if alone else 1.0 if letter in FREQUENT else 0.4
    if letter in JOINERS:
        return 1.0
    if letter in "€£¥":
        return 1.0 if before.isdigit() or after.isdigit() else -0.5
    if letter in TYPOGRAPHY or letter == "\xa0":
        return 0.2 if within and letter != "\xa0" else 1.0
    return -2.0 if unicodedata.category(letter) in ("Cc", "Cn", "Co") or letter == "\ufffd" else -1.0


def _codec_of_other_scripts(sample):
    import charset_normalizer  # slow to load, and few files need it

    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise UnreadableFile(
            "The characters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx and try again."
        )
    return best.encoding
