"""The PDF: its structure as a screen reader meets it, and every word of it.

This check of the structure stands in for veraPDF, which is not to be had here: it looks at tags, language, title, alternative texts,
table heads, bookmarks, fonts and what may be active in a file. That the file is PDF/UA-1 is typst's own claim, which refuses to write
one when a rule that it checks is broken.
"""

import io
import json
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
from nbconvert import WebPDFExporter
from playwright.async_api import BrowserType
from traitlets.config import Config

from nulmeting.errors import BoardError
from nulmeting.exporters.held import held
from nulmeting.exporters.pdf import PDFExporter, as_pdf
from nulmeting.files import LANGUAGE, Home
from nulmeting.reading import read
from nulmeting.report import (
    MIME,
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Table,
    as_html,
    as_json,
    document,
)
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.documents import SVG, TYPED, everything


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
    """All words in order, as drawn; a word that is broken with a hyphen is whole again (for pdfium that hyphen is U+FFFE)."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written)]
    return spaced("\n".join(pages).replace("\ufffe", ""))


def said_instead(written: bytes) -> set[str]:
    """What is read where several signs share one drawing, such as the box for an emoji: pdfium leaves these out, a screen reader does not."""
    found = set()
    for page in pikepdf.open(io.BytesIO(written)).pages:
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) == "BDC" and isinstance(step.operands[1], pikepdf.Dictionary) and "/ActualText" in step.operands[1]:
                found.add(str(step.operands[1].ActualText))
    return found


def off_the_page(written: bytes) -> str:
    """Every sign that is drawn beside or below the room for it; pdfium finds what nobody can see, too."""
    found = []
    for page in pypdfium2.PdfDocument(written):
        signs = page.get_textpage()
        for place in range(signs.count_chars()):
            left, bottom, right, top = signs.get_charbox(place)
            if left < 60 or right > 536 or bottom < 15 or top > 830:
                found.append(signs.get_text_range(place, 1))
    return "".join(found)


def only(*blocks: Block) -> Document:
    """A document of one chapter with these blocks."""
    return replace(everything(), blocks=(Heading("Kop"), *blocks), contents=False)


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


LONG = "https://voorbeeld.test/" + "a" * 400
HIGH = SVG.replace('height="200"', 'height="3000"').replace("0 0 760 200", "0 0 760 3000").replace('y="120"', 'y="2980"')
PLACES = {
    "everything": everything(),
    "words without end": only(Paragraph(LONG), Bullets((LONG,)), Facts(((LONG, LONG),)), Heading(LONG, 2), Card(LONG, (Paragraph(LONG),))),
    "an address in a narrow column": only(Table("Smal", ("a", "b"), (("x", "http://a.test/abcdefghi"), ("x", "b" * 30)), (12, 1))),
    "a cell without a space": only(Table("Hoog", ("a", "b"), (("x", "q" * 5000),))),
    "a narrow cell": only(Table("Hoog", ("a", "b"), (("x", "WWW " * 400),), (9, 1))),
    "many lines in a cell": only(Table("Hoog", ("a", "b"), (("x", "regel\n" * 120),))),
    "a card with a long list": only(Card("Lang", (Bullets(("kort",) * 120),))),
    "a card with a long table": only(Card("Lang", (Table("Tabel", ("a",), (("kort",),) * 90),))),
    "a high chart": only(Figure("x", "Hoog", "Hoog.", HIGH, 760, 3000)),
    "an owner without end": replace(only(), owner="o" * 300, title="T" * 150, confidential="c" * 150),
}


@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_drawn_off_the_page(name: str) -> None:
    assert off_the_page(as_pdf(PLACES[name])) == ""


def test_a_long_word_is_whole_when_copied_and_a_word_of_the_language_is_not_cut_just_anywhere() -> None:
    """No sign is added to an address; a word for a dictionary is broken with a hyphen, which is no sign of the word."""
    word = "informatiebeveiligingsbeleid"
    written = as_pdf(only(Table("Smal", ("a", "b"), (("x", word), ("x", LONG)), (6, 1))))
    pages = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written))
    assert "\u200b" not in pages
    assert LONG in re.sub(r"\s", "", pages)
    assert word in pages.replace("\ufffe", "") and word not in pages


TOGETHER: dict[str, tuple[tuple[Block, ...], tuple[str, ...]]] = {
    "table": ((Table("Titel", ("Hoofd",), (("Eerste " + "woord " * 60,), ("y",))),), ("Titel", "Hoofd", "Eerste")),
    "chart": ((Figure("x", "Titel", "Alt.", SVG, 760, 200, ("Noot",)),), ("Titel", "Noot")),
    "card": ((Card("Titel", (Paragraph("Begin"), Bullets(("x",) * 6), Paragraph("Slot"))),), ("Titel", "Begin", "Slot")),
    "list": ((Bullets(("Eerste", "y", "z")),), ("Eerste",)),
    "heading": ((Heading("Dieper", 3), Paragraph("Eerste")), ("Dieper", "Eerste")),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_a_heading_stays_with_what_follows(name: str) -> None:
    """At every height of the page near its end."""
    blocks, belong = TOGETHER[name]
    ends = set()
    for above in range(26, 42):
        written = as_pdf(only(*[Paragraph("vul")] * above, Heading("Kopje", 2), *blocks))
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written)]
        first = [next(number for number, page in enumerate(pages) if word in page) for word in ("Kopje", *belong)]
        assert len(set(first)) == 1, above
        ends.add(first[0])
    assert len(ends) == 2


def test_a_row_is_on_one_page() -> None:
    """At every height of the page near its end."""
    ends = set()
    for above in range(28, 44):
        row = ("Begin", "woord " * 150 + "Eind")
        written = as_pdf(only(*[Paragraph("vul")] * above, Table("Rijen", ("a", "b"), (("x", "y"), row))))
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written)]
        first, last = (next(number for number, page in enumerate(pages) if word in page) for word in ("Begin", "Eind"))
        assert first == last, above
        ends.add(first)
    assert len(ends) == 2


def test_signs_that_our_font_lacks_are_there_as_text() -> None:
    emoji = ("👨\u200d👩\u200d👧", "🔐", "👍🏽", "🇳🇱")
    written = as_pdf(only(Paragraph(" ".join((*emoji, "漢字 한국어 ж Ω ✓")))))
    assert set(emoji) <= said_instead(written)
    assert "漢字 한국어 ж Ω ✓" in text(written)


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\ufffe", "\uffff", "\ud800"], ids=ascii)
def test_a_sign_that_no_page_can_show_is_shown_as_unknown(sign: str) -> None:
    assert "voor\ufffdna" in text(as_pdf(only(Paragraph(f"voor{sign}na"))))


def test_the_document_of_a_board() -> None:
    """Real charts: vectors in our font, each with its own words, nothing over the edge."""
    found = document(read(Home.here(), "demo-half", None, LANGUAGE), "bestuur")
    written = as_pdf(found)
    opened = pikepdf.open(io.BytesIO(written))
    alts = [figure.alt for figure in found.figures()]
    assert len(alts) > 3 and all(alts)
    assert [str(figure.Alt) for figure in named(opened, "/Figure")] == alts
    assert off_the_page(written) == ""
    said = text(written)
    assert all(spaced(figure.title) in said for figure in found.figures())
    with opened.open_outline() as outline:
        assert [entry.title for entry in outline.root][-1:] == [
            block.text for block in found.blocks if isinstance(block, Heading) and block.level == 1][-1:]
    fonts = {str(thing.FontName).split("+")[-1] for thing in opened.objects
             if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"}
    assert fonts and all(font.startswith("AtkinsonHyperlegibleNext") for font in fonts)
    assert not [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]


def inside(thing: Any) -> Iterator[Any]:
    """Every dictionary in an object, itself included; what it only refers to is an object of its own."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
    parts = dict(thing.items()).values() if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) else thing
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        for part in parts:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from inside(part)


