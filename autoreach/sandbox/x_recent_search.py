"""X's search over the last seven days; the last questions are kept for their next pages."""

from collections import OrderedDict

from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import words_of
from autoreach.sandbox.world.posts import newest_first
from autoreach.sandbox.x_parameters import checked_username
from autoreach.sandbox.x_query import BadQuery, Found, Query
from autoreach.sandbox.x_refusals import invalid

WEEK = 7 * 1440
KEPT = 200


class RecentSearch:
    def __init__(self, app, objects):
        self.app, self.objects = app, objects
        self._answers = OrderedDict()
        self._week_of, self._week = None, []

    @property
    def world(self):
        return self.app.world

    def posts(self, text):
        """Those that match, newest first. Refuses a query that is none."""
        question = text, self.world.today, self.world.days
        if question not in self._answers:
            self._answers[question] = self._found(text)
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return self._answers[question]

    def _found(self, text):
        try:
            query = Query(text, self.world)
        except BadQuery as error:
            raise invalid("query", text, str(error)) from None
        candidates = (found for found in self._candidates(query) if query.matches(found))
        return [found.post for found in candidates if not self.objects.state(found.post.account)]

    def _candidates(self, query):
        if query.anchor is None:
            return self._of_the_week()
        name, value = query.anchor
        posts = self._author_posts(value) if name == "from" else self._thread(value)
        return [Found(post, words_of(post.text)) for post in posts if post.age <= WEEK]

    def _author_posts(self, name):
        account = self.objects.account_named(checked_username(name.lstrip("@")))
        return [] if account is None else self.world.posts.timeline(account, ON_X)

    def _thread(self, tweet_id):
        post = self.world.posts.by_id(tweet_id, ON_X)
        return sorted(self.objects.all_answers(post), key=newest_first) if post else []

    def _of_the_week(self):
        """Every post of the last seven days but plain retweets, which a search does not find."""
        if self._week_of is not self.world:
            posts = self.world.posts.younger_than(WEEK, ON_X)
            self._week = [Found(post, words_of(post.text)) for post in posts if post.relation != "retweeted"]
            self._week_of = self.world
        return self._week
