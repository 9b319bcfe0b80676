from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Person:
    """What one platform shows of a person.

    `handle` is the X handle or the LinkedIn slug, `links` are the addresses found in the profile.
    """

    name: str = ""
    names_other: tuple[str, ...] = ()
    platform: str = ""
    handle: str = ""
    title: str = ""
    company: str = ""
    companies_past: tuple[str, ...] = ()
    location: str = ""
    bio: str = ""
    website: str = ""
    links: tuple[str, ...] = ()
    image_url: str = ""
    image_hash: str = ""

    @classmethod
    def of(cls, mapping):
        """The person that a mapping of these fields describes. Other keys are ignored."""
        return cls(**{field.name: mapping[field.name] for field in fields(cls) if mapping.get(field.name)})
