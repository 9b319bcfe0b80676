import io
import re
import zipfile

from autoreach.extension import archive

ORIGIN = "https://crm.example.com:8443"


def test_the_manifest_asks_for_this_and_no_more():
    manifest = archive.manifest(ORIGIN)
    assert {name: value for name, value in manifest.items() if name not in ("icons", "description")} == {
        "manifest_version": 3,
        "name": "AutoReach (crm.example.com:8443)",
        "short_name": "AutoReach",
        "version": "0.1.0",
        "minimum_chrome_version": "123",
        "action": {"default_title": "AutoReach", "default_popup": "popup.html"},
        "background": {"service_worker": "service_worker.js", "type": "module"},
        "permissions": ["activeTab", "scripting", "storage"],
        "host_permissions": ["https://crm.example.com:8443/*"],
        "optional_host_permissions": ["https://*.linkedin.com/*", "https://x.com/*"],
        "externally_connectable": {"ids": [], "matches": []},
        "content_security_policy": {
            "extension_pages": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src https://crm.example.com:8443; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        },
    }


def test_an_ipv6_address_is_allowed_by_its_scheme_since_a_content_policy_cannot_name_it():
    manifest = archive.manifest("http://[::1]:8000")
    assert manifest["host_permissions"] == ["http://[::1]:8000/*"]
    assert " connect-src http:; " in manifest["content_security_policy"]["extension_pages"]


def test_a_long_host_keeps_the_name_within_what_chrome_takes():
    assert len(archive.manifest(f"https://{'long.' * 40}example.com")["name"]) == 75


def test_the_zip_holds_the_files_as_they_are_and_is_the_same_each_time():
    first, second = archive.build(ORIGIN), archive.build(ORIGIN)
    with zipfile.ZipFile(io.BytesIO(first)) as stored:
        names = stored.namelist()
        content = {name: stored.read(name) for name in names}
    assert (first, names, content) == (second, sorted(names), archive.files(ORIGIN))


def test_what_the_extension_names_is_in_it():
    files = archive.files(ORIGIN)
    texts = "\n".join(text.decode() for name, text in files.items() if not name.endswith(".png"))
    named = set(re.findall(r"""["'](?:\./)?((?:icons/)?\w+\.(?:js|css|html|png))["']""", texts))
    assert named == set(files) - {archive.MANIFEST}


def test_no_text_of_a_page_becomes_markup_or_code_and_no_other_address_is_named():
    risky = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
        r"|https?://(?!x\.com|(?:www|\*)\.linkedin\.com)"
    )
    scripts = {name: text.decode() for name, text in archive.files(ORIGIN).items() if name.endswith((".js", ".html"))}
    assert {name: risky.findall(text) for name, text in scripts.items() if risky.search(text)} == {}
