"""What a file is by its first bytes, so that a photo or a web page is refused by its name."""

import re

from leads.sources.csv.encodings import SAMPLE, detect_encoding, shown_by
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.xlsx.package import Package

AS_TABLE = "Save the table as .xlsx or CSV and import that."
SIGNATURES = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"BM\x00", "an image (BMP)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"RIFF", "a picture, sound or video file"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"PAR1", "a data file (Parquet)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound file"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
TEXTS = (
    (re.compile(rb"\s*(?:\[\s*[\[{\"\]]|\{\s*[\"}])"), "data in JSON form"),
    (re.compile(rb"\s*<(?:!doctype|html|head|body|table|style|script|div|!--)", re.IGNORECASE), "a web page (HTML)"),
    (re.compile(rb"\s*<(?:\?xml|[a-z]+[: >])", re.IGNORECASE), "data in XML form"),
    (re.compile(rb"\s*BEGIN:VCARD", re.IGNORECASE), "a set of contact cards (vCard)"),
    (re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE), "a calendar"),
)
CONTROL = bytes(set(range(32)) - set(b"\0\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f"))


def is_workbook(file):
    """True for .xlsx, False for text; anything else is refused."""
    file.seek(0)
    head = file.read(SAMPLE)
    if not head:
        raise UnreadableFile("The file is empty.")
    if head.startswith(ZIP):
        return _is_xlsx(file)
    if head.startswith(OLE):
        raise UnreadableFile(_ole_message(head))
    kind = next((kind for signature, kind in SIGNATURES if head.startswith(signature)), None)
    if kind:
        raise UnreadableFile(f"This is {kind}, not a table of people. {AS_TABLE}")
    _refuse_other_text(file, head)
    return False


def _is_xlsx(file):
    package = Package(file)
    if package.workbook():
        return True
    if "xl/workbook.bin" in package:
        raise UnreadableFile("This is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV and try again.")
    kind = "a text document" if any(name.startswith("word/") for name in package.parts) else "a compressed file"
    if "mimetype" in package or any(name.startswith("index/") for name in package.parts):
        kind = "a workbook of another program"
    raise UnreadableFile(f"This is {kind}, not an Excel workbook. {AS_TABLE}")


def _ole_message(head):
    if "EncryptedPackage".encode("utf-16-le") in head or "EncryptionInfo".encode("utf-16-le") in head:
        return "This workbook is protected with a password. Remove the password and try again."
    return "This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."


def _refuse_other_text(file, head):
    if shown := shown_by(head):
        head = head[shown.skip :].decode(shown.codec, "replace").encode()
    for pattern, kind in TEXTS:
        if pattern.match(head):
            message = f"This is {kind}, not a table of people. {AS_TABLE}"
            raise UnreadableFile(message, encoding=detect_encoding(file).name)
    odd = len(head) - len(head.translate(None, CONTROL))
    if odd > 8 and odd * 50 > len(head):
        raise UnreadableFile(f"This is not a text file: it holds bytes no table has. {AS_TABLE}")
