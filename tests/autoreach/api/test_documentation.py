import argparse
import re
import shlex

from django.http import QueryDict

from leads.models import Lead, Search
from tests.autoreach.api.conftest import check_against_document
from tests.autoreach.api.test_endpoints import OPERATIONS
from tests.factories import OfferFactory, SearchFactory
from tests.test_house import ROOT

BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)
CURL = argparse.ArgumentParser(prog="curl")
CURL.add_argument("address")
CURL.add_argument("-G", action="store_true")
CURL.add_argument("-H", action="append", default=[])
CURL.add_argument("-d")
CURL.add_argument("--data-urlencode", action="append", default=[])
EXAMPLES = [line for block in BLOCKS for line in block.replace("\\\n", " ").splitlines() if line.startswith("curl ")]


def run(line, caller):
    """Send what curl would send of a line that the shell has read."""
    words = [word.replace("$AUTOREACH", "").replace("$TOKEN", caller.text) for word in shlex.split(line)[1:]]
    asked = CURL.parse_args(words)
    headers = dict(header.split(": ", 1) for header in asked.H)
    address, _, query = asked.address.partition("?")
    if asked.d is not None:
        return "post", address, caller.client.post(address, asked.d, headers.pop("Content-Type"), headers=headers)
    parameters = QueryDict(query, mutable=True)
    parameters.update(dict(pair.split("=", 1) for pair in asked.data_urlencode))
    return "get", address, caller.client.get(address, parameters, headers=headers)


def test_the_examples_of_the_documentation_work_and_use_every_operation(north, caller):
    offer, search = OfferFactory(workspace=north.workspace), SearchFactory(workspace=north.workspace)
    used = set()
    for example in EXAMPLES:
        line = re.sub(r'(offer"?[=:] ?)1\b', rf"\g<1>{offer.pk}", example)
        line = re.sub(r"(searches/)1\b", rf"\g<1>{search.pk}", line)
        method, address, answer = run(line, caller)
        check_against_document(method, address, answer)
        assert (line, answer.status_code) in ((line, 200), (line, 201)), answer.content.decode()
        used.add((method, address))
    assert used == {(method, path.replace("{search_id}", str(search.pk))) for method, path in OPERATIONS}
    assert (Lead.objects.get().full_name, Search.objects.filter(kind="tweet_search").count()) == ("Ada Sample", 1)
