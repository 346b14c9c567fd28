"""Frame: what a Word file says around a document: its language, whose it is, what stands on every page; and how the file is packed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from nulmeting.exporters.look import Logo, Look
from nulmeting.report import Document

# No day of making: the same document gives the same file.
_MADE = datetime(2020, 1, 1)
_MOST_IN_PROPERTY = 255
_PROGRAM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Nulmeting</Application></Properties>'
)
_CODES = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def frame(document: Document, look: Look, logo: Logo | None) -> None:
    """Give an opened Word file the language and properties of a document, and its header and footer after what stands there already."""
    _set_language(document, look.made)
    _set_properties(document, look.made)
    even = look.made.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(look.made.sections):
        pages = [(section.header, section.footer)]
        if section.different_first_page_header_footer:
            pages.append((section.first_page_header, section.first_page_footer))
        if even:
            pages.append((section.even_page_header, section.even_page_footer))
        for kind, (header, footer) in enumerate(pages):
            # Ours has nothing above its cover, which says it all itself.
            if (number == 0 or not header.is_linked_to_previous) and not (look.own and kind == 1):
                _head(header, document, look, logo)
            if number == 0 or not footer.is_linked_to_previous:
                _foot(footer, document, look)


def packed(made: Any) -> bytes:
    """An opened Word file as bytes, its parts as of one fixed moment, and nothing of the machine or program that made a template."""
    buffer, same = io.BytesIO(), io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = _PROGRAM if name == "docProps/app.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return same.getvalue()


def begin_field(paragraph: Any, code: str) -> None:
    """Begin a field, which Word fills in itself; what follows, up to `end_field`, is shown until then."""
    _mark(paragraph, "begin")
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    _mark(paragraph, "separate")


def end_field(paragraph: Any) -> None:
    """The end of what a field shows."""
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def add_picture(paragraph: Any, picture: bytes, width: int, alt: str) -> None:
    """Add a picture of so wide (in Word's units) to a paragraph, with its words."""
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=width)
    shape._inline.docPr.set("descr", alt)


def add_logo(paragraph: Any, logo: Logo, height: int, most: int, document: Document) -> None:
    """Add a logo so high, and at most so wide."""
    add_picture(paragraph, logo.picture, Emu(int(min(height * logo.ratio, most))), document.labels.get("logo", document.owner))


def _set_language(document: Document, made: Any) -> None:
    language = {"nl": "nl-NL"}.get(document.language, document.language)
    at = made.styles.element
    for tag in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"):
        below = at.find(qn(tag))
        if below is None:
            below = OxmlElement(tag)
            # In the order Word wants: the first of all styles, and the language last in its row.
            at.insert(len(at) if tag == "w:lang" else 0, below)
        at = below
    for element in (made.styles.element, made.settings.element):
        for mark in element.iter(qn("w:lang"), qn("w:themeFontLang")):
            mark.set(qn("w:val"), language)


def _set_properties(document: Document, made: Any) -> None:
    about = made.core_properties
    for said in list(about._element):
        about._element.remove(said)
    about.title, about.author = document.title[:_MOST_IN_PROPERTY], document.owner[:_MOST_IN_PROPERTY]
    about.language = made.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val"))
    about.last_modified_by = ""
    about.created = about.modified = _MADE


def _line(where: Any, look: Look, style: str) -> Any:
    """An empty paragraph at the end of a header or footer: the one that is there if it is all there is, else a new one."""
    paragraphs = where.paragraphs
    empty = len(where._element) == 1 and len(paragraphs) == 1 and all(part.tag == qn("w:pPr") for part in paragraphs[0]._p)
    paragraph = paragraphs[0] if empty else where.add_paragraph()
    paragraph._p.style = look.ids[style]
    return paragraph


def _head(header: Any, document: Document, look: Look, logo: Logo | None) -> None:
    if logo is not None:
        add_logo(_line(header, look, "header"), logo, Cm(0.9), Cm(5), document)
    _line(header, look, "header").add_run(f"{document.owner} – {document.title}")
    last = _line(header, look, "header")
    last.add_run(document.confidential)
    # What is above a page that is full keeps off it, however high it is.
    last.paragraph_format.space_after = Pt(12)


def _foot(footer: Any, document: Document, look: Look) -> None:
    # A template with numbers of its own keeps those.
    codes = [text.text or "" for text in footer._element.iter(qn("w:instrText"))]
    codes += [field.get(qn("w:instr"), "") for field in footer._element.iter(qn("w:fldSimple"))]
    if any(code.split()[:1] == ["PAGE"] for code in codes):
        return
    line = _line(footer, look, "footer")
    for part in re.split(r"(\{pages?\})", document.labels["page"]):
        if part in _CODES:
            begin_field(line, _CODES[part])
            line.add_run("1")
            end_field(line)
        else:
            line.add_run(part)
