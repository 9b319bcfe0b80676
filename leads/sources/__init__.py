"""Where leads come from: each kind of search, and the runner of them all."""
