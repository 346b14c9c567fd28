"""Word: a document with real headings, lists and tables, so that whoever edits it, or lays a template of their own over it, can."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import typst
from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as InCell

from nulmeting.exporters.held import DocumentExporter
from nulmeting.exporters.pdf import fonts
from nulmeting.report import Block, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table

_FONT = "Atkinson Hyperlegible Next"
_INK, _ACCENT = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x0B, 0x5A, 0x6F)
_WIDTH = Cm(16.6)

# No day of making: the same document gives the same file.
_MADE = datetime(2020, 1, 1)

# Signs that XML forbids.
_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# A picture with one drawing on it, as large as the drawing.
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Atkinson Hyperlegible Next", "DejaVu Sans", "Last Resort High-Efficiency"))
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)"""


def as_word(document: Document) -> bytes:
    """A document as .docx: built-in styles, repeated table heads, alternative texts, numbered pages; the same bytes every time.

    What a person typed is text, whatever signs are in it; a sign that Word's files cannot hold stands as the sign for an unknown one.
    """
    made: Any = new_document()
    _styled(made, document)
    made.add_paragraph(_plain(document.confidential)).runs[0].bold = True
    made.add_paragraph(_plain(document.title), style="Title")
    made.add_paragraph(_plain(document.subtitle), style="Subtitle")
    made.add_paragraph(_plain(document.owner)).runs[0].bold = True
    _facts(made, document.cover)
    made.add_paragraph(_plain(document.fixed), style="Intense Quote")
    if document.contents:
        made.add_page_break()
        _contents(made, document)
    made.add_page_break()
    for block in document.blocks:
        _set(made, block)
    buffer = io.BytesIO()
    made.save(buffer)
    return _without_times(buffer.getvalue())


def _plain(text: str) -> str:
    return _NO_SIGN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _styled(made: Any, document: Document) -> None:
    """Page, fonts, language, what stands on every page, and what the file says of itself."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    language = {"nl": "nl-NL"}.get(document.language, document.language)
    for style in made.styles:
        properties = getattr(style, "font", None)
        if properties is None or style.type is None:
            continue
        if style.name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
            properties.name = _FONT
            fonts_of = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts_of.set(qn(which), _FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts_of.attrib.pop(qn(theme), None)
            properties.color.rgb = _ACCENT if style.name in ("Title", "Heading 1") else _INK
    made.styles["Normal"].font.size = Pt(10.5)
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    about = made.core_properties
    about.title, about.author, about.language = _plain(document.title), _plain(document.owner), language
    about.comments = about.last_modified_by = ""
    about.created = about.modified = _MADE
    section.header.paragraphs[0].text = _plain(f"{document.owner} – {document.title}\t\t{document.confidential}")
    foot = section.footer.paragraphs[0]
    before, _, rest = document.labels["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(text)
        if code:
            _field(foot, code, "1")


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A number that Word fills in itself."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {text} "
            run._r.append(mark)


def _contents(made: Any, document: Document) -> None:
    """The chapters by name, in a field that Word fills with page numbers when asked."""
    made.add_paragraph(_plain(document.labels["contents"])).runs[0].bold = True
    first = made.add_paragraph()
    chapters = [block for block in document.blocks if isinstance(block, Heading) and block.level < 3]
    _field(first, 'TOC \\o "1-2" \\h \\z', "\n".join("    " * (chapter.level - 1) + _plain(chapter.text) for chapter in chapters))


def _set(made: Any, block: Block) -> None:
    match block:
        case Heading():
            heading = made.add_heading(_plain(block.text), level=block.level)
            heading.paragraph_format.page_break_before = block.own_page
        case Paragraph():
            paragraph = made.add_paragraph(style="Intense Quote" if block.tone == "mark" else None)
            if block.lead:
                paragraph.add_run(_plain(block.lead) + " ").bold = True
            run = paragraph.add_run(_plain(block.text))
            if block.tone in ("lead", "quiet"):
                run.font.size = Pt(12 if block.tone == "lead" else 9)
        case Bullets():
            for number, entry in enumerate(block.entries, start=1):
                # The number is written out, so that every list begins at one, also when a list is moved.
                if block.numbered:
                    made.add_paragraph(_plain(f"{number}. {entry}"), style="List")
                else:
                    made.add_paragraph(_plain(entry), style="List Bullet")
        case Facts():
            _facts(made, block.pairs)
        case Table():
            _table(made, block)
        case Figure():
            _figure(made, block)
        case Card():
            made.add_heading(_plain(block.title), level=block.level)
            for inside in block.blocks:
                _set(made, inside)


def _facts(made: Any, pairs: Iterable[tuple[str, str]]) -> None:
    for term, text in pairs:
        paragraph = made.add_paragraph()
        paragraph.add_run(_plain(term) + ": ").bold = True
        paragraph.add_run(_plain(text))


def _table(made: Any, block: Table) -> None:
    caption = made.add_paragraph(_plain(block.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = made.add_table(rows=1 + len(block.rows), cols=len(block.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    shares = block.widths or (1,) * len(block.head)
    for row, cells in zip(table._tbl.tr_lst, (block.head, *block.rows), strict=True):
        first = row is table._tbl.tr_lst[0]
        properties = row.get_or_add_trPr()
        if first:
            properties.append(OxmlElement("w:tblHeader"))
        # A row longer than a page has to break, or what does not fit would be lost.
        if max(map(len, cells)) < 1500:
            properties.insert(0, OxmlElement("w:cantSplit"))
        for cell, text, share in zip(row.tc_lst, cells, shares, strict=True):
            cell.width = int(_WIDTH * share / sum(shares))
            run = InCell(cell.p_lst[0], made._body).add_run(_plain(text))
            run.bold, run.font.size = first, Pt(9)
    if block.note:
        made.add_paragraph(_plain(block.note)).runs[0].font.size = Pt(9)


def _figure(made: Any, block: Figure) -> None:
    caption = made.add_paragraph(_plain(block.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    picture = made.add_picture(io.BytesIO(_png(block)), width=int(_WIDTH * min(1, block.width / 760)))
    picture._inline.docPr.set("descr", _plain(block.alt))
    for note in block.notes:
        made.add_paragraph(_plain(note)).runs[0].font.size = Pt(9)


def _png(block: Figure) -> bytes:
    """The drawing with two dots a pixel."""
    return bytes(typst.compile(_PICTURE, format="png", ppi=144, font_paths=fonts(), sys_inputs={"svg": block.svg, "width": json.dumps(block.width)}))


def _without_times(file: bytes) -> bytes:
    """The same file, its parts as of one fixed moment."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


class WordExporter(DocumentExporter):
    """`jupyter nbconvert --to nulmeting-word`: the document in an executed notebook as Word."""

    export_from_notebook = "Nulmeting (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def made(self, document: Document) -> bytes:
        """The document as Word."""
        return as_word(document)
