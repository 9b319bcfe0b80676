"""People with known ids, for what goes wrong in practice."""

from dataclasses import dataclass

LONE_SURROGATE = "\ud83d"


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    why: str
    handle: str = ""
    slug: str = ""
    x_name: str = ""
    title: str = ""
    city: str = ""
    industry: str = ""
    headline: str = ""
    bio: str = ""
    post: str = ""
    x: str = ""
    linkedin: str = ""
    posts: int | None = None
    post_year: int | None = None
    moved: int | None = None

    @property
    def family(self):
        return self.name.partition(" ")[2]


def load_cases(rows):
    return [
        Case(
            **{
                key: value.replace("<surrogate>", LONE_SURROGATE) if isinstance(value, str) else value
                for key, value in row.items()
            }
        )
        for row in rows
    ]
