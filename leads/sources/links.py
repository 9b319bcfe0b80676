"""Profiles that a text, a post or the address of a search leads to."""

import re
from urllib.parse import parse_qs, urlsplit

from django import forms

from autoreach.providers.linkedin.profile_objects import PersonHit
from autoreach.providers.x.sending import BATCH
from leads.identity.keys import linkedin_slug, x_handle
from leads.identity.platforms import PLATFORMS
from leads.ingest import FoundProfile
from leads.sources.found_on_linkedin import (
    SEARCH_PAGE,
    found_member,
    found_post_author,
    linkedin_call,
)
from leads.sources.found_on_x import found_author, missing_posts, with_authors_usd, x_call
from leads.sources.info import SourceInfo
from leads.sources.linkedin_post import post_id as linkedin_post_id
from leads.sources.parameters import ParametersForm, amount
from leads.sources.source import Cost, Source, page
from leads.sources.x_post import POST as X_POST

TEXT_MAX, LINKS_MAX, LINK_MAX = 100_000, 5_000, 2_000
LINK = re.compile(r"(?:https?://|\b(?:[a-z]{2,3}\.)?(?:linkedin|x|twitter)\.com/)[^\s<>\"'()\[\]]+", re.IGNORECASE)
X_SEARCH = re.compile(r"(?:x|twitter)\.com/(?:search\?|hashtag/)", re.IGNORECASE)
LINKEDIN_SEARCH = re.compile(r"linkedin\.com/(?:search/results|sales/search)/", re.IGNORECASE)


class LinksForm(ParametersForm):
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10}),
        label="Text or addresses",
        max_length=TEXT_MAX,
        help_text="Profile links are taken from the text. The address of a post or of a search on LinkedIn or X is "
        "read, and its people are taken from there.",
    )
    results = amount("Results of a search address", initial=100, least=10, most=1000)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not sorted_links(text):
            raise forms.ValidationError(
                "There is no link to a profile, a post or a search of LinkedIn or X in this text."
            )
        return text


def sorted_links(text):
    """(what it leads to, value) of each link to a person, a post or a search, once; others are left out."""
    found = (kind_of(link[:LINK_MAX].rstrip(".,;:!?")) for link in LINK.findall(text)[:LINKS_MAX])
    return list(dict.fromkeys(filter(None, found)))


def kind_of(link):
    if X_SEARCH.search(link):
        query = x_query_of(link)
        return query and ("x_search", query)
    if LINKEDIN_SEARCH.search(link):
        return "linkedin_search", link if "://" in link else f"https://{link}"
    if found := X_POST.search(link):
        return "x_post", found[1]
    if found := linkedin_post_id(link):
        return "linkedin_post", found
    if "linkedin." in link.lower():
        slug = linkedin_slug(link)
        return slug and ("linkedin", slug)
    handle = x_handle(link) if re.search(r"(?:^|[/.])(?:x|twitter)\.com/", link, re.IGNORECASE) else None
    return handle and ("x", handle)


def x_query_of(link):
    parts = urlsplit(link if "://" in link else f"https://{link}")
    if parts.path.startswith("/hashtag/"):
        return f"#{parts.path.removeprefix('/hashtag/').strip('/')}"
    return next(iter(parse_qs(parts.query).get("q", [])), "")


def found_by_link(kind, handle, *, reference="a pasted text", evidence="", url=""):
    address = PLATFORMS[kind].address(handle)
    return FoundProfile(**{kind: address}, reference=reference, evidence=evidence, evidence_url=url)


