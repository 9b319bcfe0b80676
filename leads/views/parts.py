from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_part(request, template, part, context, *, target=None, status=None):
    """The whole page, or only its `part` where htmx is about to swap that."""
    swapped = request.htmx and request.htmx.target == (target or part)
    response = render(request, f"{template}#{part}" if swapped else template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
