"""A workspace with a logged-in member, and what such a member needs to try a page."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from leads.models import Membership, Offer, Workspace


@dataclass
class Team:
    workspace: Workspace
    user: User
    client: object

    def offer(self, name="Forwarding", **fields):
        described = {"description": "We move furniture.", "target_audience": "Heads of logistics"}
        return Offer.objects.create(workspace=self.workspace, name=name, **(described | fields))


def team(client_class, slug="north", role=Membership.Role.OWNER):
    workspace = Workspace.objects.create(name=slug.title(), slug=slug)
    user = User.objects.create_user(f"{slug}-{role}@example.com", password="correct horse")
    Membership.objects.create(workspace=workspace, user=user, role=role)
    client = client_class()
    client.force_login(user)
    return Team(workspace, user, client)