class Links(Source):
    info = SourceInfo("links", "Link extraction", asks_pool=False, self_named=True)
    provider = ""
    method = "Extract from links or text"
    about = "Everybody whose profile a text, a post or a search address leads to."
    Parameters = LinksForm
    counted = ("links", "posts", "results")
    if_nothing = "Paste text with links to profiles: linkedin.com/in/…, x.com/…."

    @classmethod
    def title(cls, parameters):
        links = sorted_links(parameters["text"])
        return f"{len(links):,} link{'' if len(links) == 1 else 's'}"

    @classmethod
    def costs(cls, parameters):
        kinds = [kind for kind, _ in sorted_links(parameters["text"])]
        posts, searches = kinds.count("x_post"), kinds.count("x_search")
        costs = [Cost("links", len(kinds))]
        if posts:
            costs.append(Cost("posts on X with their authors", posts, with_authors_usd(posts)))
        if searches:
            results = searches * parameters["results"]
            costs.append(Cost("results of searches on X with their authors", results, with_authors_usd(results)))
        return costs

    def begin(self):
        links = sorted_links(self.parameters["text"])
        self.count("links", len(links))
        posts = [value for kind, value in links if kind == "x_post"]
        for start in range(0, len(posts), BATCH):
            yield page(self.x_posts, "posts on X", ids=posts[start : start + BATCH])
        for kind, value in links:
            if kind in PLATFORMS:
                yield found_by_link(kind, value)
            elif kind == "linkedin_post":
                yield page(self.linkedin_post, f"the post {value} on LinkedIn", identifier=value)
            elif kind == "linkedin_search":
                yield page(self.linkedin_search, "a search on LinkedIn", url=value, most=self.parameters["results"])
            elif kind == "x_search":
                yield page(self.x_search, f"posts about “{value}”", query=value, most=self.parameters["results"])

    def x_posts(self, ids):
        found = yield x_call("tweets", lambda providers: providers.x.posts_by_id(ids), posts=len(ids), authors=len(ids))
        yield from self.people_of(found)
        yield from missing_posts(ids, found)

    def people_of(self, posts):
        """Who wrote the posts, and whose profiles they link to."""
        self.count("posts", len(posts))
        for post in posts:
            yield from filter(None, [found_author(post)])
            yield from linked_from(" ".join([post.text, *post.links]), post.text, post.url)

    def x_search(self, query, most, cursor=None):
        limit = min(max(most, 10), BATCH)
        found = yield x_call(
            "tweets/search/recent",
            lambda providers: providers.x.search(query, limit=limit, cursor=cursor),
            posts=limit,
            authors=limit,
        )
        new = [post for post in found.items if self.is_new("post", post.id)]
        yield from self.people_of(new)
        if found.cursor and most > len(found.items):
            left = most - len(found.items)
            yield page(self.x_search, f"more posts about “{query}”", query=query, most=left, cursor=found.cursor)

    def linkedin_post(self, identifier):
        post = yield linkedin_call("posts", lambda providers: providers.linkedin.post(identifier))
        self.count("posts")
        yield from filter(None, [found_post_author(post)])
        yield from linked_from(post.text, post.text, post.url)

    def linkedin_search(self, url, most, cursor=None):
        limit = min(most, SEARCH_PAGE)
        found = yield linkedin_call(
            "search", lambda providers: providers.linkedin.search_url(url, limit=limit, cursor=cursor)
        )
        # a cursor keeps the size of its first page
        hits = found.items[:most]
        new = [hit for hit in hits if self.is_new("result", hit.id)]
        self.count("results", len(new))
        for hit in new:
            if isinstance(hit, PersonHit):
                person = found_member(hit, reference="a search", evidence=hit.headline, url=hit.profile_url)
            else:
                person = found_post_author(hit) if hasattr(hit, "social_id") else None
            yield from filter(None, [person])
        if found.cursor and most > len(hits):
            left = most - len(hits)
            yield page(self.linkedin_search, "more of a search on LinkedIn", url=url, most=left, cursor=found.cursor)


def linked_from(text, evidence, url):
    for kind, handle in sorted_links(text):
        if kind in PLATFORMS:
            yield found_by_link(kind, handle, reference="a post", evidence=evidence, url=url)
