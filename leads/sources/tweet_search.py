"""Posts on X that answer to search phrases: their authors and, if wanted, who replied."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone

from autoreach.providers.registry import X
from autoreach.providers.x.post_requests import ARCHIVE_PAGE_MAX, ARCHIVE_QUERY_MAX, QUERY_MAX
from autoreach.providers.x.sending import BATCH
from leads.interface.forms.fields import LinesField
from leads.interface.forms.offer import LANGUAGES
from leads.sources.found_on_x import RECENT_DAYS, found_author, is_reply, replies_query, with_authors_usd, x_call
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import amount
from leads.sources.queries import asked_longest_ago, fresh_phrases, phrases
from leads.sources.source import Cost, page
from leads.sources.written_queries import WRITTEN, AskAIForm, AsksAI

# X delivers at least so many posts a page.
SMALLEST_PAGE = 10
POSTS_MAX, DAYS_MAX = 300, 365
# How many replies a post has as a rule, for the estimate: most have none.
USUAL_REPLIES = 0.4
# Older spellings of operators, which X refuses by now.
RENAMED = {"min_faves:": "min_likes:", "min_retweets:": "min_reposts:"}
EITHER = re.compile(r"\bOR\b")


class TweetSearchForm(AskAIForm):
    queries = LinesField(
        rows=8,
        entry_max=2 * ARCHIVE_QUERY_MAX,
        label="Search for",
        help_text="One search a line, as people write. All words have to occur; “quotes” keep words together.",
    )
    posts = amount(
        "Posts",
        initial=250,
        least=SMALLEST_PAGE,
        most=POSTS_MAX,
        of=f"over all searches together, and at least {SMALLEST_PAGE} for each",
        note="X delivers no fewer.",
    )
    days = amount(
        "Days back",
        initial=60,
        least=1,
        most=DAYS_MAX,
        note=f"Up to {RECENT_DAYS} days X’s recent search is used, beyond that its full archive. "
        "Both cost the same for each post; the archive is open to pay-per-use access.",
    )
    replies = forms.BooleanField(label="People who replied, too", initial=True, required=False)
    replies_a_post = amount("Replies a post", initial=100, least=1, most=100)
    exclude = forms.CharField(
        label="Leave out posts with",
        initial="giveaway, retweet, airdrop",
        required=False,
        max_length=200,
        help_text="Words, separated by commas. “retweet” leaves out reposts.",
    )
    min_likes = amount("Likes at least", initial=0, least=0, most=100_000, note="0: any post.")
    language = forms.ChoiceField(label="Language", choices=[("", "Any"), *LANGUAGES.items()], required=False)
    advanced = ("replies_a_post", "exclude", "min_likes", "language")
    field_order = ("queries", "by_ai", "review")

    def suggest(self, offer):
        return {"queries": phrases(offer), "language": offer.language}

    def clean_queries(self):
        if not self.cleaned_data["queries"]:
            raise forms.ValidationError("Write at least one search.")
        return [current_spelling(query) for query in self.cleaned_data["queries"]]

    def clean(self):
        asked = self.cleaned_data
        if self.errors:
            return
        searches = len(asked["queries"]) + bool(asked.get("by_ai"))
        if searches * SMALLEST_PAGE > asked["posts"]:
            self.add_error("posts", too_few_posts(searches))
        longest = longest_query(asked)
        for query in asked["queries"]:
            if (length := len(x_query(query, asked))) > longest:
                self.add_error(
                    "queries",
                    f"“{query[:40]}…” is too long: with what is left out it has {length} characters, "
                    f"and X takes {longest}.",
                )


def too_few_posts(searches):
    needed, most = searches * SMALLEST_PAGE, POSTS_MAX // SMALLEST_PAGE
    said = f"X delivers at least {SMALLEST_PAGE} posts a search: {searches} searches need {needed}."
    remedy = "Ask for more posts, or fewer searches." if searches <= most else f"Keep {most} searches at the most."
    return f"{said} {remedy}"


def current_spelling(query):
    for old, new in RENAMED.items():
        query = query.replace(old, new)
    return query


def x_query(phrase, asked):
    """The phrase with what is left out, in X's query language."""
    words = [word.strip() for word in asked["exclude"].split(",") if word.strip()]
    left_out = ["-is:retweet" if word.lower().startswith("retweet") else f"-{quoted(word)}" for word in words]
    likes = [f"min_likes:{asked['min_likes']}"] if asked["min_likes"] else []
    language = [f"lang:{asked['language']}"] if asked["language"] else []
    phrase = f"({phrase})" if EITHER.search(phrase) else phrase
    return " ".join([phrase, *left_out, *likes, *language])


def longest_query(asked):
    """In characters: the archive takes longer ones."""
    return ARCHIVE_QUERY_MAX if asked["days"] > RECENT_DAYS else QUERY_MAX


def takes(phrase, asked):
    """Whether X takes it, with what is left out."""
    return len(x_query(phrase, asked)) <= longest_query(asked)


def quoted(words):
    return f'"{words}"' if " " in words else words


