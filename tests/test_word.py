"""The Word file, read back: headings, tables, words and pictures, nothing that acts; and the same in the template of a consultant."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from docx import Document as opened_document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from traitlets.config import Config

from nulmeting.errors import BoardError
from nulmeting.exporters.look import look
from nulmeting.exporters.word import WordExporter, as_word
from nulmeting.files import Home
from nulmeting.reading import read
from nulmeting.report import MIME, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table, as_json, document
from nulmeting.words import Words
from tests.documents import TYPED, everything

LABELS = {**everything().labels, "place": "[verslag]", "logo": "Logo", "update": "Kies bijwerken."}


@pytest.fixture(scope="module")
def written() -> bytes:
    """A document with every kind of block, as Word."""
    return as_word(everything())


@pytest.fixture(scope="module")
def board(home: Home) -> Document:
    """What an invented board gets."""
    return document(read(home, "demo-groep"), "bestuur")


def opened(data: bytes) -> Any:
    return opened_document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """The text of every paragraph, wherever it stands: running text, lists, tables, contents, header and footer."""
    made = opened(data)
    bodies = [made.element.body, *(part._element for section in made.sections for part in (section.header, section.footer))]
    return [said(paragraph) for body in bodies for paragraph in body.iter(qn("w:p"))]


def said(paragraph: Any) -> str:
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(signs.get(part.tag, part.text or "") for run in paragraph.iter(qn("w:r")) for part in run if part.tag in (qn("w:t"), *signs))


def every_text(block: Any) -> list[str]:
    """Everything that a block says."""
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return [block.lead, block.text]
        case Bullets():
            return list(block.entries)
        case Facts():
            return [text for pair in block.pairs for text in pair]
        case Table():
            return [block.title, *block.head, *(cell for row in block.rows for cell in row), block.note]
        case Figure():
            return [block.title, *block.notes]
        case _:
            return [block.title, *(text for inside in block.blocks for text in every_text(inside))]


def headings(data: bytes) -> list[tuple[int, str]]:
    return [(int(paragraph.style.name[-1]), paragraph.text) for paragraph in opened(data).paragraphs if paragraph.style.name.startswith("Heading")]


def fields(data: bytes) -> list[str]:
    """What every field in a file asks for."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    assert "fldSimple" not in parts
    return [field.strip() for field in re.findall(r"<w:instrText[^>]*>([^<]*)<", parts)]


# ---- what stands in it


@pytest.mark.parametrize("which", ["everything", "board"])
def test_headings_are_word_s_own_and_skip_no_level(which: str, board: Document) -> None:
    given = board if which == "board" else everything()
    found = headings(as_word(given))
    assert found == [
        (block.level, block.text if isinstance(block, Heading) else block.title) for block in given.blocks if isinstance(block, Heading | Card)
    ]
    levels = [level for level, _ in found]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_that_was_typed_is_there_as_typed(written: bytes) -> None:
    paragraphs = [paragraph.text for paragraph in opened(written).paragraphs]
    cells = [cell.text for row in opened(written).tables[0].rows for cell in row.cells]
    for typed in TYPED:
        # Once by itself, once in a list.
        assert paragraphs.count(typed) >= 2, typed
        assert typed in cells, typed


@pytest.mark.parametrize("which", ["everything", "board"])
def test_nothing_of_a_document_is_left_out(which: str, board: Document) -> None:
    given = board if which == "board" else everything()
    whole = "\0".join(texts(as_word(given)))
    wanted = [given.title, given.subtitle, given.owner, given.fixed, given.confidential, *(text for pair in given.cover for text in pair)]
    for text in [*wanted, *(text for block in given.blocks for text in every_text(block))]:
        assert text in whole, text


def test_signs_that_no_file_can_hold_are_seen_and_line_ends_and_tabs_stay() -> None:
    typed = "a\0b\x0bc\x1bd\ud800e\uffff\tna tab\r\nregel\rnog een\u2028 einde "
    shown = "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\tna tab\nregel\nnog een\u2028 einde "
    blocks = (Heading(typed), Paragraph(typed, lead=typed), Table(typed, (typed,), ((typed,),)))
    given = replace(everything(), title=typed, owner=typed, blocks=blocks)
    found = texts(as_word(given))
    assert found.count(shown) >= 5
    assert f"{shown} {shown}" in found


def test_the_tables_and_lists_of_word_itself(written: bytes) -> None:
    made = opened(written)
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert styles >= {"Title", "Subtitle", "Normal", "Caption", "List Bullet", "List Number", "Intense Quote", "Body Text"}
    assert {table.style.name for table in made.tables} == {"Table Grid"}


