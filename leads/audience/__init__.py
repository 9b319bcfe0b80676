"""Whom an offer is for, as read from its words: one reading for the pool, the scorers and the pages."""
