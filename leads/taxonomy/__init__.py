"""What words mean: job functions, ranks, industries, places, and the ICP that an offer's text describes."""
