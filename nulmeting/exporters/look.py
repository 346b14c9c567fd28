"""Look: the Word file whose styles, lists, header and footer a document is set in: ours (`report.xml`), or a template of a consultant's own."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document as opened_document
from docx.exceptions import PythonDocxError
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.opc.constants import CONTENT_TYPE, NAMESPACE
from docx.opc.exceptions import OpcError
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from nulmeting import files
from nulmeting.errors import BoardError

LARGEST = 20_000_000
"""Largest template or logo that is read, in bytes."""

_LARGEST_UNPACKED = 200_000_000
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.%s.main+xml"

# The styles that make a document look like whose it is: a template has to have these. Names as Word keeps them in every language.
_NEEDED = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "Caption")
_TABLE = "Table Grid"

BROKEN = (OSError, ArithmeticError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, SyntaxError, RuntimeError,
          zipfile.BadZipFile, zlib.error, OpcError, PythonDocxError, InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
"""Everything a damaged file makes the libraries raise."""

# Fields that fetch something, and parts that act, whoever put them there.
_FETCHES = re.compile(r"\s*(INCLUDE\w*|DDE\w*|LINK|IMPORT|RD|DATABASE)\b", re.IGNORECASE)
_ACTS = re.compile("macroEnabled|vba|activeX|oleObject", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """An opened Word file to write in: the ids of its styles by their names in small letters, and which lists are numbered how.

    `table` is the id of the style for tables; `numbers` the list definition of "List Number", by number, and the level in it.
    """

    made: Any
    own: bool
    ids: Mapping[str, str]
    table: str
    numbers: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, and how many times as wide as high it is."""

    picture: bytes
    ratio: float


def look(template: str = "") -> Look:
    """Our look, or that of the Word file at `template` (.docx or .dotx); the styles it may lack (notes, contents) are added to it.

    BoardError when it is not there, no Word file, damaged, fetches something or acts, or lacks a style that a document is built of.
    """
    name = Path(template).name
    data = files.read_file(Path(template), LARGEST) if template else _ours()
    try:
        made = opened_document(io.BytesIO(_as_document(data, name)))
        _refuse_what_acts(made, name)
        made.element.body.get_or_add_sectPr()
        ids = {style.name_val.lower(): style.styleId for style in made.styles.element.style_lst if style.name_val and style.styleId}
        defaults = [mark.get(qn("w:val")) for mark in made.settings.element.iter(qn("w:defaultTableStyle"))]
        table = next((style for style in defaults if style in ids.values()), ids.get(_TABLE.lower(), ""))
        missing = [style for style in _NEEDED if style.lower() not in ids] + ([] if table else [_TABLE])
        if missing:
            raise BoardError("word-template-styles", file=name, names=missing)
        if (numbers := _numbers(made, ids["list number"])) is None:
            raise BoardError("word-template-numbers", file=name)
        if template:
            _add_styles(made, ids)
    except BROKEN:
        raise BoardError("word-template-none", file=name) from None
    return Look(made, not template, ids, table, numbers)


def logo_at(path: str) -> Logo:
    """The picture at `path` that somebody wants on the cover; BoardError when it is none that Word shows."""
    data = files.read_file(Path(path), LARGEST)
    try:
        image = Image.from_blob(data)
        return Logo(data, float(image.width / image.height))
    except BROKEN:
        raise BoardError("word-logo", file=Path(path).name) from None


