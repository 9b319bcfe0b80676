"""Unipile: posts, and what stands under them."""

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_ids import number_of
from autoreach.sandbox.unipile_pages import Pages
from autoreach.sandbox.unipile_refusals import not_found, refuse
from autoreach.sandbox.world import ON_LINKEDIN


class PostEndpoints(Pages):
    def user_posts(self, request, identifier):
        account = self._account_with_id(request, identifier, company=request.first("is_company") == "true")
        posts = self.world.posts.of(account, ON_LINKEDIN)
        return self._list(request, "PostList", posts, self.objects.post, {"posts"})

    def post(self, request, identifier):
        self._account(request)
        return Reply(self.objects.post(self._post_of(identifier)), units={"posts": 1})

    def post_comments(self, request, identifier):
        self._account(request)
        post = self._post_of(identifier)
        comments = [] if request.first("comment_id") else self.world.posts.answers_to(post, "replied_to")
        reply = self._list(request, "CommentList", comments, self.objects.comment, {"comments"})
        reply.payload["total_items"] = len(comments)
        reply.payload["paging"] |= {"start": 0, "total_count": len(comments)}
        return reply

    def post_reactions(self, request, identifier):
        self._account(request)
        reactions = self.world.posts.answers_to(self._post_of(identifier), "reacted")
        reply = self._list(request, "PostReactionList", reactions, self.objects.reaction, {"reactions"})
        cursor = reply.payload.pop("cursor")
        reply.payload["paging"] |= {"cursor": cursor, "start": 0, "total_count": len(reactions)}
        return reply

    def user_comments(self, request, identifier):
        account = self._account_with_id(request, identifier)
        comments = self.world.posts.answers_by(account, ON_LINKEDIN)
        return self._list(request, "CommentList", comments, self.objects.comment, {"comments"})

    def user_reactions(self, request, identifier):
        account = self._account_with_id(request, identifier)
        reactions = self.world.posts.answers_by(account, ON_LINKEDIN, reactions=True)
        return self._list(request, "PostReactionList", reactions, self.objects.reaction, {"reactions"})

    def _account_with_id(self, request, identifier, *, company=False):
        """The account number behind a provider id; slugs are not accepted here."""
        self._account(request)
        if company:
            return self.world.people.count + self._company(identifier).number
        number = number_of(identifier)
        if not self._is_member(number):
            raise refuse(422, "invalid_recipient", "Invalid recipient", "The identifier is not a valid provider id.")
        return number

    def _post_of(self, identifier):
        kind, _, number = identifier.rpartition(":")
        if kind not in ("", "urn:li:activity", "urn:li:ugcPost", "urn:li:share"):
            raise refuse(422, "invalid_post", "Invalid post", "The post id is not valid.")
        post = self.world.posts.by_id(number, ON_LINKEDIN)
        if post is None:
            raise not_found()
        return post
