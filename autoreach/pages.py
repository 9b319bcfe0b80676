"""What pages of every app share: fragments for htmx, the workspace of a request, numbers in addresses."""

from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

BIGGEST_ID = 2**63 - 1
# How long the second of two clicks stands for the first.
ONE_CLICK = timedelta(seconds=10)


def number(text):
    """The id that `text` from outside spells, or None: digits can be more than the database, or int(), takes."""
    if text.isascii() and text.isdecimal() and len(text) <= len(str(BIGGEST_ID)) and int(text) <= BIGGEST_ID:
        return int(text)
    return None


def own_address(request, address):
    """`address` from outside where it leads to this site, else ""."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else ""


def get_workspace(request):
    if request.workspace is None:
        raise Http404("You do not belong to a workspace yet.")
    return request.workspace


def part_of(url_name):
    """Mark the view of a part that pages load by htmx. Opened by itself, it leads to the page `url_name`."""

    def mark(view):
        @wraps(view)
        def answer(request, **place):
            response = view(request, **place) if request.htmx else redirect(url_name, **place)
            patch_vary_headers(response, ["HX-Request"])
            return response

        return answer

    return mark


def render_fragment(request, template, context, *, heading):
    """A fragment that htmx puts into a page; opened by itself, it is a page."""
    if request.htmx:
        response = render(request, template, context)
    else:
        response = render(
            request, "components/fragment_page.html", context | {"fragment": template, "heading": heading}
        )
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_swapped(request, part):
    """Whether htmx is about to swap only this part of the page."""
    return bool(request.htmx) and request.htmx.target == part


def render_part(request, template, part, context, *, target=None, status=None):
    """The whole page, or only its `part` where htmx is about to swap that."""
    swapped = is_swapped(request, target or part)
    response = render(request, f"{template}#{part}" if swapped else template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
