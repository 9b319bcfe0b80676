import io
import json
import zipfile

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def downloaded(client, **extra):
    answer = client.get(reverse("chrome-extension"), **extra)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return answer, json.loads(archive.read("manifest.json"))


def test_the_extension_works_with_the_address_it_was_taken_from(north, settings):
    settings.ALLOWED_HOSTS = ["crm.example.com"]
    answer, manifest = downloaded(north.client, secure=True, headers={"host": "crm.example.com:8443"})
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (
        "application/zip",
        'attachment; filename="autoreach-extension.zip"',
    )
    assert (manifest["name"], manifest["host_permissions"]) == (
        "AutoReach (crm.example.com:8443)",
        ["https://crm.example.com:8443/*"],
    )


@pytest.mark.parametrize("host", ["evil.example", "crm.example.com@evil.example", "crm.example.com; script-src *"])
def test_a_host_that_is_not_ours_gets_no_extension(north, settings, host):
    settings.ALLOWED_HOSTS = ["crm.example.com"]
    north.client.raise_request_exception = False
    assert north.client.get(reverse("chrome-extension"), headers={"host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(north):
    _, manifest = downloaded(north.client, headers={"x-forwarded-host": "evil.example"})
    assert manifest["host_permissions"] == ["http://testserver/*"]


@pytest.mark.parametrize(
    ("page", "reached"),
    [
        ("https://testserver/settings/", "https://testserver/*"),
        ("http://testserver/settings/", "http://testserver/*"),
        ("https://evil.example/", "http://testserver/*"),
        ("https://testserver@evil.example/", "http://testserver/*"),
        ("ftp://testserver/", "http://testserver/*"),
        ("https://[", "http://testserver/*"),
    ],
)
def test_behind_a_proxy_that_ends_tls_it_takes_the_scheme_of_the_page_it_is_taken_from(north, page, reached):
    _, manifest = downloaded(north.client, headers={"referer": page})
    assert manifest["host_permissions"] == [reached]


def test_only_members_get_it(client):
    assert client.get(reverse("chrome-extension")).headers["Location"].startswith(reverse("account_login"))


def test_the_settings_page_leads_to_it(north):
    page = north.client.get(reverse("settings")).content.decode()
    assert f'href="{reverse("chrome-extension")}" download>Download the extension</a>' in page
