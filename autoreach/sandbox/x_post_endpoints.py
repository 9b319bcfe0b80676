"""X: posts by id, of an account and under another post."""

from collections import OrderedDict

from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.posts import newest_first
from autoreach.sandbox.x_pages import Pages, reading
from autoreach.sandbox.x_parameters import checked_id, number_of, required_values, values_of
from autoreach.sandbox.x_refusals import missing_entry

EXCLUDABLE = {"replies": "replied_to", "retweets": "retweeted"}


class PostEndpoints(Pages):
    def user_tweets(self, request, user_id):
        def timeline(account):
            hidden = {EXCLUDABLE.get(name) for name in values_of(request, "exclude")}
            return [post for post in self._visible_timeline(account) if post.relation not in hidden]

        return self._posts_of(request, user_id, timeline)

    def mentions(self, request, user_id):
        def mentions(account):
            posts = self.world.posts
            replies = [reply for post in posts.of(account, ON_X) for reply in posts.answers_to(post, "replied_to")]
            return sorted(replies, key=newest_first)

        return self._posts_of(request, user_id, mentions)

    def _posts_of(self, request, user_id, find):
        account = self._account_by_id(user_id)
        limit = number_of(request, "max_results", 5, 100, 10)
        entry = self._trouble(account, user_id, "id") or self._hidden(account, user_id)
        if entry:
            return reading({"errors": [entry]}, posts=[])
        return self._list_posts(request, find(account), request.path, limit)

    def tweet(self, request, tweet_id):
        post = self._visible_post(checked_id(tweet_id))
        if post is None:
            return reading({"errors": [missing_entry(tweet_id, "id", "tweet")]}, posts=[])
        data, included = self._tweets(request, [post])
        return reading({"data": data[0]} | included, posts=data)

    def tweets(self, request):
        values = [checked_id(value, "ids") for value in required_values(request, "ids", 100)]
        found = {value: self._visible_post(value) for value in OrderedDict.fromkeys(values)}
        errors = [missing_entry(value, "ids", "tweet") for value, post in found.items() if post is None]
        data, included = self._tweets(request, [post for post in found.values() if post])
        answer = ({"data": data} if data else {}) | included | ({"errors": errors} if errors else {})
        return reading(answer, posts=data)

    def quote_tweets(self, request, tweet_id):
        limit = number_of(request, "max_results", 10, 100, 10)
        post = self._post_or_refuse(tweet_id)
        return self._list_posts(request, self.world.posts.answers_to(post, "quoted"), request.path, limit)
