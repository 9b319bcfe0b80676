import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from autoreach.demo import create_example
from leads.models import Membership, Workspace

USERNAME = "demo"


class Command(BaseCommand):
    help = "Create a workspace with a login and a small made-up example, unless there is a workspace already."

    def handle(self, *, verbosity, **options):
        if Workspace.objects.exists():
            if verbosity:
                self.stdout.write("There is a workspace already; nothing was changed.")
            return
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            user = get_user_model().objects.create_superuser(USERNAME, password=password)
            workspace = Workspace.objects.create(name="Demo", slug="demo")
            Membership.objects.create(workspace=workspace, user=user, role=Membership.Role.OWNER)
            create_example(workspace, user)
        self.stdout.write(f"\nLog in as {USERNAME} with the password {password}")
        self.stdout.write("Shown only once; change it with: .venv/bin/python manage.py changepassword demo\n")
