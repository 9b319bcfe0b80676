"""Drives the questions of the AI scorer against the sandbox's model, without a database."""

from autoreach.providers.ai.client import AI
from scoring.ai.conversation import Unread, read_leads
from scoring.ai.scorer import score_read
from scoring.local import score_leads
from scoring.local.offer import OfferView
from tests.scoring.people import PlainOffer


def model(url, name="gpt-6-luna"):
    return AI(api_key="sandbox", model=name, base_url=f"{url}/v1")


def ask(ai, questions, asked=None):
    """What the generator returns; `asked` collects (question, answer)."""
    try:
        question = next(questions)
        while True:
            answer = ai.complete(
                question.schema,
                instructions=question.instructions,
                content=question.content,
                max_tokens=question.max_tokens,
            )
            if asked is not None:
                asked.append((question, answer))
            question = questions.send(answer.value)
    except StopIteration as end:
        return end.value


def read(ai, *leads, offer=None, asked=None):
    return ask(ai, read_leads(leads, offer or PlainOffer()), asked)


def score(ai, *leads, offer=None):
    """The cards of the leads; each is asked for alone where they cannot be asked for together."""
    offer = offer or PlainOffer()
    readings = read(ai, *leads, offer=offer)
    if readings is Unread.BY_THIS_MODEL:
        return score_leads(leads, OfferView.of(offer))
    if readings is Unread.TOGETHER:
        return [score(ai, each, offer=offer)[0] for each in leads]
    return score_read(leads, offer, readings)
