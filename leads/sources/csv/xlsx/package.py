"""The parts of a workbook's zip file and how they refer to each other."""

import posixpath
import zipfile
import zlib
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.limits import UNPACKED_MAX, too_large_unpacked
from leads.sources.csv.xlsx.elements import ElementReader, attribute

DAMAGED = "This workbook is damaged. Save it again and retry."
# what reading a damaged part raises
BROKEN = (ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError)
OTHER_DOCUMENTS = ("word/", "ppt/", "visio/")


class Relation(NamedTuple):
    kind: str
    target: str


class Package:
    """Parts by their names as readers agree on them: with slashes, whatever their case."""

    def __init__(self, file):
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableFile("This workbook is damaged or was not uploaded completely.") from error
        self.parts = {}
        for part in self.zip.infolist():
            self.parts.setdefault(plain(part.filename), part)

    def refuse_bomb(self):
        # the sizes that a zip file announces are those that its reader enforces
        if sum(part.file_size for part in self.parts.values()) > UNPACKED_MAX:
            raise too_large_unpacked()

    def __contains__(self, name):
        return plain(name) in self.parts

    def size(self, name):
        return self.parts[plain(name)].file_size

    def open(self, name):
        try:
            return self.zip.open(self.parts[plain(name)])
        except (KeyError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
            raise UnreadableFile(DAMAGED) from error

    def relations(self, name):
        """The relations of a part by their id; of the package itself where the name is empty."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        found = {}
        if path not in self:
            return found

        def take(attributes):
            kind = (attribute(attributes, "Type") or "").rpartition("/")[2]
            target = attribute(attributes, "Target") or ""
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/")))).lstrip("/")
            found[attribute(attributes, "Id")] = Relation(kind, target)

        # an unreadable list of relations is none: the parts have usual names
        read_part(self, path, ElementReader(starts={"Relationship": take}), is_needed=False)
        return found

    def workbook(self):
        """The name of the part that lists the sheets; None where this is no workbook."""
        named = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        usual = sorted(name for name in self.parts if name.startswith("xl/workbook") and name.endswith(".xml"))
        return next((name for name in [*named, *usual] if name in self and _may_be_workbook(plain(name))), None)


def _may_be_workbook(name):
    return name.endswith(".xml") and not name.startswith(OTHER_DOCUMENTS)


def plain(name):
    return name.replace("\\", "/").lstrip("/").lower()


def read_part(package, name, reader, *, is_needed=True):
    """Read a part to its end; one that is not needed is read as far as it can be."""
    try:
        with package.open(name) as stream:
            reader.read_all(stream)
    except BROKEN as error:
        if is_needed:
            raise UnreadableFile(DAMAGED) from error
