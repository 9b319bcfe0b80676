"""XML read element by element, as it comes, by names without their namespace: Strict Open XML has others."""

from xml.parsers import expat

from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.limits import DEPTH_MAX, too_deep

PIECE = 1 << 16


class ElementReader:
    """Calls `starts[name](attributes)` and `ends[name]()` of the elements it knows, and `text` for what is in them."""

    def __init__(self, *, starts, ends=None, text=None):
        self.known = starts, ends or {}
        self.starts, self.ends, self.depth = {}, {}, 0
        self.is_done = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = text
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def read(self, stream):
        """Yields after each piece of the stream, until `is_done`. Raises ExpatError, UnreadableFile."""
        while not self.is_done and (piece := stream.read(PIECE)):
            self.parser.Parse(piece)
            yield
        if not self.is_done:
            self.parser.Parse(b"", True)
            yield

    def read_all(self, stream):
        for _ in self.read(stream):
            pass

    def _start(self, name, attributes):
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise too_deep()
        (self.starts.get(name) or self._learn(name)[0])(attributes)

    def _end(self, name):
        self.depth -= 1
        self.ends[name]()

    def _learn(self, name):
        local, (starts, ends) = name.rpartition(":")[2], self.known
        self.starts[name], self.ends[name] = starts.get(local, _pass_start), ends.get(local, _pass_end)
        return self.starts[name], self.ends[name]


class TextReader(ElementReader):
    """Collects the text of `t` elements in `pieces`. How a text is pronounced (`rPh`) is not said in the cell."""

    def __init__(self, *, starts, ends):
        super().__init__(
            starts={"t": self._begin_text, "rPh": self._skip} | starts,
            ends={"t": self._end_text, "rPh": self._go_on} | ends,
            text=self._take,
        )
        self.pieces, self.is_within, self.is_skipped = [], False, False

    def _begin_text(self, attributes):
        self.is_within = not self.is_skipped

    def _end_text(self):
        self.is_within = False

    def _skip(self, attributes):
        self.is_skipped = True

    def _go_on(self):
        self.is_skipped = False

    def _take(self, text):
        if self.is_within:
            self.pieces.append(text)


def _pass_start(attributes):
    pass


def _pass_end():
    pass


def _refuse_doctype(*_):
    raise UnreadableFile("This workbook is damaged: it declares a document type.")


def attribute(attributes, name):
    """The attribute of this name in whatever namespace; None where there is none."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), None)
