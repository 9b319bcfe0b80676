"""Buyer scores: how well a lead fits an offer, and the receipt that explains it."""
