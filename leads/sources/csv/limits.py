"""What a file may ask of the process that reads it. Each sentence names the limit that was reached."""

from leads.sources.csv.errors import UnreadableFile

# those of Excel
ROWS_MAX = 1_048_576
COLUMNS_MAX = 16_384
STYLES_MAX = 65_490

CELLS_MAX = 20_000_000
DEPTH_MAX = 50
UNPACKED_MAX = 1 << 30
SHARED_TEXT_MAX = 256 << 20
SENT_MAX = 1 << 30
ROWS_AT_ONCE = 1000
SENT_AT_ONCE_MAX = 64 << 20
MEMORY_MAX = 768 << 20

INSPECTION_SECONDS = 20
READING_SECONDS = 180

WAY_ON = "Copy the rows with people into a new sheet, save it as CSV and import that."


def beyond(limit):
    return UnreadableFile(f"This file {limit}. {WAY_ON}")


def too_many_rows(title):
    return UnreadableFile(f"Sheet “{title}” has more than {ROWS_MAX:,} rows, the most that a sheet may have. {WAY_ON}")


def too_many_columns():
    return beyond(f"has a row of more than {COLUMNS_MAX:,} columns")


def too_many_cells(title):
    return UnreadableFile(f"Sheet “{title}” has more than {CELLS_MAX:,} cells. {WAY_ON}")


def too_many_styles():
    return beyond(f"has more than {STYLES_MAX:,} cell styles, the most that a workbook may have")


def too_deep():
    return beyond(f"holds XML elements nested more than {DEPTH_MAX} deep")


def too_large_unpacked():
    return beyond(f"unpacks to more than {UNPACKED_MAX >> 20:,} MB")


def too_much_shared_text():
    return beyond(f"has more than {SHARED_TEXT_MAX >> 20} MB of text in its cells")


def too_much_text():
    return beyond(f"has more than {SENT_MAX >> 20:,} MB of text in its rows")


def too_long_rows():
    return beyond(f"has {ROWS_AT_ONCE:,} rows with more than {SENT_AT_ONCE_MAX >> 20} MB of text")


def too_much_memory():
    return beyond(f"needs more than {MEMORY_MAX >> 20} MB of memory to be read")


def too_slow(seconds):
    return beyond(f"takes more than {seconds} seconds to read")
