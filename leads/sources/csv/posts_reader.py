"""What people wrote, where a table has columns for it."""

import json
from datetime import date
from functools import partial

from leads.ingest.profiles import FoundPost
from leads.ingest.records import post_record
from leads.sources.csv.dates import USUAL, past_date_in, unread_date
from leads.sources.csv.values import clean


class PostsReader:
    """`orders` has the DateOrder of columns of dates by their index."""

    def __init__(self, mapping, orders, today=None):
        self.today = today or date.today()
        self.at = {
            field: [index for index, name in sorted(mapping.items()) if name == field]
            for field in ("posts", "post_url", "post_date")
        }
        self.orders = {index: orders.get(index, USUAL) for index in self.at["post_date"]}
        self.dates = {
            index: partial(past_date_in, today=self.today, order=order) for index, order in self.orders.items()
        }

    def read(self, rows):
        """The posts of each row as JSON, and (field, position, text) for each date of theirs that does not count."""
        posts, unread = [], []
        for position, cells in enumerate(rows):
            texts, day = self._texts(cells, "posts"), self._day_of(cells)
            posts.append(self._posts_of(cells, texts, day))
            if texts and not day:
                unread += ((field, position, text) for field, text in self._unread_date(cells))
        return posts, unread

    def _day_of(self, cells):
        dates = (read(cells[index]) for index, read in self.dates.items() if index < len(cells))
        return next(filter(None, dates), None)

    def _unread_date(self, cells):
        """The first text in a column of dates, if there is any, with its field."""
        filled = ((text, order) for index, order in self.orders.items() if (text := self._text(cells, index)))
        return [(unread_date("post_date", text, today=self.today, order=order), text) for text, order in filled][:1]

    def _posts_of(self, cells, texts, day):
        url = next((url for url in self._texts(cells, "post_url") if url.startswith(("http://", "https://"))), "")
        posts = [FoundPost(text, url=url, posted_at=day and day.isoformat()) for text in texts]
        return json.dumps([post_record(post) for post in posts])

    def _text(self, cells, index):
        return clean(cells[index]) if index < len(cells) else ""

    def _texts(self, cells, field):
        return [text for index in self.at[field] if (text := self._text(cells, index))]
