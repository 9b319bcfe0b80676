"""X: users by id and name, and who follows whom."""

import re
from collections import OrderedDict

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.world import ON_X
from autoreach.sandbox.x_pages import Pages, reading
from autoreach.sandbox.x_parameters import required_values, tweet_fields, values_of
from autoreach.sandbox.x_refusals import PROBLEM, WRONG_AUTHENTICATION, invalid

USER_QUERY = re.compile(r"[A-Za-z0-9_' ]{1,50}")


class UserEndpoints(Pages):
    def user_by_username(self, request, username):
        return self._one_user(request, username, "username", self._account_by_name(username))

    def user(self, request, user_id):
        return self._one_user(request, user_id, "id", self._account_by_id(user_id))

    def users_by(self, request):
        return self._many_users(request, "usernames", self._account_by_name)

    def users(self, request):
        return self._many_users(request, "ids", self._account_by_id)

    def users_search(self, request):
        """By name, for the token of a user (one that starts with `user-`) only."""
        if not self.key(request).startswith("user-"):
            return self._needs_a_user()
        query = request.first("query", "")
        if not USER_QUERY.fullmatch(query):
            raise invalid("query", query, f"The `query` query parameter value [{query}] is not valid")
        people = self.world.pages.people_named_in(query, limit=1000)
        companies = [company.number for company in self.world.pages.companies_named_in(query) if company.on_x]
        accounts = [*(self.world.people.count + number for number in companies), *(p.number for p in people if p.on_x)]
        return self._list_users(request, lambda start, stop: accounts[start:stop], f"users {query}", 1000)

    def _needs_a_user(self):
        return Reply(WRONG_AUTHENTICATION, 403, content_type=PROBLEM)

    def liked_tweets(self, request, number):
        return self._needs_a_user()

    liking_users = liked_tweets

    def _one_user(self, request, value, parameter, account):
        entry = self._trouble(account, value, parameter)
        if entry:
            return reading({"errors": [entry]}, users=[])
        answer = {"data": self.objects.user(account, values_of(request, "user.fields"))}
        included = self._pinned(request, [account])
        return reading(answer | included, users=[answer["data"]])

    def _many_users(self, request, parameter, find):
        values = required_values(request, parameter, 100)
        fields = values_of(request, "user.fields")
        data, errors, accounts = [], [], []
        for value in OrderedDict.fromkeys(values):
            account = find(value)
            entry = self._trouble(account, value, parameter)
            if entry:
                errors.append(entry)
            else:
                accounts.append(account)
                data.append(self.objects.user(account, fields))
        answer = ({"data": data} if data else {}) | self._pinned(request, accounts)
        return reading(answer | ({"errors": errors} if errors else {}), users=data)

    def _pinned(self, request, accounts):
        """`includes` for the expansion of users' newest posts."""
        if "most_recent_tweet_id" not in values_of(request, "expansions"):
            return {}
        newest = [posts[0] for account in accounts if (posts := self._visible_timeline(account))]
        tweets = [self.objects.tweet(post, tweet_fields(request), False) for post in newest]
        return {"includes": {"tweets": tweets}} if tweets else {}

    def followers(self, request, user_id):
        def page(account, start, stop):
            return self.world.network.followers(account, ON_X, start, stop)

        return self._user_page(request, user_id, page)

    def following(self, request, user_id):
        def page(account, start, stop):
            company = account >= self.world.people.count
            return [] if company else self.world.network.following(account, ON_X)[start:stop]

        return self._user_page(request, user_id, page)

    def retweeted_by(self, request, tweet_id):
        post = self._post_or_refuse(tweet_id)
        accounts = [answer.account for answer in self.world.posts.answers_to(post, "retweeted")]
        return self._list_users(request, lambda start, stop: accounts[start:stop], f"retweets {tweet_id}", 100)

    def _user_page(self, request, user_id, page):
        account = self._account_by_id(user_id)
        entry = self._trouble(account, user_id, "id") or self._hidden(account, user_id)
        if entry:
            return reading({"errors": [entry]}, follows=[])
        return self._list_users(request, lambda *bounds: page(account, *bounds), request.path, 1000)
