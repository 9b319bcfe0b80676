"""Ids of another workspace, on every address that takes one and in every field that names one."""

import pytest
from django.db import connection, transaction

from autoreach.api.models import PersonalToken
from enrichment.models import AIReading, PipelineRun, ProfileFinding
from leads.models import ImportJob, Invitation, LeadMerge, Membership, SavedView
from scoring.models import BuyerScore, StateChange
from tests.factories import LeadFactory, OfferFactory, SearchFactory, SeedAccountFactory
from tests.leads.workspaces.test_page_guard import ADDRESSES, OF_THE_USER

pytestmark = pytest.mark.django_db
# One for a row of every kind, so that no address has to be told which kind it names.
ID = 4_321
WORDS = {"lead-field": "title", "search-control": "pause", "seed-account": "save"}
OF_NO_ROW = OF_THE_USER | {"search-create", "search-cost"}
ROWS = {
    name: address.replace("/1/", f"/{ID}/", 1).replace("<str:name>", "1").replace("/1/", f"/{WORDS.get(name)}/")
    for name, address in ADDRESSES.items()
    if "/1/" in address and name not in OF_NO_ROW
}
FIELDS = {
    "offer": ID,
    "lead": ID,
    "leads": ID,
    "other": ID + 1,
    "name": "linkedin_slug",
    "again": ID,
    "asked": ID,
    "state": "manual",
    "chosen": "1",
    "step": "scoring",
    "address": "linkedin.com/in/secret-person",
    "q": "secret",
    "seed": ID,
    "tab": "lookalikes",
}


@pytest.fixture
def secrets(south):
    """Every kind of row that an address can name."""
    Membership.objects.filter(user=south.user).update(id=ID)
    PersonalToken.objects.create(pk=ID, membership_id=ID, name="Secret", digest="secret", scopes=[])
    own = {"pk": ID, "workspace": south.workspace}
    offer = OfferFactory(name="Secret offer", **own)
    lead = LeadFactory(full_name="Secret Person", linkedin_slug="secret-person", **own)
    LeadFactory(pk=ID + 1, full_name="Secret Friend", workspace=south.workspace)
    search = SearchFactory(label="Secret search", kind="tweet_search", parameters={"queries": ["secret"]}, **own)
    SeedAccountFactory(offer=offer, name="Secret seed", **own)
    found = {"lead": lead, "offer": offer}
    rows = [
        ImportJob(file_name="Secret.csv", search=search, **own),
        LeadMerge(lead=lead, gone_id=ID + 1, gone_name="Secret Gone", record={"by_hand": True}, **own),
        StateChange(offer=offer, state="manual", before={"active": [ID]}, **own),
        ProfileFinding(platform="x", decision="asked", candidates=[{"handle": "secret"}], **found, **own),
        Invitation(email="secret@secret.example", invited_by=south.user, **own),
        SavedView(user=south.user, name="Secret view", query="q=secret", **own),
        PipelineRun(offer=offer, search=search, purpose=PipelineRun.Purpose.RESCORE, **own),
    ]
    for row in rows:
        row.save(force_insert=True)
    AIReading.objects.create(reading={}, workspace=south.workspace, **found)
    BuyerScore.objects.get_or_create(workspace=south.workspace, **found, defaults={"top_reason": "Secret reason"})
    return south


def statuses(team, address):
    """Those of a GET and a POST, of which nothing stays."""
    team.client.raise_request_exception = False
    found = []
    for ask in (team.client.get, team.client.post):
        with transaction.atomic():
            found.append(ask(address, FIELDS, headers={"HX-Request": "true"}).status_code)
            transaction.set_rollback(True)
    return found


def test_no_address_knows_a_row_of_another_workspace(north, secrets):
    known = {name: statuses(secrets, address) for name, address in ROWS.items()}
    assert [name for name, found in known.items() if set(found) <= {404, 405}] == []
    strange = {name: statuses(north, address) for name, address in ROWS.items()}
    assert {name: found for name, found in strange.items() if not set(found) <= {404, 405}} == {}


def test_no_field_names_a_row_of_another_workspace(north, secrets):
    others = sorted(set(ADDRESSES) - set(ROWS) - OF_THE_USER)
    addresses = [ADDRESSES[name].replace("/1/", "/tweet_search/") for name in others]
    before = rows_of(secrets.workspace)
    told = []
    for address in addresses:
        for ask in (north.client.get, north.client.post):
            answer = ask(address, FIELDS)
            if b"Secret" in (answer.content if not answer.streaming else b"".join(answer.streaming_content)):
                told.append(address)
    assert (told, rows_of(secrets.workspace)) == ([], before)


def rows_of(workspace):
    """Every row of the workspace, with the transaction that wrote it."""
    tables = [table for table in connection.introspection.table_names() if has_workspace(table)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(
            f"SELECT '{table}', to_jsonb(t)::text FROM {table} t WHERE workspace_id = %(workspace)s" for table in tables
        ), {"workspace": workspace.pk})  # fmt: skip
        return sorted(cursor.fetchall())


def has_workspace(table):
    with connection.cursor() as cursor:
        return any(
            column.name == "workspace_id" for column in connection.introspection.get_table_description(cursor, table)
        )
