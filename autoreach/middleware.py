from itertools import chain

from django.http import HttpResponseNotAllowed
from django.shortcuts import render

from autoreach.texts import TURNING


class ReadableForms:
    """Drops the characters that turn a text around from what forms send: one pasted unseen makes a line unreadable.

    A password is taken as it was typed: its owner may have set it by a command, and no one reads it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # what takes no form's token may want the body as it is, and reading its fields would use that up
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        texts = {name: values for name, values in request.POST.lists() if "password" not in name}
        if not any(map(TURNING.search, chain.from_iterable(texts.values()))):
            return
        fields = request.POST.copy()
        for name, values in texts.items():
            fields.setlist(name, [TURNING.sub("", value) for value in values])
        request.POST = fields


class NotAllowedPage:
    """Shows a page where an address takes only what a button sends, such as after a login that returns to it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
        return response
