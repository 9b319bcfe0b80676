"""How people get in: login by django-allauth, what a member may do, invitations."""