def test_nothing_in_it_is_active_and_its_fonts_are_in_it(opened: pikepdf.Pdf) -> None:
    """The table of contents leads to places in the document itself; nothing else can be followed."""
    everywhere = [found for thing in opened.objects for found in inside(thing)]
    links = [found for found in everywhere if found.get("/Subtype") == "/Link"]
    assert links
    for found in everywhere:
        assert not {"/JS", "/JavaScript", "/EmbeddedFiles", "/AA", "/OpenAction", "/URI", "/EF"} & set(found.keys())
        assert str(found.get("/S")) not in {"/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm"}
        assert str(found.get("/Subtype")) not in {"/FileAttachment", "/Widget", "/Screen"}
        if found.get("/Type") == "/FontDescriptor":
            assert {"/FontFile2", "/FontFile3"} & set(found.keys()), found


def test_it_holds_no_moment(opened: pikepdf.Pdf) -> None:
    """Neither that of its making nor another: with one, the same document would be other bytes tomorrow."""
    assert not {"/CreationDate", "/ModDate"} & set(opened.docinfo.keys())
    assert b"CreateDate" not in opened.Root.Metadata.read_bytes() and b"ModifyDate" not in opened.Root.Metadata.read_bytes()


# ---- through nbconvert ------------------------------------------------------------------------------------------------------------