class TweetSearch(AsksAI):
    info = SourceInfo("tweet_search", "Tweet search", priority=INTENT, self_named=True)
    provider = X
    method = "Search posts"
    about = "People who write about the problem, ask for a recommendation or leave a competitor."
    Parameters = TweetSearchForm
    counted = ("posts", "replies")
    if_nothing = "Use fewer or more common words in each search."
    if_narrowed = {
        "language": "Leave the language open.",
        "min_likes": "Ask for fewer likes.",
    }
    if_not_offered = {
        "tweets/search/all": f"Ask for posts of the last {RECENT_DAYS} days: the full archive is open to "
        "pay-per-use access only."
    }
    if_exhausted = "Add competitors, pain points or phrases to the offer, or start a search with your own phrases."

    @classmethod
    def advice(cls, parameters):
        can_go_back = parameters.get("days", DAYS_MAX) < DAYS_MAX
        return super().advice(parameters) + (" Or go back more days." if can_go_back else "")

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["queries"]
        return f"Tweets: {first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        posts = parameters["posts"]
        costs = [Cost("posts with their authors", posts, with_authors_usd(posts))]
        if parameters["replies"]:
            usual, most = round(posts * USUAL_REPLIES), posts * parameters["replies_a_post"]
            prices = with_authors_usd(usual), with_authors_usd(most)
            means = f"That is {parameters['replies_a_post']} replies to every post. Most posts have none."
            what = "replies with their authors"
            costs.append(Cost(what, usual, prices[0], most=most, most_usd=prices[1], most_means=means))
        return costs + cls.writing_costs(parameters)

    @classmethod
    def expanded(cls, offer, past):
        first = past[0].parameters
        asked, limit = [run.parameters["queries"] for run in past], len(first["queries"])
        if fresh := fresh_phrases(offer, asked, limit=limit, fits=lambda phrase: takes(phrase, first)):
            return first | {"queries": fresh}
        again, earliest = asked_longest_ago(asked, limit=limit)
        return first | {"queries": again, "days": days_since(past[earliest], again, first)} if again else None

    @property
    def is_old(self):
        """Whether the whole archive is searched rather than the last days."""
        return self.parameters["days"] > RECENT_DAYS

    @property
    def largest_page(self):
        return ARCHIVE_PAGE_MAX if self.is_old else BATCH

    def searched(self):
        return self.parameters["queries"]

    def fits(self, phrase):
        return takes(phrase, self.parameters)

    def room(self):
        return min(WRITTEN, self.parameters["posts"] // SMALLEST_PAGE - len(self.searched()))

    def with_written(self, phrases):
        return self.parameters | {"queries": [*self.searched(), *(each.phrase for each in phrases)]}

    def query_pages(self):
        queries = self.searched()
        share, over = divmod(self.parameters["posts"], len(queries))
        for place, query in enumerate(queries):
            yield page(self.posts, f"posts about “{query}”", query=query, most=share + (place < over))

    def asked(self, query, most, cursor):
        """At most so many posts with their authors, newest first."""
        limit = min(max(most, SMALLEST_PAGE), self.largest_page)
        since = timezone.now() - timedelta(days=self.parameters["days"])
        archive = self.is_old
        return x_call(
            f"tweets/search/{'all' if archive else 'recent'}",
            lambda providers: providers.x.search(query, limit=limit, cursor=cursor, since=since, archive=archive),
            posts=limit,
            authors=limit,
        )

    def posts(self, query, most, cursor=None):
        found = yield self.asked(x_query(query, self.parameters), most, cursor)
        new = [post for post in found.items if self.is_new("post", post.id)]
        self.count("posts", len(new))
        yield from filter(None, map(found_author, new))
        if self.parameters["replies"]:
            yield from self.reply_pages(new)
        left = self.parameters["posts"] - self.counted_so_far("posts")
        if found.cursor and left >= SMALLEST_PAGE:
            yield page(self.more_posts, f"more posts about “{query}”", query=query, cursor=found.cursor)

    def more_posts(self, query, cursor):
        """Further posts of a search, in the place of those that others did not find."""
        left = self.parameters["posts"] - self.counted_so_far("posts")
        if left >= SMALLEST_PAGE:
            yield from self.posts(query, left, cursor)

    def reply_pages(self, posts):
        """One search asks for the replies to as many posts as fit into a query and its answer into a page."""
        posts, most_each = self.without_conversation(posts), self.parameters["replies_a_post"]
        for terms, replies in threads(posts, most_each, self.largest_page, self.longest_query):
            yield page(self.replies, f"replies to {len(terms)} posts", terms=terms, most=replies)

    def without_conversation(self, posts):
        """Posts that have replies, but for those inside a conversation that is read as a whole."""
        answered = [post for post in posts if post.replies]
        whole = [post for post in answered if not is_reply(post) and self.is_new("conversation", post.id)]
        parts = [post for post in answered if is_reply(post) and not self.has_met("conversation", post.conversation_id)]
        return [*whole, *parts]

    @property
    def longest_query(self):
        return longest_query(self.parameters)

    def replies(self, terms, most, cursor=None):
        found = yield self.asked(" OR ".join(terms), most, cursor)
        new = [post for post in found.items if self.is_new("post", post.id)]
        self.count("replies", len(new))
        yield from filter(None, map(found_author, new))
        if found.cursor and most - len(found.items) > 0:
            about = f"more replies to {len(terms)} posts"
            yield page(self.replies, about, terms=terms, most=most - len(found.items), cursor=found.cursor)


def days_since(run, queries, asked):
    """How far back to look for what was written since the run; a long query is for the archive alone."""
    is_long = any(len(x_query(query, asked)) > QUERY_MAX for query in queries)
    days = (timezone.now() - run.created_at).days + 1
    return min(max(days, RECENT_DAYS + 1) if is_long else days, asked["days"])


def threads(posts, most_each, page_size, longest_query):
    """(terms of the query, how many replies to read) for each search."""
    terms, replies = [], 0
    for post in posts:
        number, term = min(post.replies, most_each), replies_query(post)
        if terms and (replies + number > page_size or len(" OR ".join([*terms, term])) > longest_query):
            yield terms, replies
            terms, replies = [], 0
        terms, replies = [*terms, term], replies + number
    if terms:
        yield terms, replies
