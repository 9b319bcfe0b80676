"""X's two searches, over the last seven days and over all; the last questions are kept for their next pages."""

from collections import OrderedDict

from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import words_of
from autoreach.sandbox.world.posts import newest_first
from autoreach.sandbox.x_parameters import checked_username
from autoreach.sandbox.x_query import BadQuery, Found, Query
from autoreach.sandbox.x_refusals import invalid

DAY = 1440
WEEK = 7 * DAY
# Older posts are read once for each of these ages, in minutes: reading a year of them takes long.
AGES = (WEEK, 31 * DAY, 62 * DAY, 400 * DAY)
KEPT = 200


class PostSearch:
    def __init__(self, app, objects):
        self.app, self.objects = app, objects
        self._answers = OrderedDict()
        self._read_of, self._read = None, {}

    @property
    def world(self):
        return self.app.world

    def posts(self, text, age=WEEK):
        """Those at most `age` minutes old that match, newest first. Refuses a query that is none."""
        age = next((known for known in AGES if age <= known), AGES[-1])
        question = text, age, self.world.today, self.world.days
        if question not in self._answers:
            self._answers[question] = self._found(text, age)
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return self._answers[question]

    def _found(self, text, age):
        try:
            query = Query(text, self.world)
        except BadQuery as error:
            raise invalid("query", text, str(error)) from None
        candidates = (found for found in self._candidates(query, age) if query.matches(found))
        return [found.post for found in candidates if not self.objects.state(found.post.account)]

    def _candidates(self, query, age):
        if not query.anchors:
            return self._younger_than(age)
        posts = {
            post.reference: post
            for name, value in query.anchors
            for post in (self._author_posts(value) if name == "from" else self._thread(value))
        }
        return [
            Found(post, words_of(post.text)) for post in sorted(posts.values(), key=newest_first) if post.age <= age
        ]

    def _author_posts(self, name):
        account = self.objects.account_named(checked_username(name.lstrip("@")))
        return [] if account is None else self.world.posts.timeline(account, ON_X)

    def _thread(self, tweet_id):
        post = self.world.posts.by_id(tweet_id, ON_X)
        return sorted(self.objects.all_answers(post), key=newest_first) if post else []

    def _younger_than(self, age):
        """Every post up to this age but plain retweets, which a search does not find."""
        if self._read_of is not self.world:
            self._read_of, self._read = self.world, {}
        if age not in self._read:
            posts = self.world.posts.younger_than(age, ON_X)
            self._read[age] = [Found(post, words_of(post.text)) for post in posts if post.relation != "retweeted"]
        return self._read[age]
