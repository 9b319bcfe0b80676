"""Creating an offer, and the offer that a user looks at."""
