"""Search phrases of offers, made without AI: whether they find somebody, differ, and are new on a second day."""

from datetime import timedelta
from itertools import chain

from django.utils import timezone
from rapidfuzz import fuzz

from autoreach.calls.clients import clients
from leads.models import Offer
from leads.sources.found_on_x import found_author
from leads.sources.queries import fresh_phrases
from leads.sources.tweet_search import TweetSearchForm, x_query
from tests.benchmarks import at_least, at_most
from tests.benchmarks._offers import offers
from tests.benchmarks.searching import sandbox

# Offers, and queries of each; 90 of 100 letters alike in any order of the words is near.
SIZE, QUERIES, NEAR, FEWEST_POSTS = 20, 10, 90, 10


def run(size):
    chosen = [Offer(**fields) for fields in offers()[:size]]
    first = [fresh_phrases(offer, [], limit=QUERIES) for offer in chosen]
    second = [fresh_phrases(offer, [made], limit=QUERIES) for offer, made in zip(chosen, first, strict=True)]
    asked = size * QUERIES
    yield at_least("queries made", sum(map(len, first)), "queries", limit=asked)
    with sandbox():
        yield at_least("find somebody", share_that_finds(first), "", limit=0.8)
        yield at_least("find somebody on the second day", share_that_finds(second), "", limit=0.8)
    near = sum(map(near_duplicates, first))
    yield at_most("near-duplicates", near / asked, "", limit=0.05)
    new = sum(len(unlike(made, before)) for made, before in zip(second, first, strict=True))
    yield at_least("new on the second day", new / asked, "", limit=0.9)
    yield at_least("still new on the tenth day, with one competitor", share_on_day(10, chosen), "", limit=0.8)


def share_on_day(number, chosen):
    """The share of offers that ask for something new on that day."""
    return sum(len(days_of(offer, number)) == number for offer in chosen) / len(chosen)


def days_of(offer, most):
    offer, past = Offer(**offer_fields(offer, competitors=offer.competitors[:1])), []
    while len(past) < most and (made := fresh_phrases(offer, past, limit=QUERIES)):
        past.append(made)
    return past


def offer_fields(offer, **changed):
    names = ("description", "target_audience", "pain_points", "industries")
    return {name: getattr(offer, name) for name in names} | changed


def share_that_finds(made):
    phrases = list(chain.from_iterable(made))
    return sum(map(finds_somebody, phrases)) / max(len(phrases), 1)


def finds_somebody(phrase):
    """Whether the query as the form sends it by default finds a post of a person."""
    form = TweetSearchForm()
    asked = {name: field.initial or "" for name, field in form.fields.items()} | {"min_likes": 0}
    since = timezone.now() - timedelta(days=form.fields["days"].initial)
    found = clients().x.search(x_query(phrase, asked), limit=FEWEST_POSTS, since=since, archive=True)
    return any(map(found_author, found.value.items))


def near_duplicates(phrases):
    return sum(is_near(phrase, phrases[:place]) for place, phrase in enumerate(phrases))


def unlike(phrases, before):
    return [phrase for phrase in phrases if not is_near(phrase, before)]


def is_near(phrase, others):
    return any(fuzz.token_sort_ratio(phrase, other, processor=str.lower) >= NEAR for other in others)
