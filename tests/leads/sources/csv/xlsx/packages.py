"""Workbooks written part by part, as spreadsheet programs write them and as no one should."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
EXTERNAL = ' TargetMode="External"'
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PEOPLE = (("Name", "Email"), ("Nora Lindt", "nora@lindt.example"))


def inline(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(*rows):
    return "".join(
        f'<row r="{number}">{"".join(inline(f"{COLUMNS[at]}{number}", text) for at, text in enumerate(cells))}</row>'
        for number, cells in enumerate(rows, start=1)
    )


def relations(**targets):
    """`targets` by the last word of their kind; the links of a sheet are `hyperlink1`, `hyperlink2` and so on."""
    found = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"'
        f"{EXTERNAL if kind.startswith('hyperlink') else ''}/>"
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{found}</Relationships>'


def parts_of(data, *, after="", styles="", texts="", links=None, settings=""):
    """The parts of a workbook with one sheet: `data` within sheetData, `after` behind it."""
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}'
        '<sheets><sheet name="People" sheetId="1" r:id="worksheet"/></sheets></workbook>'
    )
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{data}</sheetData>{after}</worksheet>'
    targets = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    parts = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(**targets),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    if links:
        numbered = {f"hyperlink{number}": target for number, target in enumerate(links, start=1)}
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(**numbered)
    return parts


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            # a ZipInfo takes the name as it is
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def workbook(data, **options):
    return packed(parts_of(data, **options))


def renamed(parts, old, new):
    """The parts with one text for another, in their names and in what they say."""
    return {name.replace(old, new): content.replace(old, new) for name, content in parts.items()}
