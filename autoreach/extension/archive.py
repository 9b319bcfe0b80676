"""The Chrome extension as a zip that knows the address of the installation it comes from."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

FILES = Path(__file__).with_name("chrome")
MANIFEST = "manifest.json"
# The beginning of the calendar of zip files: the same files make the same bytes.
MADE_AT = (1980, 1, 1, 0, 0, 0)
NAME_MAX = 75
PAGES_LOAD = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src {reached}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def build(origin: str) -> bytes:
    """`origin` is scheme, host and port, such as https://crm.example.com."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in sorted(files(origin).items()):
            entry = zipfile.ZipInfo(name, MADE_AT)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return stored.getvalue()


def files(origin: str) -> dict[str, bytes]:
    """What is in the zip, by name."""
    own = {path.relative_to(FILES).as_posix(): path.read_bytes() for path in FILES.rglob("*") if path.is_file()}
    return own | {MANIFEST: json.dumps(manifest(origin), indent=2).encode()}


def manifest(origin: str) -> dict:
    known = json.loads((FILES / MANIFEST).read_text())
    return known | {
        "name": f"{known['name']} ({urlsplit(origin).netloc})"[:NAME_MAX],
        "host_permissions": [f"{origin}/*"],
        "content_security_policy": {"extension_pages": PAGES_LOAD.format(reached=reached(origin))},
    }


def reached(origin: str) -> str:
    """The origin as a content policy takes it, which knows no IPv6 addresses: for them the scheme alone."""
    scheme, rest = origin.split("://")
    return f"{scheme}:" if rest.startswith("[") else origin
