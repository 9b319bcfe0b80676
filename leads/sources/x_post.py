"""Who answered a post on X: with a reply, with a quote, or by passing it on."""

import re
from datetime import UTC, datetime, timedelta

from django import forms
from django.utils import timezone

from autoreach.calls.prices import x_usd
from autoreach.providers.registry import X
from autoreach.providers.x.post_requests import ARCHIVE_PAGE_MAX
from autoreach.providers.x.sending import BATCH
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_x import (
    RECENT_DAYS,
    found_author,
    found_person,
    missing_posts,
    replies_query,
    with_authors_usd,
    x_call,
)
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import OF_ANSWERS, ParametersForm, amount, read_lines
from leads.sources.source import Cost, Source, page

POST = re.compile(r"(?:x|twitter)\.com/(?:i/web|i|@?\w{1,15})/status(?:es)?/(\d{1,20})", re.IGNORECASE)
# as a search keeps it
POST_ID = re.compile(r"\d{1,20}")
POSTS_MAX, SMALLEST_PAGE, REPOSTERS_PAGE = 100, 10, 100


def post_id(typed):
    """The id of the post of an address, or the id itself; None where it is none."""
    if POST_ID.fullmatch(typed):
        return typed
    found = POST.search(typed)
    return found and found[1]


class XPostForm(ParametersForm):
    posts = LinesField(rows=3, label="Posts", help_text="The address of a post a line: https://x.com/name/status/….")
    replies = forms.BooleanField(label="People who replied", initial=True, required=False)
    quotes = forms.BooleanField(label="People who quoted it", required=False)
    reposts = forms.BooleanField(label="People who reposted it", required=False)
    people = amount("Answers", initial=100, least=10, most=1000, of=OF_ANSWERS)

    def clean_posts(self):
        return read_lines(
            self.cleaned_data["posts"],
            post_id,
            none="Give the address of at least one post.",
            unread="is no address of a post on X. Open the post and copy its address.",
        )

    def clean(self):
        if not any(self.cleaned_data.get(name) for name in ("replies", "quotes", "reposts")):
            self.add_error("replies", "Choose whom to find: people who replied, quoted or reposted.")
        self.check_answers(("replies", "quotes", "reposts"))


class XPost(Source):
    info = SourceInfo("x_post", "Answers to a post on X", priority=INTENT, self_named=True, is_extraction=True)
    provider = X
    method = "Answers to a post"
    about = "People who replied to a post, quoted it or passed it on."
    Parameters = XPostForm
    counted = ("posts", "replies", "quotes", "reposts")
    if_nothing = "Choose a post that more people have answered."
    if_not_offered = {
        "tweets/search/all": f"Choose a post of the last {RECENT_DAYS} days: replies to older ones are in the full "
        "archive, which is open to pay-per-use access only."
    }

    @classmethod
    def title(cls, parameters):
        number = len(parameters["posts"])
        return f"Answers to post {parameters['posts'][0]}" if number == 1 else f"Answers to {number} posts"

    @classmethod
    def costs(cls, parameters):
        number, each = len(parameters["posts"]), parameters["people"]
        costs = [Cost("posts with their authors", number, with_authors_usd(number))]
        for kind in ("replies", "quotes"):
            if parameters[kind]:
                costs.append(Cost(f"{kind} with their authors", number * each, with_authors_usd(number * each)))
        if parameters["reposts"]:
            costs.append(Cost("people who reposted", number * each, x_usd(users=number * each)))
        return costs

    def begin(self):
        number = len(self.parameters["posts"])
        yield page(self.posts, "the post" if number == 1 else f"{number} posts")

    def posts(self):
        ids, asked = self.parameters["posts"], self.parameters
        found = yield x_call("tweets", lambda providers: providers.x.posts_by_id(ids), posts=len(ids), authors=len(ids))
        self.count("posts", len(found))
        for post in found:
            name = post.author.username if post.author else post.id
            oldest = min(filter(None, (post.posted_at, datetime.now(UTC))))
            given = {"post_id": post.id, "name": name, "most": asked["people"]}
            answering = {"query": replies_query(post), "since": oldest.isoformat(), "archive": is_in_archive(oldest)}
            if asked["replies"] and post.replies:
                most = min(asked["people"], post.replies)
                # an account without the archive reads the replies to newer posts all the same
                replies = self.archived_replies if answering["archive"] else self.replies
                yield page(replies, f"replies to the post of {name}", **given | {"most": most}, **answering)
            if asked["quotes"] and post.quotes:
                yield page(self.quotes, f"quotes of the post of {name}", **given)
            if asked["reposts"] and post.reposts:
                yield page(self.reposts, f"reposts of the post of {name}", **given)
        yield from missing_posts(ids, found)

    def replies(self, post_id, name, most, query, since, archive, cursor=None):
        limit = min(max(most, SMALLEST_PAGE), ARCHIVE_PAGE_MAX if archive else BATCH)
        found = yield x_call(
            f"tweets/search/{'all' if archive else 'recent'}",
            lambda providers: providers.x.search(
                query, limit=limit, cursor=cursor, since=datetime.fromisoformat(since), archive=archive
            ),
            posts=limit,
            authors=limit,
        )
        yield from self.authors(found.items, "replies")
        if found.cursor and most > len(found.items):
            left = most - len(found.items)
            about, given = f"more replies to the post of {name}", {"query": query, "since": since, "archive": archive}
            replies = self.archived_replies if archive else self.replies
            yield page(replies, about, post_id=post_id, name=name, most=left, cursor=found.cursor, **given)

    def archived_replies(self, **given):
        yield from self.replies(**given)

    def quotes(self, post_id, name, most, cursor=None):
        limit = min(max(most, SMALLEST_PAGE), BATCH)
        found = yield x_call(
            "tweets/:id/quote_tweets",
            lambda providers: providers.x.quotes(post_id, limit=limit, cursor=cursor),
            posts=limit,
            authors=limit,
        )
        yield from self.authors(found.items, "quotes")
        if found.cursor and most > len(found.items):
            left, about = most - len(found.items), f"more quotes of the post of {name}"
            yield page(self.quotes, about, post_id=post_id, name=name, most=left, cursor=found.cursor)

    def authors(self, posts, kind):
        new = [post for post in posts if self.is_new("post", post.id)]
        self.count(kind, len(new))
        yield from filter(None, map(found_author, new))

    def reposts(self, post_id, name, most, cursor=None):
        limit = min(most, REPOSTERS_PAGE)
        found = yield x_call(
            "tweets/:id/retweeted_by",
            lambda providers: providers.x.reposters(post_id, limit=limit, cursor=cursor),
            users=limit,
        )
        self.count("reposts", len(found.items))
        for user in found.items:
            if user.verified_type != "business":
                url = f"https://x.com/i/status/{post_id}"
                yield found_person(user, reference=f"post {post_id}", evidence=f"Reposted a post of @{name}", url=url)
        if found.cursor and most > len(found.items):
            left, about = most - len(found.items), f"more reposts of the post of {name}"
            yield page(self.reposts, about, post_id=post_id, name=name, most=left, cursor=found.cursor)


def is_in_archive(posted_at):
    """Whether recent search no longer reaches the beginning of its thread."""
    return posted_at < timezone.now() - timedelta(days=RECENT_DAYS)
