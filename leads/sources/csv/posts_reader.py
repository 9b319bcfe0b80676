"""What people wrote, where a table has columns for it."""

import json
from functools import partial

from leads.ingest.profiles import FoundPost
from leads.ingest.records import post_record
from leads.sources.csv.dates import USUAL, date_in
from leads.sources.csv.values import clean


class PostsReader:
    """`orders` has the DateOrder of columns of dates by their index."""

    def __init__(self, mapping, orders):
        self.at = {
            field: [index for index, name in sorted(mapping.items()) if name == field]
            for field in ("posts", "post_url", "post_date")
        }
        self.dates = {index: partial(date_in, order=orders.get(index, USUAL)) for index in self.at["post_date"]}

    def read(self, rows):
        """The posts of each row as JSON."""
        return [self._posts_of(cells) for cells in rows]

    def _posts_of(self, cells):
        dates = (read(cells[index]) for index, read in self.dates.items() if index < len(cells))
        day = next(filter(None, dates), None)
        url = next((url for url in self._texts(cells, "post_url") if url.startswith(("http://", "https://"))), "")
        posts = [FoundPost(text, url=url, posted_at=day and day.isoformat()) for text in self._texts(cells, "posts")]
        return json.dumps([post_record(post) for post in posts])

    def _texts(self, cells, field):
        return [text for index in self.at[field] if index < len(cells) and (text := clean(cells[index]))]
