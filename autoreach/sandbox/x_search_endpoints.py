"""X: searches of posts, and how many posts a search finds."""

from datetime import UTC, datetime, timedelta

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.x_objects import timestamp
from autoreach.sandbox.x_pages import Pages
from autoreach.sandbox.x_parameters import moment_of, number_of
from autoreach.sandbox.x_refusals import invalid
from autoreach.sandbox.x_search import DAY, WEEK, PostSearch

LONGEST_QUERY, LONGEST_ARCHIVE_QUERY = 512, 1024
# What a search of the archive covers that names no start.
ARCHIVE_SPAN = timedelta(days=30)


class SearchEndpoints(Pages):
    def __init__(self, app):
        super().__init__(app)
        self._search = PostSearch(app, self.objects)

    def search_recent(self, request):
        query = self._query(request, LONGEST_QUERY)
        self._check_horizon(request)
        return self._search_posts(request, query, WEEK, largest=100)

    def search_all(self, request):
        query = self._query(request, LONGEST_ARCHIVE_QUERY)
        span = datetime.now(UTC) - (moment_of(request, "start_time") or datetime.now(UTC) - ARCHIVE_SPAN)
        return self._search_posts(request, query, int(span.total_seconds() // 60) + DAY, largest=500)

    def _search_posts(self, request, query, age, *, largest):
        limit = number_of(request, "max_results", 10, largest, 10)
        if request.first("sort_order", "recency") not in ("recency", "relevancy"):
            raise invalid(
                "sort_order",
                request.first("sort_order"),
                "The `sort_order` query parameter value is not one of [recency,relevancy]",
            )
        return self._list_posts(request, self._search.posts(query, age), f"search {query}", limit)

    def counts_recent(self, request):
        query = self._query(request, LONGEST_QUERY)
        granularity = request.first("granularity", "hour")
        if granularity not in ("minute", "hour", "day"):
            raise invalid(
                "granularity",
                granularity,
                f"The `granularity` query parameter value [{granularity}] is not one of [minute,hour,day]",
            )
        length = {"minute": 1, "hour": 60, "day": 1440}[granularity]
        counts = dict.fromkeys(range(WEEK // length), 0)
        for post in self._search.posts(query):
            counts[min(post.age // length, WEEK // length - 1)] += 1
        data = [
            {
                "start": timestamp(self.world.today - timedelta(minutes=(step + 1) * length)),
                "end": timestamp(self.world.today - timedelta(minutes=step * length)),
                "tweet_count": count,
            }
            for step, count in sorted(counts.items(), reverse=True)
        ]
        return Reply({"data": data, "meta": {"total_tweet_count": sum(counts.values())}}, units={"counts": 1})

    def _query(self, request, longest):
        text = request.first("query")
        if not text:
            raise invalid("query", "", "The `query` query parameter can not be empty")
        if len(text) > longest:
            raise invalid("query", text, f"The length of the query [{len(text)}] is above the maximum of [{longest}]")
        return text

    def _check_horizon(self, request):
        start = moment_of(request, "start_time")
        oldest = datetime.now(UTC) - timedelta(days=7)
        if start and start < oldest:
            given = request.first("start_time")
            message = f"Invalid 'start_time':'{given}'. 'start_time' must be on or after {timestamp(oldest)}."
            raise invalid("start_time", given, message)
