import re

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db import connection
from django.forms import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.models import ImportBatch, ImportJob, ImportRow
from leads.workspaces.page_guard import OWN_PACKAGES
from tests.factories import WorkspaceFactory

pytestmark = pytest.mark.django_db

OURS = [model._meta for model in admin.site._registry if model.__module__.split(".")[0] in OWN_PACKAGES]


@pytest.mark.parametrize("model", OURS, ids=str)
def test_no_list_reads_a_whole_table(admin_client, model):
    with CaptureQueriesContext(connection) as queries:
        response = admin_client.get(reverse(f"admin:{model.app_label}_{model.model_name}_changelist"))
    asked = [query["sql"] for query in queries if f'"{model.db_table}"' in query["sql"]]
    assert [sql for sql in asked if "DISTINCT" in sql or ("COUNT(" in sql and "LIMIT" not in sql)] == []
    assert response.status_code == 200


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")
@pytest.mark.parametrize("model", OURS, ids=str)
def test_no_form_offers_a_whole_table_to_choose_from(rf, admin_user, model):
    request = rf.get("/")
    request.user = admin_user
    form = admin.site._registry[model.model].get_form(request, change=True)
    chosen = {name: field for name, field in form.base_fields.items() if isinstance(field, ModelChoiceField)}
    assert [name for name, field in chosen.items() if not isinstance(field.widget, ForeignKeyRawIdWidget)] == []


def test_an_import_shows_its_state_and_the_rows_it_refused_but_cannot_be_changed(admin_client):
    job = ImportJob.objects.create(workspace=WorkspaceFactory(), file_name="people.csv")
    ImportRow.objects.create(job=job, row=1, line=2, full_name="Nora Sample")
    ImportRow.objects.create(job=job, row=2, line=3, reason="Nothing <stands> here.")
    address = reverse("admin:leads_importjob_change", args=[job.pk])
    page = admin_client.get(address).content.decode()
    assert re.findall(r"line \d+: [^<]+", page) == ["line 3: Nothing &lt;stands&gt; here."]
    assert admin_client.post(address, {"state": "completed"}).status_code == 403


def test_an_import_says_how_many_leads_stayed_without_listing_them(admin_client):
    job = ImportJob.objects.create(workspace=WorkspaceFactory(), summary={"blank": 2, "kept": [7001, 7002]})
    listed = admin_client.get(reverse("admin:leads_importjob_changelist")).context["cl"].result_list
    assert [row.get_deferred_fields() for row in listed] == [{"summary"}]
    page = admin_client.get(reverse("admin:leads_importjob_change", args=[job.pk])).content.decode()
    assert re.findall(r"\{.*kept.*\}|700\d", page) == ["{&#x27;kept&#x27;: 2, &#x27;blank&#x27;: 2}"]


def test_the_batches_of_one_import_are_found_by_its_number(admin_client):
    jobs = [ImportJob.objects.create(workspace=WorkspaceFactory()) for _ in range(2)]
    batches = [ImportBatch.objects.create(job=job, first_row=0) for job in jobs]
    found = admin_client.get(reverse("admin:leads_importbatch_changelist"), {"q": jobs[0].pk}).context["cl"]
    assert list(found.result_list) == batches[:1]


@pytest.mark.ignore_template_errors
def test_the_administration_has_the_icon_and_says_sandbox_data(admin_client, settings):
    def said(words):
        return admin_client.get("/admin/leads/lead/").content.decode().count(words)

    assert (said('rel="icon"'), said("Sandbox data")) == (1, 0)
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    assert said("Sandbox data") == 1
