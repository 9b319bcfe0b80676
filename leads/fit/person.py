from typing import NamedTuple


class Person(NamedTuple):
    """What fit looks at."""

    title: str = ""
    bio: str = ""
    company_name: str = ""
    company_size: str = ""
    company_location: str = ""
    industry: str = ""
    location: str = ""
    keywords: str = ""