def test_a_table_has_a_head_that_is_repeated_and_rows_that_stay_whole(written: bytes) -> None:
    table = next(block for block in everything().blocks if isinstance(block, Table))
    made = opened(written).tables[0]
    assert [cell.text for cell in made.rows[0].cells] == list(table.head)
    marks = [[child.tag for child in row._tr.trPr] for row in made.rows]
    assert qn("w:tblHeader") in marks[0] and not any(qn("w:tblHeader") in mark for mark in marks[1:])
    broken = [max(map(len, row)) >= 1500 for row in table.rows]
    assert [qn("w:cantSplit") not in mark for mark in marks[1:]] == broken and any(broken) and not all(broken)
    assert made._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.title
    caption = made._tbl.getprevious()
    assert said(caption) == table.title and caption.style == "Caption"


def test_columns_are_as_wide_as_said_and_hold_their_longest_word() -> None:
    word = "bedrijfscontinuïteitsbeheer"

    def widths(table: Table) -> list[float]:
        grid = [column.w for column in opened(as_word(replace(everything(), blocks=(table,)))).tables[0]._tbl.tblGrid.gridCol_lst]
        return [width / sum(grid) for width in grid]

    assert widths(Table("T", ("a", "b", "c"), (("x", "y", "z"),), (3, 1, 6))) == pytest.approx([0.3, 0.1, 0.6], abs=0.01)
    first, second, third = widths(Table("T", ("a", "b", "c"), (("x", word, "z"),), (4, 1, 5)))
    assert second > 0.25 and first / third == pytest.approx(4 / 5, abs=0.01)
    short, long = widths(Table("T", ("a", "b"), (("x", "een tekst van meer dan een paar woorden"),)))
    assert long > 4 * short


def test_a_row_of_narrow_columns_may_break_when_it_is_long() -> None:
    rows = (("kort", "woord " * 150, "woord"), ("kort", "woord", "woord"))
    table = Table("T", ("a", "b", "c"), rows, (5, 1, 5))
    made = opened(as_word(replace(everything(), blocks=(table,)))).tables[0]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is None for row in made.rows] == [False, True, False]


