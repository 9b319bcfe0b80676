"""Kill everything in the middle of an import, the database too: nothing is lost, nothing is doubled."""

import signal
import time
from contextlib import suppress

import psutil
import psycopg
import pytest

from leads.sources.csv.batches import BATCH

PEOPLE = 50_000
# Far beyond what it takes, so that a machine with much to do passes too.
PATIENCE = 600

pytestmark = pytest.mark.slow


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    with path.open("w") as file:
        file.write("First Name,Last Name,Email,Title,Company,Country\n")
        for number in range(PEOPLE):
            file.write(f"Ada,Person {number},ada{number}@crash.example,Buyer,Firm {number % 5000},Spain\n")
    return path


def ask(installation, question):
    with psycopg.connect(installation.cluster.url()) as connection:
        return connection.execute(question).fetchone()


def wait_for(installation, question, is_reached):
    deadline = time.monotonic() + PATIENCE
    while not is_reached(answer := ask(installation, question)):
        assert time.monotonic() < deadline, f"{question} is still {answer}"
        time.sleep(0.1)
    return answer


def begin_import(page, people):
    page.goto("/import/")
    page.get_by_label("Choose a CSV").set_input_files(people)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Preview the import").click()
    page.get_by_role("button", name=f"Import {PEOPLE:,} new people").click(timeout=PATIENCE * 1000)


def kill_database(installation):
    """In the middle of what it writes: the workers have two batches open. It may be gone already."""
    while installation.cluster.is_running():
        with suppress(psutil.NoSuchProcess):
            postmaster = psutil.Process(int((installation.cluster.data / "postmaster.pid").read_text().split()[0]))
            for process in (postmaster, *postmaster.children(recursive=True)):
                process.kill()
        time.sleep(0.02)


def log_in(page, password):
    page.goto("/login/")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_kill_in_the_middle_of_an_import_loses_nothing_and_doubles_nothing(browser, prepared, installation, people):
    installation.start()
    context = browser.new_context(base_url=installation.url)
    page = context.new_page()
    log_in(page, prepared.password)
    begin_import(page, people)
    progress = "SELECT state, (SELECT count(*) FROM leads_importbatch) FROM leads_importjob ORDER BY id DESC LIMIT 1"
    state, batches = wait_for(installation, progress, lambda answer: answer[1] > 0)
    kill_database(installation)
    installation.stop(signal.SIGKILL)
    kill_database(installation)  # the installation may have started it again before its own end
    assert (state, 0 < batches * BATCH < PEOPLE, installation.cluster.is_running()) == ("committing", True, False)

    installation.start()
    assert "AutoReach runs at" in installation.said, installation.said
    wait_for(installation, progress, lambda answer: answer[0] == "completed")
    leads = "FROM leads_lead WHERE email LIKE '%@crash.example'"
    assert ask(installation, f"SELECT count(*), count(DISTINCT email) {leads}") == (PEOPLE, PEOPLE)
    search = "(SELECT search_id FROM leads_importjob ORDER BY id DESC LIMIT 1)"
    sources = f"FROM leads_leadsource WHERE search_id = {search}"
    assert ask(installation, f"SELECT count(*), count(DISTINCT lead_id) {sources}") == (PEOPLE, PEOPLE)
    assert ask(installation, f"SELECT created, found FROM leads_search WHERE id = {search}") == (PEOPLE, PEOPLE)
    context.close()
    assert installation.stops(signal.SIGTERM, only_make=False)
