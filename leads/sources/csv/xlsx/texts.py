"""The texts that cells of a workbook share."""

import re
from array import array

from leads.sources.csv.limits import SHARED_TEXT_MAX, too_much_shared_text
from leads.sources.csv.xlsx.elements import TextReader

END = object()
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedTexts(TextReader):
    """Texts by their number, read as far as they are asked for: the first rows use the first texts.

    In one block of bytes, they take a third of the memory of so many strings.
    """

    def __init__(self, stream=None):
        super().__init__(starts={"si": self._begin}, ends={"si": self._finish})
        self.bytes, self.ends_at = bytearray(), array("Q", [0])
        self.reading = self.read(stream) if stream else iter(())

    def __getitem__(self, number):
        """Raises IndexError where there is no such text, and what `read` raises."""
        while number + 2 > len(self.ends_at):
            if next(self.reading, END) is END:
                raise IndexError(number)
        return self.bytes[self.ends_at[number] : self.ends_at[number + 1]].decode()

    def _begin(self, attributes):
        self.pieces = []

    def _finish(self):
        self.bytes += unescaped("".join(self.pieces)).encode()
        self.ends_at.append(len(self.bytes))


def shared_texts(package, name):
    if name not in package:
        return SharedTexts()
    if package.size(name) > SHARED_TEXT_MAX:
        raise too_much_shared_text()
    return SharedTexts(package.open(name))


def unescaped(text):
    """Characters that XML cannot hold are written as `_x000D_`."""
    if "_x" not in text:
        return text
    plain = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
