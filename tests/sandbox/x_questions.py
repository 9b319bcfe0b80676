EAGER = "1500000000000000019"


def problems(got):
    return [(entry["title"], entry["type"].rpartition("/")[2]) for entry in got["errors"]]


def search(ask, query, **more):
    fields = {"tweet.fields": "created_at,lang,referenced_tweets,author_id,conversation_id"}
    return ask("/2/tweets/search/recent", query=query, max_results=100, **fields, **more).payload.get("data", [])
