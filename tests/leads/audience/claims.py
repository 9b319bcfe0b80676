"""What tests ask of a reading."""


def claimed(audience):
    """The functions it claims to be about, the rank alone, and where."""
    functions = {code for code, weight in audience.functions.items() if weight >= 0.9}
    return functions | ({"LEADERS"} if audience.leadership else set())


def best_function(audience):
    return max(audience.functions.items(), key=lambda item: item[1])
