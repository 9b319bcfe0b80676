EAGER = "ACoAAASBX000000000000000000000000000019"


def member(number):
    return f"ACoAAASBX{number:030d}"


def every(ask, path, **query):
    """All items of a list, page by page."""
    items, cursor = [], {}
    while True:
        got = ask.linkedin(path, **query, **cursor)
        items += got["items"]
        if not got["cursor"]:
            return items
        cursor = {"cursor": got["cursor"]}


def ids(ask, **body):
    """Of all that a search finds, page by page."""
    body = {"api": "classic", "category": "people"} | body
    found, cursor = [], None
    while True:
        got = ask.linkedin("/linkedin/search", {"cursor": cursor} if cursor else body, limit=50)
        found += [item["id"] for item in got["items"]]
        cursor = got["cursor"]
        if not cursor:
            return found