def test_every_list_begins_at_one() -> None:
    lists = (Bullets(("a", "b"), numbered=True), Bullets(("c",)), Bullets(("d", "e"), numbered=True))
    made = opened(as_word(replace(everything(), blocks=lists)))
    numbers = [paragraph._p.pPr.numPr.numId.val for paragraph in made.paragraphs if paragraph.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    for number in set(numbers):
        element = made.part.numbering_part.element.num_having_numId(number)
        assert [start.get(qn("w:val")) for start in element.iter(qn("w:startOverride"))] == ["1"]


def test_a_card_stays_on_one_page() -> None:
    card = Card("Een", (Paragraph("a"), Table("t", ("h",), (("x",),), note="n"), Bullets(("b", "c"))))
    made = opened(as_word(replace(everything(), blocks=(card, Paragraph("erna")))))
    every = list(made.element.body.iter(qn("w:p")))
    inside = every[max(number for number, paragraph in enumerate(every) if said(paragraph) == "Een") :]
    kept = [paragraph.pPr is not None and paragraph.pPr.find(qn("w:keepNext")) is not None for paragraph in inside]
    assert [said(paragraph) for paragraph in inside] == ["Een", "a", "t", "h", "x", "n", "b", "c", "erna"]
    assert kept == [True] * 7 + [False, False]


def test_every_picture_has_its_words_and_two_dots_a_pixel(written: bytes) -> None:
    made = opened(written)
    assert [picture.get("descr") for picture in made.element.body.iter(qn("wp:docPr"))] == [figure.alt for figure in everything().figures()]
    sizes = [(part.image.px_width, part.image.px_height) for part in made.part.package.image_parts]
    assert sizes == [(2 * figure.width, 2 * figure.height) for figure in everything().figures()]


def test_contents_name_every_chapter_before_word_fills_them() -> None:
    data = as_word(replace(everything(), labels=LABELS))
    control = next(opened(data).element.body.iter(qn("w:sdt")))
    assert next(control.iter(qn("w:docPartGallery"))).get(qn("w:val")) == "Table of Contents"
    lines = [said(paragraph) for paragraph in control.iter(qn("w:p"))]
    assert lines == ["Inhoud", *(text for level, text in headings(data) if level < 3), "Kies bijwerken."]
    kinds = [mark.get(qn("w:fldCharType")) for mark in control.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    none = as_word(replace(everything(), contents=False))
    assert not any(field.startswith("TOC") for field in fields(none))


def test_contents_and_first_chapter_begin_a_page() -> None:
    def begin(given: Document) -> list[str]:
        body = opened(as_word(given)).element.body
        return [said(paragraph) for paragraph in body.iter(qn("w:p")) if paragraph.pPr is not None and paragraph.pPr.pageBreakBefore is not None]

    assert begin(everything()) == ["Inhoud", "In het kort", "Scores"]
    table = Table("Een tabel", ("a",), (("x",),))
    assert begin(replace(everything(), contents=False, blocks=(table,))) == ["Een tabel"]


# ---- of the whole file


def test_whose_it_is_and_in_which_language(written: bytes) -> None:
    made = opened(written)
    given = everything()
    about = made.core_properties
    assert (about.author, about.title, about.language, about.last_modified_by, about.comments) == (given.owner, given.title, "nl-NL", "", "")
    assert {mark.get(qn("w:val")) for mark in made.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    section = made.sections[0]
    assert [paragraph.text for paragraph in section.header.paragraphs] == [f"{given.owner} – {given.title}", given.confidential]
    for footer in (section.footer, section.first_page_footer):
        assert [paragraph.text for paragraph in footer.paragraphs] == ["Bladzijde 1 van 1"]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)


def test_a_long_name_is_whole_on_the_cover() -> None:
    owner = "Stichting " + "Zeer Lange Naam " * 40
    assert owner in texts(as_word(replace(everything(), owner=owner)))


def test_nothing_in_it_is_a_link_or_acts_and_no_page_asks_for_a_font_of_somebody(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        names = file.namelist()
        parts = {name: file.read(name).decode(errors="replace") for name in names}
    assert len(set(names)) == len(names)
    assert not [name for name in names if re.search(r"vba|activeX|embeddings|customXml|thumbnail", name)]
    for name, text in parts.items():
        assert "TargetMode" not in text and "<w:hyperlink" not in text and "python-docx" not in text, name
        assert not re.search(r"w:(ascii|hAnsi)=\"(?!Atkinson Hyperlegible Next)", text), name
    assert sorted(fields(written)) == ["NUMPAGES", "NUMPAGES", "PAGE", "PAGE", 'TOC \\o "1-2" \\h \\z']
    assert '<w:altName w:val="Arial"/>' in parts["word/fontTable.xml"]


def test_the_same_document_gives_the_same_bytes(written: bytes) -> None:
    assert as_word(everything()) == written
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ---- a template and logo of a consultant

RED = RGBColor(0xAA, 0x00, 0x55)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d4948445200000003000000010802000000948283e3"
    "0000000d49444154789c6358c5100a41000ffa02fecebcb2690000000049454e44ae426082"
)


def consultants(path: Path, change: Callable[[Any], object] = lambda made: None, *lines: str) -> Path:
    """A template as Word in the Netherlands keeps it: other ids for the same styles, own colours, a picture and a line on every page."""
    made = opened_document()
    for style in made.styles.element.style_lst:
        old = style.styleId
        style.styleId = f"Stijl{old}"
        for tag in ("w:basedOn", "w:next", "w:link"):
            for mark in style.iter(qn(tag)):
                mark.set(qn("w:val"), f"Stijl{mark.get(qn('w:val'))}")
    made.styles["Title"].font.color.rgb = made.styles["Heading 1"].font.color.rgb = RED
    header = made.sections[0].header.paragraphs[0]
    header.add_run().add_picture(io.BytesIO(PICTURE))
    made.sections[0].footer.paragraphs[0].text = "Adviesbureau"
    made.core_properties.last_modified_by = made.core_properties.keywords = "iemand"
    for line in lines:
        made.add_paragraph(line)
    change(made)
    made.save(str(path))
    return path


def test_a_template_gives_its_styles_its_logo_and_its_own_lines(tmp_path: Path) -> None:
    # Its only line is empty, as in every file that Word itself begins.
    data = as_word(everything(), str(consultants(tmp_path / "huisstijl.docx", lambda made: None, "")))
    made = opened(data)
    heading = next(paragraph for paragraph in made.paragraphs if paragraph.text == "In het kort")
    assert heading.style.style_id == "StijlHeading1" and heading.style.font.color.rgb == RED
    assert made.styles["Title"].font.color.rgb == RED
    section, given = made.sections[0], everything()
    assert len(list(section.header._element.iter(qn("wp:docPr")))) == 1
    assert [paragraph.text for paragraph in section.header.paragraphs][1:] == [f"{given.owner} – {given.title}", given.confidential]
    assert [paragraph.text for paragraph in section.footer.paragraphs] == ["Adviesbureau", "Bladzijde 1 van 1"]
    assert made.core_properties.last_modified_by == "" and made.core_properties.author == given.owner
    used = {style for paragraph in made.element.iter(qn("w:p")) if (style := paragraph.style)}
    assert used <= {style.style_id for style in made.styles}
    assert {mark.get(qn("w:val")) for mark in made.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    # So nothing stands before the cover.
    assert made.paragraphs[0].text == given.confidential and made.paragraphs[0].paragraph_format.page_break_before is None
    assert headings(data) == headings(as_word(everything()))
    assert as_word(everything(), str(tmp_path / "huisstijl.docx")) == data


def test_the_document_stands_behind_the_words_of_a_template_or_where_it_says(tmp_path: Path) -> None:
    given = replace(everything(), labels=LABELS, blocks=(Heading("Eerste"), Paragraph("Laatste")), contents=False)
    behind = [paragraph.text for paragraph in opened(as_word(given, str(consultants(tmp_path / "a.docx", lambda made: None, "Vooraf")))).paragraphs]
    assert behind[:2] == ["Vooraf", given.confidential] and behind[-1] == "Laatste"
    there = consultants(tmp_path / "b.docx", lambda made: None, "Vooraf", "[verslag]", "Achteraf")
    assert [paragraph.text for paragraph in opened(as_word(given, str(there))).paragraphs] == ["Vooraf", *behind[1:], "Achteraf"]


def test_a_template_keeps_its_own_page_numbers_and_gets_the_styles_it_may_lack(tmp_path: Path) -> None:
    def numbered(made: Any) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " PAGE ")
        made.sections[0].footer.paragraphs[0]._p.append(field)
        for name in ("Body Text 3", "Intense Quote", "List", "Strong"):
            made.styles[name].delete()

    made = opened(as_word(everything(), str(consultants(tmp_path / "eigen.docx", numbered))))
    assert [paragraph.text for paragraph in made.sections[0].footer.paragraphs] == ["Adviesbureau"]
    for name in ("Body Text 3", "Intense Quote", "List"):
        style = made.styles[name]
        assert style.base_style.style_id == "StijlNormal" and style.font.color.rgb is None and style.font.name is None


def test_a_template_of_word_s_own_kind_serves_and_tells_nothing_of_a_machine(tmp_path: Path) -> None:
    def attached(made: Any) -> None:
        part = made.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        mark = OxmlElement("w:attachedTemplate")
        mark.set(qn("r:id"), part.relate_to("file:///C:/Users/iemand/huis.dotx", kind, is_external=True))
        made.settings.element.insert(0, mark)

    path = consultants(tmp_path / "huis.dotx", attached)
    repacked(path, "[Content_Types].xml", lambda part: part.replace(b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"))
    data = as_word(everything(), str(path))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert b"document.main+xml" in parts["[Content_Types].xml"] and not [name for name in parts if "thumbnail" in name]
    assert not [name for name, part in parts.items() if b"iemand" in part or b"attachedTemplate" in part or b"Macintosh" in part]


def test_a_logo_stands_on_the_cover_and_on_every_page_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PICTURE)
    made = opened(as_word(replace(everything(), labels=LABELS), logo=str(tmp_path / "logo.png")))
    pictures = list(made.element.body.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == ["Logo", *(figure.alt for figure in everything().figures())]
    assert [picture.get("descr") for picture in made.sections[0].header._element.iter(qn("wp:docPr"))] == ["Logo"]
    size = next(made.element.body.iter(qn("wp:extent")))
    assert int(size.get("cx")) / int(size.get("cy")) == pytest.approx(3, abs=0.01)


def without(style: str) -> Callable[[Any], object]:
    return lambda made: made.styles[style].delete()


def without_numbers(made: Any) -> None:
    about = made.styles["List Number"].element.pPr
    about.remove(about.numPr)


def fetching(made: Any) -> None:
    for kind, text in (("begin", ""), ("", 'INCLUDE'), ("", 'PICTURE "http://voorbeeld.test/x.png"'), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        made.sections[0].header.paragraphs[0].add_run()._r.append(mark)


def repacked(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """A file with another content for one of its parts."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, change(content) if part == name else content)


def with_macros(path: Path) -> None:
    kinds = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"vnd.ms-word.document.macroEnabled.main+xml"
    repacked(consultants(path), "[Content_Types].xml", lambda part: part.replace(*kinds))


def linked(made: Any) -> None:
    made.part.relate_to("http://voorbeeld.test/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "not there": (lambda path: None, "file-unreadable"),
    "a text": (lambda path: path.write_text("Beste bestuurder"), "word-template-none"),
    "an old or locked file": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "word-template-none"),
    "half a file": (lambda path: path.write_bytes(consultants(path).read_bytes()[:20_000]), "word-template-none"),
    "another zip": (lambda path: zipfile.ZipFile(path, "w").writestr("iets.txt", "iets"), "word-template-none"),
    "macros": (with_macros, "word-template-active"),
    "a linked picture": (lambda path: consultants(path, linked), "word-template-outside"),
    "a field that fetches": (lambda path: consultants(path, fetching), "word-template-outside"),
    "no style": (lambda path: consultants(path, without("Caption")), "word-template-styles"),
    "no style for tables": (lambda path: consultants(path, without("Table Grid")), "word-template-styles"),
    "lists without numbers": (lambda path: consultants(path, without_numbers), "word-template-numbers"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_template_that_cannot_serve_gives_one_sentence(wrong: str, tmp_path: Path, words: Words) -> None:
    make, message = WRONG[wrong]
    path = tmp_path / "huisstijl.docx"
    make(path)
    with pytest.raises(BoardError) as caught:
        look(str(path))
    assert caught.value.message == message
    sentence = words.error(caught.value)
    assert "huisstijl.docx" in sentence and str(tmp_path) not in sentence and "\n" not in sentence
    if message == "word-template-styles":
        assert ("Caption" in sentence) != ("Table Grid" in sentence)


def test_damage_that_shows_only_when_something_is_written_there_gives_the_same_sentence(tmp_path: Path) -> None:
    path = consultants(tmp_path / "huisstijl.docx")
    repacked(path, "word/header1.xml", lambda part: b"<iets/>")
    look(str(path))
    with pytest.raises(BoardError) as caught:
        as_word(everything(), str(path))
    assert (caught.value.message, caught.value.values) == ("word-template-none", {"file": "huisstijl.docx"})


def test_a_logo_that_is_no_picture_gives_one_sentence(tmp_path: Path, words: Words) -> None:
    for content in (b"", b"<svg/>", PICTURE[:20]):
        (tmp_path / "logo.png").write_bytes(content)
        with pytest.raises(BoardError) as caught:
            as_word(everything(), logo=str(tmp_path / "logo.png"))
        assert caught.value.message == "word-logo" and "logo.png" in words.error(caught.value)


# ---- through nbconvert


def notebook(given: Document | None) -> Any:
    """An executed notebook that holds a document, as papermill leaves it."""
    data = {"text/plain": "verslag", **({MIME: as_json(given)} if given else {})}
    cell = nbformat.v4.new_code_cell("verslag()", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
    return nbformat.v4.new_notebook(cells=[cell])


def converted(folder: Path, given: Document | None, *options: str) -> subprocess.CompletedProcess[str]:
    nbformat.write(notebook(given), folder / "verslag.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "nulmeting-word", *options, str(folder / "verslag.ipynb")]
    return subprocess.run(command, capture_output=True, text=True)


def test_nbconvert_writes_the_same_bytes_in_another_process_and_takes_a_template(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PICTURE)
    template = consultants(tmp_path / "huisstijl.docx")
    done = converted(tmp_path, everything(), f"--WordExporter.template={template}", f"--WordExporter.logo={tmp_path / 'logo.png'}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "verslag.docx").read_bytes() == as_word(everything(), str(template), str(tmp_path / "logo.png"))


def test_a_notebook_without_a_document_ends_nbconvert_with_one_sentence(tmp_path: Path) -> None:
    done = converted(tmp_path, None)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "papermill notebooks/report.ipynb" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "verslag.docx").exists()


def test_a_template_that_is_not_there_ends_an_exporter_with_one_sentence(tmp_path: Path) -> None:
    exporter = WordExporter(config=Config({"WordExporter": {"template": str(tmp_path / "weg.docx")}}))
    with pytest.raises(SystemExit, match=r"^'weg\.docx' is er niet, .*\.$"):
        exporter.from_notebook_node(notebook(everything()))
