"""What people and companies post, and who reacts to it."""

from autoreach.providers.errors import NotSupported
from autoreach.providers.linkedin.post_objects import (
    Comment,
    LinkedInPost,
    Reaction,
    read_comment,
    read_post,
    read_reaction,
)
from autoreach.providers.linkedin.sending import Sending
from autoreach.providers.linkedin.v1 import segment
from autoreach.providers.results import Answer, Page, Usage


class PostRequests(Sending):
    def posts(
        self, provider_id: str, *, is_company: bool = False, limit: int = 20, cursor: str | None = None
    ) -> Answer[Page[LinkedInPost]]:
        """Newest first. LinkedIn wants the provider id here, or a company's digits, never the public identifier."""
        path, query = self._dialect.posts(provider_id, is_company)
        return self._page("posts", path, read_post, limit=limit, cursor=cursor, query=query)

    def post(self, post_id: str) -> Answer[LinkedInPost]:
        reply = self._get("posts", f"/posts/{segment(post_id)}")
        post = self._dialect.read(read_post, reply.payload)
        return self._known(reply, post, post)

    def comments(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, replies_to: str | None = None
    ) -> Answer[Page[Comment]]:
        path, query = self._dialect.comments(social_id, replies_to)
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor, query=query)

    def reactions(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, on_comment: str | None = None
    ) -> Answer[Page[Reaction]]:
        path, query = self._dialect.reactions(social_id, on_comment)
        return self._page("reactions", path, read_reaction, limit=limit, cursor=cursor, query=query)

    @property
    def lists_comments_by_person(self) -> bool:
        """Whether `comments_by` exists; Unipile's second version has no such list."""
        return self._dialect.lists_comments_by_person

    def comments_by(self, provider_id: str, *, limit: int = 20, cursor: str | None = None) -> Answer[Page[Comment]]:
        if not self.lists_comments_by_person:
            raise NotSupported(
                "Unipile's second version does not list a person's comments", usage=Usage("linkedin", "comments")
            )
        path = f"/users/{segment(provider_id)}/comments"
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor)
