import pytest

from autoreach.sandbox.world.dice import words_of
from autoreach.sandbox.world.posts import Post
from autoreach.sandbox.x_query import BadQuery, Found, Query
from tests.sandbox.x_questions import search


def test_words_phrases_alternatives_and_negations_decide(ask):
    texts = [post["text"] for post in search(ask, '("can anyone recommend" OR switching) -phone lang:en')]
    assert texts
    assert [
        text
        for text in texts
        if not ("can anyone recommend" in text.lower() or "switching" in text.lower()) or "phone" in text.lower()
    ] == []


def post(text="", account=19, relation="", target=0, lang="en", index=0):
    return Post(account, index, 1, 60, "", lang, text, relation, target)


def matches(world, query, **about):
    written = post(**about)
    return Query(query, world).matches(Found(written, words_of(written.text)))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("crm", "Our CRM is slow", True),
        ("crm", "Our scrm is slow", False),
        ("crm slow", "Slow, this CRM", True),
        ("crm slow", "Our CRM", False),
        ('"our crm"', "Our CRM!", True),
        ('"our crm"', "our slow crm", False),
        ("crm OR erp", "an ERP", True),
        ("slow (crm OR erp)", "slow erp", True),
        ("slow (crm OR erp)", "slow pos", False),
        ("crm -slow", "a slow crm", False),
        ("crm -slow", "a crm", True),
        ('crm -"very slow"', "a very slow crm", False),
        ("#crm", "We love #CRM", True),
        ("#crm", "We love crm", False),
        ("@ann", "Hi @Ann", True),
        ("$acme", "buy $ACME", True),
        ("café", "Cafe Müller", True),
        ("crm url:acme.example", "crm https://Acme.example/x", True),
        ("crm has:links", "crm https://a.example", True),
        ("crm has:links", "crm", False),
        ("crm has:hashtags", "crm #a", True),
        ("crm has:mentions -has:cashtags", "crm @a", True),
        ("crm has:videos", "crm", False),
    ],
)
def test_words_and_marks_of_a_text_decide(world, query, text, found):
    assert matches(world, query, text=text) is found


def test_author_language_and_kind_decide(world):
    assert matches(world, "from:eager_sbx") is True
    assert matches(world, "from:@EAGER_SBX") is True
    assert matches(world, "from:quiet_sbx") is False
    assert (matches(world, "a lang:de", text="a", lang="de"), matches(world, "a lang:de", text="a")) == (True, False)
    kinds = {"is:retweet": "retweeted", "is:reply": "replied_to", "is:quote": "quoted"}
    for operator, relation in kinds.items():
        assert matches(world, f"a {operator}", text="a", relation=relation) is True
        assert matches(world, f"a -{operator}", text="a", relation=relation) is False
    assert matches(world, "a is:verified", text="a") is False


def test_who_is_answered_decides(world):
    target = world.posts.get(19, 1, 0)
    number = world.posts.id_of(target)
    reply = {"text": "a", "relation": "replied_to", "target": target.reference, "account": 100}
    for query in ("to:eager_sbx", f"conversation_id:{number}", f"in_reply_to_tweet_id:{number}"):
        assert matches(world, query, **reply) is True
        assert matches(world, query, **reply | {"relation": "quoted"}) is False
    assert matches(world, "to:quiet_sbx", **reply) is False
    quote, retweet = reply | {"relation": "quoted"}, reply | {"relation": "retweeted"}
    assert matches(world, f"quotes_of_tweet_id:{number}", **quote) is True
    assert matches(world, f"retweets_of_tweet_id:{number}", **retweet) is True
    assert matches(world, "retweets_of:eager_sbx", **retweet) is True
    assert matches(world, "to:eager_sbx", **reply | {"target": 19_99}) is False


def test_how_much_a_post_was_liked_and_answered_decides(world):
    likes = world.posts.likes(post())
    assert [matches(world, f"min_likes:{number}") for number in (likes, likes + 1)] == [True, False]
    week = world.posts.younger_than(30 * 1440, 1)
    for operator, relation in (("min_replies", "replied_to"), ("min_reposts", "retweeted")):
        answered = max(week, key=lambda each: len(world.posts.answers_to(each, relation)))
        count = len(world.posts.answers_to(answered, relation))
        found = Found(answered, "")
        assert [Query(f"{operator}:{number}", world).matches(found) for number in (count, count + 1)] == [True, False]


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("(crm", "missing ')' (at position 1)"),
        ("crm)", "unmatched ')' (at position 4)"),
        ("crm OR", "a clause is missing (at position 1)"),
        ("() crm", "a clause is missing (at position 2)"),
        ("-crm", "Rules must contain at least one positive, non-stopword clause (at position 1)"),
        ("lang:de", "Rules must contain at least one positive, non-stopword clause (at position 1)"),
        ("crm is:funny", "Reference to invalid value 'funny' of 'is' (at position 5)"),
        ("crm min_likes:many", "Reference to invalid value 'many' of 'min_likes' (at position 5)"),
        ("crm min_replies:x", "Reference to invalid value 'x' of 'min_replies' (at position 5)"),
        (
            "crm colour:red",
            "Reference to invalid operator 'colour'. Operator is not available (at position 5)",
        ),
        ('crm "', "no viable alternative at character '\"' (at position 5)"),
    ],
)
def test_a_query_that_cannot_be_read_says_where(world, query, complaint):
    with pytest.raises(BadQuery) as caught:
        Query(query, world)
    assert str(caught.value) == f"There were errors processing your request: {complaint}"


@pytest.mark.parametrize(
    ("query", "anchors"),
    [
        ("from:eager_sbx crm", (("from", "eager_sbx"),)),
        ("conversation_id:12", (("conversation_id", "12"),)),
        ("conversation_id:12 OR crm", ()),
        ("crm", ()),
        ("-from:eager_sbx crm", ()),
        ("(from:eager_sbx OR from:quiet_sbx) crm", (("from", "eager_sbx"), ("from", "quiet_sbx"))),
        ("to:eager_sbx", ()),
    ],
)
def test_a_query_confined_to_an_author_or_a_thread_says_so(world, query, anchors):
    assert Query(query, world).anchors == anchors
