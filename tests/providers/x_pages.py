"""What the client asks of X about pages."""


def page_sizes(wire, ask):
    """How large a page it asks for, where little and where much is wanted."""
    wire.will({"meta": {"result_count": 0}})
    for limit in (0, 5000):
        ask(limit)
    return tuple(int(request["max_results"]) for request in wire.asked)
