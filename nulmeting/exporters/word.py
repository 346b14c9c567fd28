"""Word: a document with real headings, lists and tables, so that whoever edits it, or lays a template of their own over it, can."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph as WordParagraph
from nbconvert.exporters import Exporter
from traitlets import Unicode

from nulmeting.errors import BoardError
from nulmeting.exporters.frame import add_logo, add_picture, begin_field, end_field, frame, packed
from nulmeting.exporters.held import handed_on, writable
from nulmeting.exporters.look import BROKEN, Logo, Look, logo_at, look
from nulmeting.exporters.pdf import fonts
from nulmeting.report import Block, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table, as_json, from_json

_TONES = {"plain": "", "lead": "Body Text", "quiet": "Body Text 3", "mark": "Intense Quote"}


def as_word(document: Document, template: str = "", logo: str = "") -> bytes:
    """A document as .docx: built-in styles, repeated table heads, alternative texts, numbered pages; the same bytes every time.

    `template` is a Word file (.docx or .dotx) whose styles, header and footer are used: the document stands in the place of the paragraph
    that `report.page.place` names, else behind the text of the template. `logo` is a picture for the cover and for every page.
    What a person typed is text, whatever signs are in it; a sign that Word's files cannot hold stands as the sign for an unknown one.

    BoardError for a template or logo that cannot be used.
    """
    opened = look(template)
    picture = logo_at(logo) if logo else None
    try:
        return _Writing(from_json(writable(as_json(document))), opened, picture).file()
    except BROKEN:
        if not template:
            raise
        # Some damage shows only when something is written at that very place.
        raise BoardError("word-template-none", file=Path(template).name) from None


def check_house_style(template: str, logo: str) -> None:
    """BoardError when a consultant's template or logo (neither: an empty text) cannot be used: said once, before many boards are made."""
    look(template)
    if logo:
        logo_at(logo)


