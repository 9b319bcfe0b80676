"""A person of the world, and the parts they are made of."""

from array import array
from dataclasses import dataclass

ON_X, ON_LINKEDIN = 1, 2


@dataclass(frozen=True, slots=True)
class Name:
    latin: str
    native: str = ""

    @classmethod
    def parse(cls, text):
        latin, _, native = text.replace("_", " ").partition("~")
        return cls(latin, native)


@dataclass(frozen=True, slots=True)
class Position:
    title: str
    company: object
    start: int
    end: int | None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    function: str
    level: int


@dataclass(slots=True)
class Person:
    number: int
    persona: str
    given: Name
    family: Name
    name: str
    x_name: str
    linkedin_name: str
    handle: str
    slug: str
    title: str
    function: str
    level: int
    company: object
    city: object
    category: object
    headline: str
    bio: str
    about: str
    positions: list
    skills: list
    on_x: bool
    on_linkedin: bool
    moved_age: int | None = None
    case: object = None

    @property
    def is_hub(self):
        return self.persona == "influencer"


@dataclass(slots=True)
class Columns:
    """The few facts of each person that searches filter by, a few bytes a person."""

    culture: bytearray
    given: bytearray
    family: bytearray
    persona: bytearray
    title: array
    city: bytearray
    company: array
    platforms: bytearray
