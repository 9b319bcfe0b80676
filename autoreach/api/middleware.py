import json

from autoreach.api.errors import ROOT, sentence_of


class JsonAnswers:
    """Makes every error under /api/ JSON, whatever refused the request, and lets no cache keep an answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ROOT):
            response.headers["Cache-Control"] = "no-store"
            if response.status_code >= 400 and not response.headers["Content-Type"].startswith("application/json"):
                say_in_json(response)
        return response


def say_in_json(response):
    response.content = json.dumps({"detail": sentence_of(response.status_code)}, ensure_ascii=False)
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Length"] = str(len(response.content))
