"""Workspaces, offers and leads: what the rest of the system refers to."""