class _Writing:
    """One document being written into an opened Word file, from its cover to its last block."""

    def __init__(self, document: Document, look: Look, logo: Logo | None) -> None:
        self.document = document
        self.look = look
        self.logo = logo
        self.made = look.made
        self.body = look.made.element.body
        self.before = list(self.body)
        self.place = self._place()
        self.width, self.height = self._room()

    def file(self) -> bytes:
        """The whole file."""
        frame(self.document, self.look, self.logo)
        self._cover()
        if self.document.contents:
            self._contents()
        begun = len(self.body)
        for block in self.document.blocks:
            self._set(block)
        self._on_new_page(begun)
        if self.place is not None:
            self._move()
        return packed(self.made)

    # ---- where

    def _place(self) -> Any:
        """The paragraph of the template in whose place the document comes; empty paragraphs of a template without text go."""
        wanted = self.document.labels.get("place", "")
        paragraphs = [part for part in self.before if part.tag == qn("w:p")]
        for paragraph in paragraphs:
            if wanted and "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip() == wanted:
                return paragraph
        if all(part.tag in (qn("w:p"), qn("w:sectPr"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")) for part in self.before) and not any(
            next(paragraph.iter(qn("w:t"), qn("w:drawing"), qn("w:pict"), qn("w:object"), qn("w:sectPr")), None) is not None
            for paragraph in paragraphs
        ):
            for paragraph in paragraphs:
                self.body.remove(paragraph)
            self.before = list(self.body)
        return None

    def _room(self) -> tuple[int, int]:
        """Width and height between the margins of the pages on which the document comes, in Word's units."""
        behind = self.before[self.before.index(self.place) :] if self.place is not None else self.before[-1:]
        found = [section for part in behind for section in part.iter(qn("w:sectPr"))]
        section = Section(found[0], self.made.part)
        width = (section.page_width or Cm(21)) - (section.left_margin or 0) - (section.right_margin or 0)
        height = (section.page_height or Cm(29.7)) - abs(section.top_margin or 0) - abs(section.bottom_margin or 0)
        return max(width, Cm(5)), max(height, Cm(8))

    def _move(self) -> None:
        """Put what was written in the place of the paragraph that says where."""
        old = set(self.before)
        for part in [part for part in self.body if part not in old]:
            self.place.addprevious(part)
        if next(self.place.iter(qn("w:sectPr")), None) is None:
            self.body.remove(self.place)
        else:
            # Its end is also the end of a section.
            for part in [part for part in self.place if part.tag != qn("w:pPr")]:
                self.place.remove(part)

    def _on_new_page(self, at: int) -> None:
        """Begin a new page with what was written after the first so many parts of the body."""
        # The last part is always the description of the pages.
        written = self.body[at - 1 : -1]
        if written:
            WordParagraph(next(written[0].iter(qn("w:p"))), self.made._body).paragraph_format.page_break_before = True

    # ---- the pages before the first chapter

    def _cover(self) -> None:
        begun = len(self.body)
        if self.logo is not None:
            add_logo(self.made.add_paragraph(), self.logo, Cm(2), Cm(8), self.document)
        confidential = self._paragraph("", (self.document.confidential, True))
        if self.look.own:
            confidential.paragraph_format.space_before = Cm(2 if self.logo else 4)
        self._paragraph("Title", (self.document.title, False))
        self._paragraph("Subtitle", (self.document.subtitle, False))
        self._paragraph("Body Text", (self.document.owner, True))
        self._facts(self.document.cover)
        self._paragraph("Intense Quote", (self.document.fixed, False))
        if len(self.before) > 1 and self.place is None:
            self._on_new_page(begun)

    def _contents(self) -> None:
        """Chapters and what stands below them, in a field that Word fills with the numbers of pages when asked."""
        entries = [(block.level, block.text if isinstance(block, Heading) else block.title) for block in self.document.blocks
                   if isinstance(block, Heading | Card) and block.level < 3]
        entries = [(level, text) for level, text in entries if text.strip()]
        if not entries:
            return
        begun = len(self.body)
        self._paragraph("TOC Heading", (self.document.labels["contents"], False))
        self._on_new_page(begun)
        paragraphs = []
        for level, text in entries:
            paragraphs.append(self._paragraph(f"TOC {level}"))
            if len(paragraphs) == 1:
                begin_field(paragraphs[0], 'TOC \\o "1-2" \\h \\z')
            paragraphs[-1].add_run(text)
        # What to do for the numbers stands in the field itself: Word puts the numbers in its place.
        if "update" in self.document.labels:
            paragraphs.append(self._paragraph("Body Text 3", (self.document.labels["update"], False)))
        end_field(paragraphs[-1])
        self._as_contents(self.body[begun - 1 : -1])

    def _as_contents(self, parts: Sequence[Any]) -> None:
        """Mark parts as a table of contents: Word then shows a button that brings it up to date."""
        control, about, kind, content = (OxmlElement(tag) for tag in ("w:sdt", "w:sdtPr", "w:docPartObj", "w:sdtContent"))
        for tag, value in (("w:docPartGallery", "Table of Contents"), ("w:docPartUnique", None)):
            mark = OxmlElement(tag)
            if value:
                mark.set(qn("w:val"), value)
            kind.append(mark)
        about.append(kind)
        control.extend((about, content))
        parts[0].addprevious(control)
        content.extend(parts)

    # ---- blocks

    def _set(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block.text, block.level, own_page=block.own_page)
            case Paragraph():
                lead = [(block.lead, True), (" ", False)] if block.lead else []
                self._paragraph(_TONES[block.tone], *lead, (block.text, False))
            case Bullets():
                self._list(block)
            case Facts():
                self._facts(block.pairs)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Card():
                begun = len(self.body)
                self._heading(block.title, block.level)
                for inside in block.blocks:
                    self._set(inside)
                self._kept_together(self.body[begun - 1 : -1])

    def _paragraph(self, style: str = "", *runs: tuple[str, bool]) -> Any:
        """A paragraph of texts, each plain or (True) strong."""
        paragraph = self.made.add_paragraph()
        if style:
            paragraph._p.style = self.look.ids[style.lower()]
        for text, strong in runs:
            run = paragraph.add_run(text)
            if strong:
                run._r.style = self.look.ids["strong"]
        return paragraph

    def _heading(self, text: str, level: int, *, own_page: bool = False) -> None:
        # A heading without words would be an empty line in every list of headings.
        if text.strip():
            heading = self._paragraph(f"Heading {level}", (text, False))
            if own_page:
                heading.paragraph_format.page_break_before = True

    def _list(self, block: Bullets) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        paragraphs = [self._paragraph(style, (entry, False)) for entry in block.entries]
        if block.numbered:
            # A list of its own, so that it begins at one whatever list came before.
            definition, level = self.look.numbers
            number = self.made.part.numbering_part.element.add_num(definition)
            number.add_lvlOverride(ilvl=level).add_startOverride(1)
            for paragraph in paragraphs:
                about = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                about.get_or_add_ilvl().val, about.get_or_add_numId().val = level, number.numId

    def _facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        for term, text in pairs:
            self._paragraph("List", (f"{term}:", True), (f" {text}", False))

    def _table(self, block: Table) -> None:
        self._paragraph("Caption", (block.title, False)).paragraph_format.keep_with_next = True
        table = self.made._body.add_table(1 + len(block.rows), len(block.head), Emu(self.width))
        about = table._tbl.tblPr
        about.style = self.look.table
        table.autofit = False
        # The name of a table for who hears it.
        title = OxmlElement("w:tblCaption")
        title.set(qn("w:val"), block.title)
        about.append(title)
        shares = _shares(block, Emu(self.width).pt / 5.2)
        widths = [int(self.width * share / sum(shares)) for share in shares]
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Emu(width)
        for row, cells in zip(table._tbl.tr_lst, (block.head, *block.rows), strict=True):
            first = row is table._tbl.tr_lst[0]
            properties = row.get_or_add_trPr()
            # A row longer than a page has to break, or what does not fit would be lost.
            if not self._is_long(cells, widths):
                properties.append(OxmlElement("w:cantSplit"))
            if first:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.tc_lst, cells, widths, strict=True):
                cell.width = Emu(width)
                paragraph = WordParagraph(cell.p_lst[0], self.made._body)
                run = paragraph.add_run(text)
                if first:
                    paragraph.paragraph_format.keep_with_next = True
                    run._r.style = self.look.ids["strong"]
        if block.note:
            self._paragraph(_TONES["quiet"], (block.note, False))
        else:
            # Two tables without anything between them would be one.
            self._paragraph()

    def _is_long(self, cells: Sequence[str], widths: Sequence[int]) -> bool:
        """Whether a row may need most of a page, by what fits on a line of letters that are rather large."""
        signs = [max(4, int(Emu(width).pt / 5.5)) for width in widths]
        lines = max(sum(1 + len(line) // most for line in cell.split("\n")) for cell, most in zip(cells, signs, strict=True))
        return lines * 13 > int(Emu(self.height).pt) * 0.6

    def _figure(self, block: Figure) -> None:
        self._paragraph("Caption", (block.title, False)).paragraph_format.keep_with_next = True
        # As wide as on a screen of 760 pixels, and no higher than a page with its title and notes.
        width = self.width * min(1, block.width / 760)
        width *= min(1, (self.height - Cm(3.5)) / (width * block.height / block.width))
        paragraph = self.made.add_paragraph()
        add_picture(paragraph, _png(block), Emu(int(width)), block.alt)
        for note in block.notes:
            paragraph.paragraph_format.keep_with_next = True
            paragraph = self._paragraph(_TONES["quiet"], (note, False))

    def _kept_together(self, parts: Sequence[Any]) -> None:
        """Parts that stay on one page, unless they are longer than one: then Word begins a new page where the first is full."""
        for part in parts:
            for paragraph in part.iter(qn("w:p")):
                about = WordParagraph(paragraph, self.made._body).paragraph_format
                about.keep_together = True
                if part is not parts[-1]:
                    about.keep_with_next = True


def _shares(block: Table, room: float) -> list[float]:
    """The columns' shares of a width of so many signs: those that are given, else by their texts, but the longest word fits."""
    columns = [[cell.split("\n") for cell in column] for column in zip(block.head, *block.rows, strict=True)]
    words = [3 + max(min(len(word), 30) for cell in column for line in cell for word in (line.split() or [""])) for column in columns]
    shares = block.widths or [3 + max(min(len(line), 60) for cell in column for line in cell) for column in columns]
    if sum(words) >= room:
        return [float(word) for word in words]
    narrow: set[int] = set()
    while True:
        free = [number for number in range(len(columns)) if number not in narrow]
        left = room - sum(words[number] for number in narrow)
        scale = left / sum(shares[number] for number in free)
        if not (more := {number for number in free if shares[number] * scale < words[number]}):
            return [float(words[number]) if number in narrow else shares[number] * scale for number in range(len(columns))]
        narrow |= more


@cache
def _pictures() -> Any:
    here = Path(__file__).parent
    return typst.Compiler(input=str(here / "picture.typ"), root=str(here), font_paths=fonts())


def _png(block: Figure) -> bytes:
    """The drawing with two dots a pixel."""
    return bytes(_pictures().compile(format="png", ppi=144, sys_inputs={"svg": block.svg, "width": json.dumps(block.width)}))


class WordExporter(Exporter):
    """`jupyter nbconvert --to nulmeting-word`: the document in an executed notebook as Word."""

    template = Unicode("", help="A Word file (.docx or .dotx) whose styles, header and footer the document is set in.").tag(config=True)
    logo = Unicode("", help="A picture (PNG, JPEG, GIF, BMP or TIFF) for the cover and the header of every page.").tag(config=True)

    export_from_notebook = "Nulmeting (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """The file as bytes; SystemExit with a sentence when the notebook holds no document, or one that cannot be set."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return handed_on(nb, lambda document: as_word(document, self.template, self.logo)), resources
