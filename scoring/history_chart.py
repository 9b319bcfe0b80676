"""A lead's scores over time as points of an SVG."""

from dataclasses import dataclass

from django.utils import timezone

from scoring.rules import current_rules

WIDTH, HEIGHT, EDGE = 320, 72, 6


@dataclass(frozen=True, slots=True)
class Chart:
    """`line` holds from one change to the next, and to now; `levels` are where states begin."""

    line: str
    dots: list[tuple[float, float, str]]
    levels: list[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(steps) -> Chart | None:
    """None where fewer than two scores are known."""
    changes = [step.change for step in reversed(steps) if step.change.score is not None]
    if len(changes) < 2:
        return None
    begin, end = changes[0].happened_at, timezone.now()
    span = max((end - begin).total_seconds(), 1)

    def x(moment):
        return round(EDGE + (WIDTH - 2 * EDGE) * (moment - begin).total_seconds() / span, 1)

    dots = [(x(change.happened_at), y(change.score), change.state) for change in changes]
    corners = [dots[0][:2]]
    for across, down, _ in dots[1:]:
        corners += [(across, corners[-1][1]), (across, down)]
    corners.append((x(end), corners[-1][1]))
    rules = current_rules()
    return Chart(
        " ".join(f"{across},{down}" for across, down in corners),
        dots,
        [(y(level), level) for level in (rules.monitor, rules.active)],
    )


def y(score) -> float:
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * score / 100, 1)
