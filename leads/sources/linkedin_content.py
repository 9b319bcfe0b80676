"""Posts on LinkedIn that answer to search phrases: their authors and, if wanted, who commented."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from autoreach.providers.registry import LINKEDIN
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_linkedin import SEARCH_PAGE, found_commenter, found_post_author, linkedin_call
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import amount
from leads.sources.queries import LINKEDIN_CLUSTERS, asked_longest_ago, fresh_phrases, phrases
from leads.sources.source import Cost, page
from leads.sources.written_queries import AskAIForm, AsksAI

WITHIN = {"past_day": "Past 24 hours", "past_week": "Past week", "past_month": "Past month", "": "Any time"}
# Phrases that the offer suggests for each kind of intent, and how many of ten posts have comments, for the estimate.
SUGGESTED, COMMENTED = 2, 0.5
A_WEEK = timedelta(days=7)


def queries_field(label):
    return LinesField(rows=2, label=label)


class LinkedInContentForm(AskAIForm):
    pains = queries_field("Pain points")
    hiring = queries_field("Hiring signals")
    seeking = queries_field("Solution seeking")
    buying = queries_field("Buying intent")
    growth = queries_field("Growth signals")
    posts = amount("Posts a search", initial=25, least=1, most=200, of="for each line above")
    within = forms.ChoiceField(label="Posted", choices=list(WITHIN.items()), initial="past_month", required=False)
    comments = forms.BooleanField(label="People who commented, too", initial=True, required=False)
    comments_a_post = amount("Comments a post", initial=50, least=1, most=100)
    advanced = ("comments_a_post",)
    field_order = (*LINKEDIN_CLUSTERS, "by_ai", "review")

    def suggest(self, offer):
        return {
            name: phrases(offer, limit=SUGGESTED, clusters=clusters) for name, clusters in LINKEDIN_CLUSTERS.items()
        }

    def clean(self):
        if not self.errors and not queries_of(self.cleaned_data):
            raise forms.ValidationError("Write at least one search, for one kind of intent.")


def queries_of(parameters):
    """Each phrase once, in the order of the kinds of intent."""
    return list(dict.fromkeys(query for name in LINKEDIN_CLUSTERS for query in parameters[name]))


class LinkedInContent(AsksAI):
    info = SourceInfo("linkedin_content", "LinkedIn posts", priority=INTENT)
    provider = LINKEDIN
    method = "Search posts"
    about = "People who write on LinkedIn about the problem, hire for it, look for a solution or grow."
    Parameters = LinkedInContentForm
    counted = ("posts", "comments")
    if_nothing = "Use fewer or more common words in each search."
    if_narrowed = {"within": "Take posts of any time."}
    if_exhausted = "Add competitors, pain points or industries to the offer, or start a search with your own phrases."

    @classmethod
    def title(cls, parameters):
        first, *more = queries_of(parameters)
        return f"LinkedIn posts: {first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        posts = len(queries_of(parameters)) * parameters["posts"]
        costs = [Cost("posts, at LinkedIn’s flat rate", posts)]
        if parameters["comments"]:
            costs.append(Cost("posts whose comments are read, a call each", round(posts * COMMENTED)))
        return costs + cls.writing_costs(parameters)

    @classmethod
    def expanded(cls, offer, past):
        first, asked = past[0].parameters, [queries_of(run.parameters) for run in past]
        fresh = {
            name: fresh_phrases(offer, asked, limit=len(first[name]), clusters=clusters, together=1)
            for name, clusters in LINKEDIN_CLUSTERS.items()
        }
        return first | fresh if any(fresh.values()) else cls.asked_again(past)

    @classmethod
    def asked_again(cls, past):
        """Once no fresh phrase is left: those asked longest ago, for what was written since."""
        first, again, since = past[0].parameters, {}, []
        for name in LINKEDIN_CLUSTERS:
            again[name], earliest = asked_longest_ago([run.parameters[name] for run in past], limit=len(first[name]))
            since += [past[earliest].created_at] if again[name] else []
        if not since:
            return None
        is_recent = timezone.now() - min(since) < A_WEEK and first["within"] != "past_day"
        return first | again | ({"within": "past_week"} if is_recent else {})

    def searched(self):
        return queries_of(self.parameters)

    def with_written(self, phrases):
        added = {
            kind: [*self.parameters[kind], *(each.phrase for each in phrases if each.kind == kind)]
            for kind in LINKEDIN_CLUSTERS
        }
        return self.parameters | added

    def query_pages(self):
        for query in self.searched():
            yield page(self.posts, f"posts about “{query}”", query=query, most=self.parameters["posts"])

    def posts(self, query, most, cursor=None):
        limit, within = min(most, SEARCH_PAGE), self.parameters["within"]
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_posts(
                keywords=query, within=within, newest_first=True, limit=limit, cursor=cursor
            ),
        )
        # a cursor keeps the size of its first page
        new = [post for post in found.items[:most] if self.is_new("post", post.id)]
        self.count("posts", len(new))
        yield from filter(None, map(found_post_author, new))
        if self.parameters["comments"]:
            yield from (self.comment_page(post) for post in new if post.comments)
        if found.cursor and most > len(found.items):
            left = most - len(found.items)
            yield page(self.posts, f"more posts about “{query}”", query=query, most=left, cursor=found.cursor)

    def comment_page(self, post):
        about = f"comments on the post of {post.author.name or 'a member'}"
        most = min(post.comments, self.parameters["comments_a_post"])
        return page(self.comments, about, social_id=post.social_id, url=post.url, most=most)

    def comments(self, social_id, url, most):
        # a page holds as many as may be asked for
        found = yield linkedin_call("comments", lambda providers: providers.linkedin.comments(social_id, limit=most))
        new = [comment for comment in found.items if self.is_new("comment", comment.id)]
        self.count("comments", len(new))
        yield from filter(None, (found_commenter(comment, url=url) for comment in new))
