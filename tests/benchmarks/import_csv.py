"""Importing a CSV file as sales tools export it, beside a COPY of the same rows into a bare table; and a workbook."""

import csv
import multiprocessing
import random
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import django
from django.db import connection

from leads.models import Lead, Workspace
from leads.sources.csv import lifecycle
from leads.sources.csv.upload import open_job
from tests.benchmarks import at_most, observed, peak_memory

NAME = "import"
SIZE = 100_000
MEMORY_MAX = 400
WORKBOOK_MEMORY_MAX = 300
FIRST = "Ana Ben Cleo Dan Eva Finn Gia Hugo Ida Jon Kim Leo Mia Noa Ola Pia Quin Rosa Sam Tea".split()
LAST = (
    "Ahrend Bolt Crane Dunn Eck Frost Grey Hale Ives Jung Kerr Lund Moss Nash Orr Pike Quill Rask Stone Thorn".split()
)
TITLES = ("Head of Marketing", "CTO", "VP Sales", "Operations Manager", "Founder & CEO", "Account Executive", "Buyer")
INDUSTRIES = ("software", "retail", "hospital & health care", "logistics & supply chain", "machinery")
PLACES = (("Austin", "Texas", "United States"), ("Lyon", "Auvergne-Rhône-Alpes", "France"), ("Kraków", "", "Poland"))
TECHNOLOGIES = (
    "Salesforce, HubSpot, Slack, Amazon AWS, Google Analytics, Google Tag Manager, Mobile Friendly, WordPress.org, "
    "Nginx, Outlook, Microsoft Office 365, Typekit, Facebook Custom Audiences, Vimeo, Zendesk, AI"
)
ABOUT = (
    "We build tools for teams that plan, buy and ship. Founded by people who did the work themselves, "
    "we serve customers in forty countries and answer the phone."
)


def person(number, chance):
    """The columns of a sales tool's export, in the order and emptiness they have there."""
    first, last = chance.choice(FIRST), chance.choice(LAST)
    company = f"{chance.choice(LAST)} {chance.choice(('Works', 'Systems', 'Labs'))} {number % 30_000}"
    domain = company.lower().replace(" ", "") + ".example"
    city, state, country = chance.choice(PLACES)
    return {
        "First Name": first, "Last Name": last, "Title": chance.choice(TITLES), "Company": f"{company}, Inc.",
        "Company Name for Emails": company, "Email": f"{first}.{last}{number}@{domain}".lower(),
        "Email Status": "Verified", "Primary Email Source": "Tool", "Seniority": "Director",
        "Departments": "Marketing", "Contact Owner": "rep@seller.example", "First Phone": "'+1 555 0100",
        "Work Direct Phone": "", "Home Phone": "", "Mobile Phone": "", "Corporate Phone": "",
        "Other Phone": "", "Stage": "Cold", "Lists": "Spring", "Account Owner": "r@seller.example",
        "# Employees": number % 9999, "Industry": chance.choice(INDUSTRIES), "Keywords": "crm, b2b software, outbound",
        "Person Linkedin Url": f"http://www.linkedin.com/in/{first}-{last}-{number:08x}".lower(),
        "Website": domain, "Company Linkedin Url": f"http://www.linkedin.com/company/{domain[:-8]}",
        "Facebook Url": f"https://facebook.com/{domain[:-8]}", "Twitter Url": f"https://twitter.com/{domain[:12]}",
        "City": city, "State": state, "Country": country, "Company Address": f"{number % 99} Sample Street, {city}",
        "Company City": city, "Company State": state, "Company Country": country, "Company Phone": "",
        "SEO Description": ABOUT, "Technologies": TECHNOLOGIES, "Annual Revenue": number * 1000, "Total Funding": "",
        "Latest Funding": "", "Latest Funding Amount": "", "Last Raised At": "", "Email Sent": "false",
        "Email Open": "false", "Email Bounced": "false", "Replied": "false", "Demoed": "false",
        "Number of Retail Locations": "", "Contact Id": f"{number:024x}", "Account Id": f"{number % 30_000:024x}",
        "Secondary Email": "", "Tertiary Email": "", "Primary Intent Topic": "", "Primary Intent Score": "",
    }  # fmt: skip


