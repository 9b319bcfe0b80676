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
