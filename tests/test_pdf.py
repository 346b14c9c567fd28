"""The PDF: its structure as a screen reader meets it, and every word of it.

This check of the structure stands in for veraPDF, which is not to be had here: it looks at tags, language, title, alternative texts,
table heads, bookmarks, fonts and what may be active in a file. That the file is PDF/UA-1 is typst's own claim, which refuses to write
one when a rule that it checks is broken.
"""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pypdfium2
import pytest

from nulmeting.exporters.pdf import as_pdf
from nulmeting.report import MIME, Document, Figure, Heading, Paragraph, Table, as_html, as_json
from tests.documents import TYPED, everything


@pytest.fixture(scope="module")
def written() -> bytes:
    """A document with every kind of block, as PDF."""
    return as_pdf(everything())


@pytest.fixture(scope="module")
def opened(written: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(written))


def tags(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure, in the order in which it is read."""
    stack = [opened.Root.StructTreeRoot]
    while stack:
        element = stack.pop()
        if isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            children = element.get("/K", pikepdf.Array())
            stack.extend(reversed(list(children)) if isinstance(children, pikepdf.Array) else [children])


def named(opened: pikepdf.Pdf, *names: str) -> list[Any]:
    return [tag for tag in tags(opened) if str(tag.S) in names]


def text(written: bytes) -> str:
    """All words in order; where a long word may break there is a sign of no width."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written)]
    return spaced("\n".join(pages).replace("\u200b", ""))


def spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def test_it_is_tagged_in_dutch_and_shows_its_title(opened: pikepdf.Pdf) -> None:
    document = everything()
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "nl"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    about = opened.open_metadata()
    assert about["dc:title"] == f"{document.title} – {document.owner}"
    assert about["dc:creator"] == [document.owner]
    assert about["pdfuaid:part"] == "1"


def test_every_chart_has_its_alternative_text(opened: pikepdf.Pdf) -> None:
    figures = named(opened, "/Figure")
    assert [str(figure.Alt) for figure in figures] == [figure.alt for figure in everything().figures()]


def test_without_an_alternative_text_nothing_is_written() -> None:
    document = everything()
    broken = [replace(block, alt="") if isinstance(block, Figure) else block for block in document.blocks]
    with pytest.raises(Exception, match="alt"):
        as_pdf(replace(document, blocks=tuple(broken)))


def test_table_heads_are_heads_of_their_columns(opened: pikepdf.Pdf) -> None:
    heads = named(opened, "/TH")
    tables = [block for block in everything().blocks if isinstance(block, Table)]
    assert len(heads) == sum(len(table.head) for table in tables)
    for head in heads:
        attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
        assert any(str(found.get("/Scope", "")) == "/Column" for found in attributes if isinstance(found, pikepdf.Dictionary))
    assert len(named(opened, "/TR")) == sum(1 + len(table.rows) for table in tables)


def test_headings_come_in_order_and_are_bookmarks(opened: pikepdf.Pdf) -> None:
    levels = [int(str(tag.S)[2:]) for tag in tags(opened) if re.fullmatch(r"/H\d", str(tag.S))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with opened.open_outline() as outline:
        chapters = [entry.title for entry in outline.root]
    assert chapters[-3:] == [block.text for block in everything().blocks if isinstance(block, Heading) and block.level == 1]


def test_a_head_is_repeated_on_every_page_of_its_table(written: bytes) -> None:
    pages = [spaced(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(written)]
    with_rows = [page for page in pages if re.search(r"Vraag \d+ \d", page)]
    assert len(with_rows) > 3
    assert all("Vraag Niveau Notitie" in page for page in with_rows)


def test_every_page_says_whose_it_is_and_which_of_how_many(written: bytes) -> None:
    document = everything()
    pages = [spaced(page.get_textpage().get_text_range().replace("\u200b", "")) for page in pypdfium2.PdfDocument(written)]
    for number, page in enumerate(pages, start=1):
        assert f"Bladzijde {number} van {len(pages)}" in page
        assert document.confidential in page and document.owner in page and document.fixed in page
    sizes = {tuple(round(side) for side in page.get_size()) for page in pypdfium2.PdfDocument(written)}
    assert sizes == {(595, 842)}


def test_every_word_that_was_typed_is_there_as_typed(written: bytes) -> None:
    said = text(written)
    for typed in TYPED[:5] + TYPED[6:7]:
        assert said.count(spaced(typed)) >= 3, typed
    # Read in the order of the page, Arabic comes word by word from the right.
    assert all(word in said for word in spaced(TYPED[5]).split(" "))
    # A long text runs over pages, with what stands on every page in between: every word of it in every place it stands.
    cells = [row for block in everything().blocks if isinstance(block, Table) for row in block.rows if row[2] == TYPED[7]]
    # In the table, in a list and in a paragraph of its own.
    assert said.count("lang ") == 999 * (len(cells) + 2)


def test_a_word_without_end_stays_on_the_page() -> None:
    document = replace(everything(), blocks=(Heading("Lang"), Paragraph("https://voorbeeld.test/" + "a" * 400)))
    page = pypdfium2.PdfDocument(as_pdf(document))[2]
    shown = page.get_textpage()
    assert shown.get_text_range().count("a") > 400
    assert max(shown.get_charbox(place)[2] for place in range(shown.count_chars())) < page.get_width()


def test_nothing_in_it_is_active_and_its_fonts_are_in_it(opened: pikepdf.Pdf) -> None:
    seen = []
    for thing in opened.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            seen += [str(thing[key]) for key in ("/S", "/Subtype") if key in thing and isinstance(thing[key], pikepdf.Name)]
            assert not {"/JS", "/JavaScript", "/EmbeddedFiles", "/AA", "/OpenAction", "/URI"} & set(thing.keys())
            if thing.get("/Type") == "/FontDescriptor":
                assert {"/FontFile2", "/FontFile3"} & set(thing.keys()), thing
    assert not {"/URI", "/Launch", "/JavaScript", "/FileAttachment"} & set(seen)


def test_the_same_document_gives_the_same_bytes(written: bytes) -> None:
    again = subprocess.run(
        [sys.executable, "-c", "import sys; from nulmeting.exporters.pdf import as_pdf; from tests.documents import everything; "
         "sys.stdout.buffer.write(as_pdf(everything()))"], capture_output=True, check=True, cwd=Path(__file__).parent.parent)
    assert again.stdout == written


# ---- through nbconvert ------------------------------------------------------------------------------------------------------------


def notebook(document: Document | None, folder: Path) -> Path:
    """An executed notebook that holds a document, as papermill leaves it."""
    data = {"text/plain": "verslag"}
    if document:
        data |= {"text/html": as_html(document), MIME: as_json(document)}
    cell = nbformat.v4.new_code_cell("verslag()", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
    path = folder / "verslag.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"title": "Verslag"}), path)
    return path


def converted(path: Path, to: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "nbconvert", "--to", to, str(path)], capture_output=True, text=True)


def test_nbconvert_writes_the_same_pdf(written: bytes, tmp_path: Path) -> None:
    path = notebook(everything(), tmp_path)
    assert converted(path, "nulmeting-pdf").returncode == 0
    assert path.with_suffix(".pdf").read_bytes() == written


@pytest.mark.parametrize("version", [None, 99], ids=["no document", "one of another version"])
def test_a_notebook_without_a_document_gives_one_sentence(version: int | None, tmp_path: Path) -> None:
    path = notebook(everything() if version else None, tmp_path)
    if version:
        path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', f'"format": {version}'), encoding="utf-8")
    done = converted(path, "nulmeting-pdf")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "notebook" in done.stderr.splitlines()[-1]
    assert not path.with_suffix(".pdf").exists()
