"""The workspace of a request, and its outreach window."""
