"""The bars of spend by day, in the units of an SVG that is stretched to its frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from autoreach.providers.registry import PROVIDERS

DAY_WIDTH, BAR_WIDTH, HEIGHT = 10, 8, 100
STEPS = tuple(map(Decimal, ("1", "1.5", "2", "3", "4", "5", "6", "8")))


@dataclass(frozen=True, slots=True)
class Bar:
    """What one provider cost on one day; it stands on those below it."""

    provider: str
    day: date
    usd: Decimal
    left: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """`level` is the amount at its upper edge. `providers` are those with any cost, lowest first."""

    bars: tuple[Bar, ...]
    level: Decimal
    providers: tuple[str, ...]
    width: int
    bar_width: int = BAR_WIDTH
    height: int = HEIGHT

    @property
    def half(self) -> Decimal:
        return self.level / 2


def plot_of(days: list[tuple[date, dict[str, Decimal]]]) -> Plot | None:
    """None where nothing was spent."""
    level = rounded_up(max((sum(spent.values()) for _, spent in days), default=Decimal(0)))
    if not level:
        return None
    providers = tuple(name for name in PROVIDERS if any(spent.get(name) for _, spent in days))
    bars = [bar for place, day in enumerate(days) for bar in bars_of(place, *day, providers, level)]
    return Plot(tuple(bars), level, providers, DAY_WIDTH * len(days))


def bars_of(place: int, day: date, spent: dict, providers: tuple, level: Decimal) -> Iterator[Bar]:
    below = Decimal(0)
    for provider in providers:
        if usd := spent.get(provider):
            height = float(HEIGHT * usd / level)
            top = HEIGHT - float(HEIGHT * below / level) - height
            left = DAY_WIDTH * place + (DAY_WIDTH - BAR_WIDTH) // 2
            yield Bar(provider, day, usd, left, round(top, 2), round(height, 2))
            below += usd


def rounded_up(usd: Decimal) -> Decimal:
    """The next of 1, 1.5, 2, 3 … 10, 15 … cents or dollars."""
    if not usd:
        return Decimal(0)
    power = Decimal(10) ** usd.adjusted()
    return next(level for level in (*(step * power for step in STEPS), 10 * power) if level >= usd)
