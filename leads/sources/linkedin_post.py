"""Who commented on a post on LinkedIn, or reacted to it."""

import re

from django import forms

from autoreach.providers.registry import LINKEDIN
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_linkedin import found_commenter, found_participant, linkedin_call
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import OF_ANSWERS, ParametersForm, amount, read_lines
from leads.sources.source import Cost, Source, page

# "…/posts/nora_title-activity-712…-Ab", "…/feed/update/urn:li:ugcPost:712…"
POST = re.compile(
    r"linkedin\.com/(?:posts|feed/update|embed/feed/update|video/event)/\S{0,300}?"
    r"(?P<kind>activity|ugcPost|share)(?::|%3A|-)(?P<id>\d{10,25})",
    re.IGNORECASE,
)
# as a search keeps it
URN = re.compile(r"urn:li:(?:activity|ugcPost|share):\d{10,25}")
URNS = {"activity": "activity", "ugcpost": "ugcPost", "share": "share"}
PAGE_MAX = 100


def post_id(address):
    """The id by which Unipile knows the post of an address, or the id itself; None where it is none."""
    if URN.fullmatch(address):
        return address
    found = POST.search(address)
    return found and f"urn:li:{URNS[found['kind'].lower()]}:{found['id']}"


class LinkedInPostForm(ParametersForm):
    posts = LinesField(
        rows=3, label="Posts", help_text="The address of a post a line: “Copy link to post” in the menu of the post."
    )
    comments = forms.BooleanField(label="People who commented", initial=True, required=False)
    reactions = forms.BooleanField(label="People who reacted", required=False)
    people = amount("Answers", initial=100, least=10, most=1000, of=OF_ANSWERS)

    def clean_posts(self):
        return read_lines(
            self.cleaned_data["posts"],
            post_id,
            none="Give the address of at least one post.",
            unread="is no address of a post on LinkedIn. Choose “Copy link to post” in the post’s menu.",
        )

    def clean(self):
        if not (self.cleaned_data.get("comments") or self.cleaned_data.get("reactions")):
            self.add_error("comments", "Choose whom to find: people who commented or reacted.")
        self.check_answers(("comments", "reactions"))


class LinkedInPost(Source):
    info = SourceInfo("linkedin_post", "Comments on a LinkedIn post", priority=INTENT, is_extraction=True)
    provider = LINKEDIN
    method = "Comments on a post"
    about = "People who commented on a post, or reacted to it."
    Parameters = LinkedInPostForm
    counted = ("posts", "comments", "reactions")
    if_nothing = "Choose a post that more people have commented on."

    @classmethod
    def title(cls, parameters):
        number = len(parameters["posts"])
        return "Comments on a LinkedIn post" if number == 1 else f"Comments on {number} LinkedIn posts"

    @classmethod
    def costs(cls, parameters):
        number = len(parameters["posts"]) * parameters["people"]
        kinds = [kind for kind in ("comments", "reactions") if parameters[kind]]
        return [Cost(f"{kind}, at LinkedIn’s flat rate", number) for kind in kinds]

    def begin(self):
        for place, identifier in enumerate(self.parameters["posts"], start=1):
            yield page(self.post, f"post {place}", identifier=identifier)

    def post(self, identifier):
        post = yield linkedin_call("posts", lambda providers: providers.linkedin.post(identifier))
        self.count("posts")
        given = {"social_id": post.social_id, "url": post.url, "most": self.parameters["people"]}
        writer = post.author.name or "LinkedIn"
        if self.parameters["comments"]:
            yield page(self.comments, f"comments on the post of {writer}", writer=writer, **given)
        if self.parameters["reactions"]:
            yield page(self.reactions, f"reactions to the post of {writer}", writer=writer, **given)

    def comments(self, social_id, url, writer, most, cursor=None):
        limit = min(most, PAGE_MAX)
        found = yield linkedin_call(
            "comments", lambda providers: providers.linkedin.comments(social_id, limit=limit, cursor=cursor)
        )
        new = [comment for comment in found.items if self.is_new("comment", comment.id)]
        self.count("comments", len(new))
        yield from filter(None, (found_commenter(comment, url=url) for comment in new))
        yield from self.next_page(self.comments, found, social_id, url, writer, most)

    def reactions(self, social_id, url, writer, most, cursor=None):
        limit = min(most, PAGE_MAX)
        found = yield linkedin_call(
            "reactions", lambda providers: providers.linkedin.reactions(social_id, limit=limit, cursor=cursor)
        )
        new = [each for each in found.items if self.is_new("reaction", f"{social_id} {each.author.id} {each.kind}")]
        self.count("reactions", len(new))
        for reaction in new:
            said = f"Reacted to a post of {writer}"
            if person := found_participant(reaction.author, reference=social_id, evidence=said, url=url):
                yield person
        yield from self.next_page(self.reactions, found, social_id, url, writer, most)

    def next_page(self, method, found, social_id, url, writer, most):
        if found.cursor and most > len(found.items):
            left, about = most - len(found.items), f"more {method.__name__} of the post of {writer}"
            yield page(method, about, social_id=social_id, url=url, writer=writer, most=left, cursor=found.cursor)
