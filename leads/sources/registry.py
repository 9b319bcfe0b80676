"""The sources there are. Those that run as searches add themselves when their file is imported (`source.py`)."""

from leads.sources.csv.info import INFO as CSV_INFO
from leads.sources.example.info import INFO as EXAMPLE_INFO
from leads.sources.info import SourceInfo
from leads.sources.manual.info import INFO as MANUAL_INFO
from leads.sources.pool.info import INFO as POOL_INFO

SOURCES: dict[str, SourceInfo] = {info.kind: info for info in (CSV_INFO, MANUAL_INFO, POOL_INFO, EXAMPLE_INFO)}
CSV, MANUAL, POOL, EXAMPLE = CSV_INFO.kind, MANUAL_INFO.kind, POOL_INFO.kind, EXAMPLE_INFO.kind


def source_of(kind: str) -> SourceInfo:
    """A kind without a description, as a later version may have written, is enriched in full like any other."""
    return SOURCES.get(kind) or SourceInfo(kind, kind)


def choices() -> list[tuple[str, str]]:
    return [(info.kind, info.label) for info in SOURCES.values()]
