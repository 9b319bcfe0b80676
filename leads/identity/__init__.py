"""Which person is meant: keys of people, and the match of two profiles."""
