"""The runner of all searches: pages are read, people stored, and the search can be left, stopped and resumed.

`control` is what a user does to a search. `reading` is one step of its work, with the pages of `page_reading`, and
`storing` its end. `pages` is what the search has still to read, `lists` where a list ends, `trouble` what an error
means for people, `waking` what makes a waiting search go on, `expansion` its repetition each day.
"""
