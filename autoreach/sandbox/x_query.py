"""The query language of X's recent search, as far as people use it."""

import re
from dataclasses import dataclass

from autoreach.sandbox.world.dice import words_of

TOKEN = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<or>OR\b)|
    (?P<term>-?(?:(?P<operator>[a-z_]+):(?:"[^"]*"|\[[^\]]*\]|[^\s()]+)|"[^"]+"|[@\#$]?[^\s()"]+))""",
    re.VERBOSE,
)
STANDALONE = {
    "from", "to", "retweets_of", "url", "context", "entity", "conversation_id", "list", "in_reply_to_tweet_id",
    "retweets_of_tweet_id", "quotes_of_tweet_id", "place", "place_country", "point_radius", "bounding_box",
    "min_likes", "min_replies", "min_reposts",
}  # fmt: skip
DEPENDENT = {"is", "has", "lang"}
IS = {"retweet": "retweeted", "reply": "replied_to", "quote": "quoted"}
HAS = {"links": "http", "hashtags": "#", "mentions": "@", "cashtags": "$"}


class BadQuery(ValueError):
    def __init__(self, message, position):
        super().__init__(f"There were errors processing your request: {message} (at position {position})")


@dataclass(frozen=True, slots=True)
class Found:
    """A post with what searches look at."""

    post: object
    words: str


class Query:
    """`matches(found)` says whether a post answers; `anchors` name the threads or authors it is confined to."""

    def __init__(self, text, world):
        self.world = world
        self.tokens = list(self._tokens(text))
        self.place = 0
        self.anchors = ()
        self.standalone = False
        self.matches = self._any()
        if self.place < len(self.tokens):
            raise BadQuery("unmatched ')'", self.tokens[self.place][2])
        if not self.standalone:
            raise BadQuery("Rules must contain at least one positive, non-stopword clause", 1)

    def _tokens(self, text):
        position = 0
        while position < len(text):
            if text[position].isspace():
                position += 1
                continue
            match = TOKEN.match(text, position)
            if not match:
                raise BadQuery(f"no viable alternative at character '{text[position]}'", position + 1)
            yield match.lastgroup if match.lastgroup != "operator" else "term", match, position + 1
            position = match.end()

    def _peek(self):
        return self.tokens[self.place][0] if self.place < len(self.tokens) else None

    def _any(self):
        choices = [self._all()]
        anchors = [self.anchors]
        while self._peek() == "or":
            self.place += 1
            choices.append(self._all())
            anchors.append(self.anchors)
        self.anchors = sum(anchors, ()) if all(anchors) else ()
        if len(choices) == 1:
            return choices[0]
        return lambda found: any(choice(found) for choice in choices)

    def _all(self):
        parts, anchors = [], ()
        while self._peek() in ("term", "open"):
            self.anchors = ()
            parts.append(self._part())
            anchors = self.anchors or anchors
        self.anchors = anchors
        if not parts:
            position = self.tokens[self.place][2] if self.place < len(self.tokens) else 1
            raise BadQuery("a clause is missing", position)
        if len(parts) == 1:
            return parts[0]
        return lambda found: all(part(found) for part in parts)

    def _part(self):
        kind, match, position = self.tokens[self.place]
        self.place += 1
        if kind == "open":
            inner = self._any()
            if self._peek() != "close":
                raise BadQuery("missing ')'", position)
            self.place += 1
            return inner
        return self._term(match, position)

    def _term(self, match, position):
        text = match["term"]
        negated = text.startswith("-")
        text = text.removeprefix("-")
        test = self._operator(match["operator"], text, position, negated) if match["operator"] else self._word(text)
        if not negated and (not match["operator"] or match["operator"] in STANDALONE):
            self.standalone = True
        return (lambda found: not test(found)) if negated else test

    def _word(self, text):
        if text[:1] in "#@$":
            wanted = text.lower()
            return lambda found: wanted in found.post.text.lower().split()
        wanted = words_of(text.strip('"'))
        return lambda found: wanted in found.words

    def _operator(self, name, text, position, negated):
        value = text.partition(":")[2].strip('"')
        if name not in STANDALONE | DEPENDENT:
            raise BadQuery(f"Reference to invalid operator '{name}'. Operator is not available", position)
        test = self._test(name, value.lower())
        if test is None:
            raise BadQuery(f"Reference to invalid value '{value}' of '{name}'", position)
        if name in ("from", "conversation_id", "in_reply_to_tweet_id", "quotes_of_tweet_id") and not negated:
            self.anchors = ((name, value),)
        return test

    def _test(self, name, value):
        match name:
            case "from":
                return lambda found: self.world.account_name(found.post.account) == value.lstrip("@")
            case "to" | "retweets_of":
                relation = "replied_to" if name == "to" else "retweeted"
                return lambda found: self._answers(found.post, relation, author=value.lstrip("@"))
            case "conversation_id" | "in_reply_to_tweet_id":
                return lambda found: self._answers(found.post, "replied_to", tweet=value)
            case "quotes_of_tweet_id":
                return lambda found: self._answers(found.post, "quoted", tweet=value)
            case "retweets_of_tweet_id":
                return lambda found: self._answers(found.post, "retweeted", tweet=value)
            case "lang":
                return lambda found: found.post.lang == value
            case "url":
                return lambda found: value in found.post.text.lower()
            case "min_likes":
                least = int(value) if value.isdecimal() else None
                return None if least is None else lambda found: self.world.posts.likes(found.post) >= least
            case "min_replies" | "min_reposts":
                return self._least_answers("replied_to" if name == "min_replies" else "retweeted", value)
            case "is":
                return self._is(value)
            case "has":
                mark = HAS.get(value, "\0")
                return lambda found: mark in found.post.text
        return lambda found: False

    def _is(self, value):
        if value in IS:
            return lambda found: found.post.relation == IS[value]
        return (lambda found: False) if value in ("verified", "nullcast") else None

    def _least_answers(self, relation, value):
        if not value.isdecimal():
            return None
        return lambda found: len(self.world.posts.answers_to(found.post, relation)) >= int(value)

    def _answers(self, post, relation, *, author=None, tweet=None):
        if post.relation != relation:
            return False
        target = self.world.posts.by_reference(post.target, post.platform)
        if target is None:
            return False
        return self.world.account_name(target.account) == author if author else self.world.posts.id_of(target) == tweet