def notebook(document: Document | None, folder: Path, besides: dict[str, Any] | None = None) -> Path:
    """An executed notebook that holds a document, as papermill leaves it."""
    data = {"text/plain": "verslag", **(besides or {})}
    if document:
        data |= {"text/html": as_html(document), MIME: as_json(document)}
    cell = nbformat.v4.new_code_cell("verslag()", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
    path = folder / "verslag.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"title": "Verslag"}), path)
    return path


def converted(path: Path, to: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "nbconvert", "--to", to, str(path)], capture_output=True, text=True)


def test_nbconvert_writes_the_same_bytes_in_another_process(written: bytes, tmp_path: Path) -> None:
    path = notebook(everything(), tmp_path)
    assert converted(path, "nulmeting-pdf").returncode == 0
    assert path.with_suffix(".pdf").read_bytes() == written


def test_a_notebook_without_a_document_ends_nbconvert_with_one_sentence(tmp_path: Path) -> None:
    path = notebook(None, tmp_path)
    done = converted(path, "nulmeting-pdf")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "papermill notebooks/report.ipynb" in done.stderr.splitlines()[-1]
    assert not path.with_suffix(".pdf").exists()


BROKEN = {
    "of another version": {**as_json(everything()), "format": 99},
    "no document at all": ["iets", "anders"],
    "half a document": {"format": 1, "title": "Half"},
    "a chart that is none": as_json(only(Figure("x", "Titel", "Alt.", "geen", 760, 200))),
    "a text that is a number": as_json(only(Paragraph(5))),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_document_that_is_none_gives_one_sentence(name: str, tmp_path: Path) -> None:
    path = notebook(None, tmp_path, {MIME: BROKEN[name]})
    with pytest.raises(SystemExit) as ended:
        PDFExporter().from_filename(str(path))
    assert "Voer het notebook opnieuw uit" in str(ended.value)
    assert "\n" not in str(ended.value)


def test_html_of_nbconvert_itself_keeps_working(tmp_path: Path) -> None:
    path = notebook(everything(), tmp_path)
    assert converted(path, "html").returncode == 0
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;vet&lt;/b&gt;" in page and "<script>alert(1)" not in page
    assert "No description has been provided" not in page
    assert not re.findall(r"""(?:src|href)=["']?https?:""", page)


def test_webpdf_of_nbconvert_itself_keeps_working(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its whole way, with the browser of this machine: `webpdf` has no option to name one."""
    launch = BrowserType.launch

    async def of_this_machine(self: BrowserType, **options: Any) -> Any:
        return await launch(self, **{**options, "executable_path": CHROMIUM})

    monkeypatch.setattr(BrowserType, "launch", of_this_machine)
    settings = json.loads((Path(__file__).parent.parent / "deploy" / "jupyter_nbconvert_config.json").read_text(encoding="utf-8"))
    exporter = WebPDFExporter(config=Config(settings), browser_args=FLAGS)
    written, _ = exporter.from_filename(str(notebook(everything(), tmp_path)))
    said = text(written)
    assert everything().title in said
    assert spaced(TYPED[0]) in said


def test_what_is_wrong_with_a_notebook_is_told_by_name(tmp_path: Path) -> None:
    for given, message in ((None, "document-missing"), (everything(), "document-version")):
        path = notebook(given, tmp_path)
        path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
        with pytest.raises(BoardError) as caught:
            held(nbformat.read(path, as_version=4))
        assert caught.value.message == message
    broken = [replace(block, alt="") if isinstance(block, Figure) else block for block in everything().blocks]
    with pytest.raises(BoardError) as caught:
        as_pdf(replace(everything(), blocks=tuple(broken)))
    assert caught.value.message == "document-set"
