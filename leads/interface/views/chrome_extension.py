from django.http import HttpResponse
from django.views.decorators.http import require_GET

from autoreach.extension import archive

FILE_NAME = "autoreach-extension.zip"
SCHEMES = ("http", "https")


@require_GET
def download(request):
    """The address in it is the one the user has open; Django refuses hosts that are not in ALLOWED_HOSTS."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(archive.build(origin_of(request)), content_type="application/zip", headers=headers)


def origin_of(request):
    """As the browser shows it. Behind a proxy that ends TLS the request itself came by http."""
    host, page = request.get_host(), request.headers.get("referer", "").lower()
    scheme = next((scheme for scheme in SCHEMES if page.startswith(f"{scheme}://{host.lower()}/")), request.scheme)
    return f"{scheme}://{host}"