def write_file(path, size):
    chance = random.Random(11)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(person(0, chance)))
        writer.writeheader()
        writer.writerows(person(number, chance) for number in range(size))


def write_workbook(path, size):
    """The same people as a spreadsheet program writes them: each different text once, apart from the rows."""
    chance, texts = random.Random(11), {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b"<worksheet><sheetData>")
            sheet.write(_row(person(0, chance), texts))
            for number in range(size):
                sheet.write(_row(person(number, chance).values(), texts))
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as shared:
            shared.write(b"<sst>")
            for text in texts:
                shared.write(f"<si><t>{escape(text)}</t></si>".encode())
            shared.write(b"</sst>")
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="People"/></sheets></workbook>')


def _row(values, texts):
    cells = (
        f"<c><v>{value}</v></c>"
        if isinstance(value, int)
        else f'<c t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        if value
        else "<c/>"
        for value in values
    )
    return f"<row>{''.join(cells)}</row>".encode()


def workbook_previewed(path, workspace_id):
    """Run by a process of its own, whose memory is then its own and that of the largest that works for it."""
    workspace = Workspace.objects.get(pk=workspace_id)
    with path.open("rb") as file:
        job = open_job(workspace=workspace, file=file, file_name=path.name, keep_file=False)
        lifecycle.make_preview(job, file)
    return job.summary["unique_people"], peak_memory()


def in_a_process(function, *arguments):
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=django.setup) as apart:
        return apart.submit(function, *arguments).result()


def workbook_figures(size, workspace):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        in_a_process(write_workbook, path, size)
        started = time.perf_counter()
        people, memory = in_a_process(workbook_previewed, path, workspace.pk)
        seconds = time.perf_counter() - started
    if people != size:
        raise RuntimeError("Not all people of the workbook were read.")
    yield observed(f"preview of a workbook of {size:,} rows", seconds, "s")
    yield at_most("memory of it at its highest", memory, "MiB", limit=WORKBOOK_MEMORY_MAX)


def copied(path):
    """Seconds to COPY the file as it is into a table without any index."""
    with path.open(encoding="utf-8") as file, connection.cursor() as cursor:
        columns = [f"c{number} text" for number, _ in enumerate(next(csv.reader(file)))]
        cursor.execute(f"CREATE TABLE bare ({', '.join(columns)})")
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER true)") as copy, path.open("rb") as source:
            while part := source.read(1 << 18):
                copy.write(part)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bare")
    return seconds


def run(size):
    workspace = Workspace.objects.create(name="Benchmark", slug="benchmark")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        write_file(path, size)
        copied(path)
        before = copied(path)
        base = peak_memory()
        with path.open("rb") as file:
            started = time.perf_counter()
            job = open_job(workspace=workspace, file=file, file_name=path.name, keep_file=False)
            lifecycle.make_preview(job, file)
        seen = time.perf_counter()
        lifecycle.begin_commit(job, policy="fill")
        lifecycle.run(job.pk)
        done = time.perf_counter()
        reference = (before + copied(path)) / 2
    if Lead.objects.filter(workspace=workspace).count() != size:
        raise RuntimeError("Not all people were imported.")
    yield observed(f"preview of {size:,} rows", seen - started, "s")
    yield observed(f"commit of {size:,} rows", done - seen, "s")
    yield at_most("preview and commit", done - started, "s", limit=reference, times=10)
    yield observed("memory before the import", base, "MiB")
    yield at_most("memory at its highest", peak_memory(), "MiB", limit=MEMORY_MAX)
    yield from workbook_figures(size, workspace)
