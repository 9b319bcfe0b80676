"""The runner of all searches: pages are read, people stored, and the search can be left, stopped and resumed.

`control` is what a user does to a search, `reading` one step of its work, `pages` what it has still to read, `trouble`
what an error means for people, `waking` what makes a waiting search go on.
"""