@cache
def _ours() -> bytes:
    """`report.xml`, Word's own form of a file in one piece, as the packed form."""
    buffer = io.BytesIO()
    kinds = []
    with zipfile.ZipFile(buffer, "w") as file:
        for part in parse_xml((Path(__file__).parent / "report.xml").read_bytes()).iter(f"{_PACKAGE}part"):
            name, kind = part.get(f"{_PACKAGE}name"), part.get(f"{_PACKAGE}contentType")
            kinds.append(f'<Override PartName="{name}" ContentType="{kind}"/>')
            file.writestr(name[1:], serialize_part_xml(part.find(f"{_PACKAGE}xmlData")[-1]))
        file.writestr("[Content_Types].xml", f'<Types xmlns="{NAMESPACE.OPC_CONTENT_TYPES}">'
                      f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>{"".join(kinds)}</Types>')
    return buffer.getvalue()


def _as_document(data: bytes, name: str) -> bytes:
    """A template of Word (.dotx) as the document (.docx) that Word makes of it; any other file as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = file.infolist()
        # What a part says of its size is also the most that is ever unpacked of it.
        if sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
            raise BoardError("file-large", file=name)
        kinds = file.read("[Content_Types].xml")
        if _ACTS.search(kinds.decode()):
            raise BoardError("word-template-active", file=name)
        if (template := (_MAIN % "template").encode()) not in kinds:
            return data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            for part in parts:
                content = kinds.replace(template, (_MAIN % "document").encode()) if part.filename == "[Content_Types].xml" else file.read(part)
                made.writestr(part.filename, content)
    return buffer.getvalue()


def _refuse_what_acts(made: Any, name: str) -> None:
    """BoardError for what Word would fetch or start; the place of the template it was itself made from says whose machine that was: it goes."""
    package = made.part.package
    for part in (package, *package.iter_parts()):
        for key, relation in list(part.rels.items()):
            if _ACTS.search(relation.reltype):
                raise BoardError("word-template-active", file=name)
            if not relation.is_external or relation.reltype.endswith("/hyperlink"):
                continue
            if not relation.reltype.endswith("/attachedTemplate"):
                raise BoardError("word-template-outside", file=name)
            del part.rels[key]
            for mark in list(part.element.iter(qn("w:attachedTemplate"))):
                mark.getparent().remove(mark)
        if any(_FETCHES.match(field) for field in _fields(part)):
            raise BoardError("word-template-outside", file=name)
    # A picture of the template is none of the document.
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _fields(part: Any) -> Iterator[str]:
    """What the fields in a part ask for; the words of one field may be spread over several places."""
    element = getattr(part, "element", None)
    if element is None:
        return
    yield from (field.get(qn("w:instr"), "") for field in element.iter(qn("w:fldSimple")))
    asked = ""
    for mark in element.iter(qn("w:fldChar"), qn("w:instrText")):
        if mark.tag == qn("w:instrText"):
            asked += mark.text or ""
        else:
            yield asked
            asked = ""


def _numbers(made: Any, style: str) -> tuple[int, int] | None:
    """The list definition that a style numbers by, and its level; a style may have it from the one it is based on."""
    seen: set[str] = set()
    while style and style not in seen:
        seen.add(style)
        element = made.styles.element.get_by_id(style)
        if element is None:
            return None
        numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbering is not None and numbering.numId is not None:
            # A document without any list has no part for them at all; the library then wants to make one and cannot.
            try:
                number = made.part.numbering_part.element.num_having_numId(numbering.numId.val)
            except (KeyError, NotImplementedError):
                return None
            return number.abstractNumId.val, 0 if numbering.ilvl is None else numbering.ilvl.val
        style = element.basedOn_val
    return None


def _add_styles(made: Any, ids: dict[str, str]) -> None:
    """Add to a template the styles of ours that it lacks; they build on its own and bring neither font nor colour."""
    ours = opened_document(io.BytesIO(_ours())).styles.element
    names = {style.styleId: style.name_val.lower() for style in ours.style_lst}
    for style in ours.style_lst:
        if (name := style.name_val.lower()) in ids or style.get(qn("w:default")):
            continue
        added = deepcopy(style)
        if added.styleId in ids.values():
            added.styleId = f"{added.styleId}Nulmeting"
        for mark in list(added):
            if mark.tag in (qn("w:basedOn"), qn("w:next")):
                target = ids.get(names[mark.get(qn("w:val"))])
                if target:
                    mark.set(qn("w:val"), target)
                else:
                    added.remove(mark)
        for mark in list(added.iter(qn("w:color"))):
            mark.getparent().remove(mark)
        made.styles.element.append(added)
        ids[name] = added.styleId
