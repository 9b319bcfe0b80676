"""What the AI score of a lead with 20 posts takes, of several that are read together, at the default model's price.

Counted by the tokenizer of the sentence model (32,000 words): those of larger models make fewer tokens of a text.
"""

from statistics import median

from autoreach.providers.prices import Prices, Tokens
from autoreach.providers.reading import clean
from autoreach.sandbox.judging import judge
from autoreach.sandbox.world import ON_LINKEDIN, World
from enrichment.ai_scoring.batches import LEADS
from leads.taxonomy.embedding import _model
from scoring.ai.conversation import read_leads
from scoring.local.offer import OfferView
from tests.benchmarks import at_most, observed
from tests.scoring.people import TODAY, PlainOffer, lead, post

SIZE = 400
MODEL = "gpt-6-luna"
POSTS = 20


def run(size):
    offer = PlainOffer(
        pain_points=["late deliveries because of manual planning in spreadsheets"],
        competitors=["Shiftly", "Planetto", "Fabrix"],
        industries=["machinery", "automotive"],
    )
    view = OfferView.of(offer)
    leads = people(size)
    used = [
        tokens for start in range(0, size, LEADS) for tokens in read_batch(leads[start : start + LEADS], offer, view)
    ]
    prices = Prices()
    usd = [float(prices.tokens(MODEL, each)) for each in used]
    yield at_most("input tokens of a lead, median", median(each.input for each in used), "tokens", limit=2_000)
    yield at_most("cost of a lead, median", median(usd), "$", limit=0.002)
    yield observed("most input tokens of a lead", max(each.input for each in used), "tokens")
    yield observed("most a lead may cost, every answer as long as it may be", max(usd), "$")
    yield observed(
        "characters of posts a lead, median", median(sum(len(p.text) for p in each.posts) for each in leads), ""
    )


def people(count):
    """Leads with 20 posts each, from people of the sandbox who write most."""
    posts, texts = World().posts, []
    for person in range(24_000):
        if len(texts) >= count * POSTS:
            break
        short = [clean(each.text) for each in posts.of(person, ON_LINKEDIN)]
        # four of these are as long as people write: about 280 characters
        texts += [" ".join(short[start : start + 4]) for start in range(0, len(short) - 3, 4)]
    return [
        lead(
            lead_id=number + 1,
            posts=tuple(post(text, TODAY, place) for place, text in enumerate(texts[number * POSTS :][:POSTS], 1)),
        )
        for number in range(count)
    ]


def read_batch(leads, offer, view):
    """What each lead takes of the batch's questions, its share of what all have in common included."""
    input_tokens, output_tokens = 0, 0
    questions = read_leads(leads, offer, view)
    try:
        question = next(questions)
        while True:
            schema = question.schema.model_json_schema()
            input_tokens += sum(map(count, (question.instructions, question.content, str(schema))))
            output_tokens += question.max_tokens
            question = questions.send(
                question.schema.model_validate(judge(schema, question.instructions, question.content, ""))
            )
    except StopIteration:
        return [Tokens(input=input_tokens // len(leads), output=output_tokens // len(leads))] * len(leads)


def count(text):
    return len(_model().tokenizer.encode(text, add_special_tokens=False).ids)
