from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    number: int
    name: str
    region: str
    country: str
    code: str
    area: str

    @property
    def full(self):
        return ", ".join(part for part in (self.name, self.region, self.country) if part)

    def as_typed(self, dice):
        """What a person writes into a free text field."""
        return dice.pick((self.full, f"{self.name}, {self.country}", self.area or self.full, self.name))


def load_cities(text):
    rows = [line.split("|") for line in text.strip().splitlines()]
    return [City(number, *row) for number, row in enumerate(rows)]
