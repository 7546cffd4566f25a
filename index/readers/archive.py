"""Zip archives that hold a document (Word, OpenDocument, EPUB): parts, XML, limits."""

import io
import posixpath
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from index.readers.kinds import Unreadable

_MAX_UNPACKED_BYTES = 300_000_000
# What gives the most elements of a part their namespace: without it there is nothing to take off.
_DEFAULT = re.compile(
    rb"""\A((?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)?<[\w.-]+[^>]*?)\sxmlns=(?:"[^"]*"|'[^']*')"""
)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)


class Archive:
    """The parts of a zip archive by name; case and the direction of slashes do not matter.

    What is damaged, encrypted, nested too deeply or too big once unpacked is `Unreadable`.
    """

    def __init__(self, data: bytes, what: str) -> None:
        """Opens the archive in `data`; `what` is the format's name for the reasons."""
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise self.damaged() from error
        infos = self._zip.infolist()
        if sum(info.file_size for info in infos) > _MAX_UNPACKED_BYTES:
            raise Unreadable(f"unpacks to more than {_MAX_UNPACKED_BYTES // 1_000_000} MB")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(f"encrypted {what}: remove the password and sync again")
        self._infos = {info.filename.replace("\\", "/").lower(): info for info in infos}
        if b"encryption-data" in (self.read("META-INF/manifest.xml") or b""):  # OpenDocument
            raise Unreadable(f"encrypted {what}: remove the password and sync again")

    def names(self) -> list[str]:
        """The names of the parts, in the archive's order."""
        return [info.filename.replace("\\", "/") for info in self._infos.values()]

    def read(self, name: str) -> bytes | None:
        """A part's content; None when there is no such part."""
        info = self._infos.get(name.lstrip("/").lower())
        try:
            return None if info is None else self._zip.read(info)
        except _DAMAGED as error:
            raise self.damaged() from error

    def xml(self, name: str) -> Any:
        """The root of a part's XML as `parse_xml` gives it; None when there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data, self._what)

    def linked(self, part: str) -> dict[str, tuple[str, str]]:
        """For each number of a relation of `part` its kind and the part that it leads to."""
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            link.get("Id", ""): (
                link.get("Type", ""),
                posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/"),
            )
            for link in (() if root is None else root.iter("Relationship"))
        }

    def damaged(self) -> Unreadable:
        """The reason for an archive that lacks what it must have."""
        return Unreadable(f"truncated or damaged {self._what}")


def parse_xml(data: bytes, what: str) -> Any:
    """The root of an XML document whose elements and attributes go by their local names.

    Namespaces differ between editions of one format and say nothing that a reader needs. Of an
    attribute the name with its namespace is kept besides. Entities that the document itself
    declares are text; nothing outside it is read. Raises `Unreadable` as `Archive` does.
    """
    data = _DEFAULT.sub(rb"\1", data, count=1)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise Unreadable("nested too deeply") from error
        if "not defined" not in str(error):  # an entity that lies outside stands for nothing
            raise Unreadable(f"truncated or damaged {what}") from error
        root = etree.fromstring(data, _parser(recover=True))
    for node in root.xpath("//*[namespace-uri() or @*[namespace-uri()]]"):
        node.tag = node.tag.rpartition("}")[2]
        for key, value in node.items():
            if key[0] == "{" and (local := key.rpartition("}")[2]) not in node.attrib:
                node.set(local, value)
    return root


def _parser(*, recover: bool = False) -> Any:
    return etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs know booleans only
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
