"""Which cells of a workbook are dates, and what their numbers say."""

import re
from contextlib import suppress
from datetime import datetime, time, timedelta

from leads.sources.csv.limits import STYLES_MAX, too_many_styles
from leads.sources.csv.xlsx.elements import ElementReader
from leads.sources.csv.xlsx.package import read_part

# numbers of the formats that every reader knows without a code, those of East Asia among them
DATE_FORMATS = frozenset(map(str, [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]))
# what stands in a format for itself: quoted text, colours and conditions, escaped and padding characters
NO_CODE = re.compile(r'"[^"]*"?|\[[^\]]*\]|[\\_*].')
DATE_CODE = re.compile(r"[dmyhs]", re.IGNORECASE)
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


class DateStyles(ElementReader):
    """`is_date` has an answer for each style of cells, as far as the part could be read."""

    def __init__(self):
        super().__init__(
            starts={"numFmt": self._note_format, "cellXfs": self._begin, "xf": self._note_style},
            ends={"cellXfs": self._finish},
        )
        self.formats, self.is_date, self.is_within = {}, [], False

    def _note_format(self, attributes):
        self.formats[attributes.get("numFmtId")] = is_date_format(attributes.get("formatCode", ""))

    def _begin(self, attributes):
        self.is_within = True

    def _finish(self):
        self.is_within = False

    def _note_style(self, attributes):
        if self.is_within:
            number = attributes.get("numFmtId")
            self.is_date.append(self.formats.get(number, number in DATE_FORMATS))
            if len(self.is_date) > STYLES_MAX:
                raise too_many_styles()


def date_styles(package, name):
    """The styles of cells that are dates, as a cell names its style."""
    styles = DateStyles()
    if name in package:
        read_part(package, name, styles, is_needed=False)
    return frozenset(str(number) for number, is_date in enumerate(styles.is_date) if is_date)


def is_date_format(code):
    return bool(DATE_CODE.search(NO_CODE.sub("", code.partition(";")[0])))


def date_text(number, *, since_1904):
    """A date, time or both as text; the number itself where it is neither."""
    with suppress(ValueError, OverflowError):
        days = float(number)
        if days < 0:
            return number
        if 0 < days < 1:
            return (datetime.min + _seconds(days)).time().isoformat()
        if days < 60 and not since_1904:
            days += 1  # Excel counts a 29 February 1900
        moment = EPOCHS[since_1904] + _seconds(days)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    return number


def _seconds(days):
    return timedelta(seconds=round(days * 86_400))
