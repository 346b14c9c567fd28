"""The Word file, read back: headings, tables, words and pictures, and nothing that acts."""

import io
import re
import zipfile
from itertools import pairwise

import pytest
from docx import Document as opened_document
from docx.oxml.ns import qn

from nulmeting.exporters.word import as_word
from nulmeting.report import Card, Heading, Table
from tests.documents import TYPED, everything


@pytest.fixture(scope="module")
def written() -> bytes:
    return as_word(everything())


def test_headings_are_word_s_own_and_skip_no_level(written: bytes) -> None:
    styled = [(paragraph.style.name, paragraph.text) for paragraph in opened_document(io.BytesIO(written)).paragraphs
              if paragraph.style.name.startswith("Heading")]
    assert [text for _, text in styled] == [
        block.text if isinstance(block, Heading) else block.title for block in everything().blocks if isinstance(block, Heading | Card)
    ]
    levels = [int(name[-1]) for name, _ in styled]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_that_was_typed_is_there_as_typed(written: bytes) -> None:
    document = opened_document(io.BytesIO(written))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for typed in TYPED:
        assert typed in paragraphs, typed
        assert typed in cells, typed


def test_a_table_has_a_head_that_is_repeated_and_rows_that_stay_whole(written: bytes) -> None:
    table = next(block for block in everything().blocks if isinstance(block, Table))
    made = opened_document(io.BytesIO(written)).tables[0]
    assert [cell.text for cell in made.rows[0].cells] == list(table.head)
    marks = [[child.tag for child in row._tr.trPr] for row in made.rows]
    assert qn("w:tblHeader") in marks[0] and not any(qn("w:tblHeader") in mark for mark in marks[1:])
    broken = [max(map(len, row)) >= 1500 for row in table.rows]
    assert [qn("w:cantSplit") not in mark for mark in marks[1:]] == broken and any(broken)


def test_every_picture_has_its_words(written: bytes) -> None:
    body = opened_document(io.BytesIO(written)).element.body
    assert [picture.get("descr") for picture in body.iter(qn("wp:docPr"))] == [figure.alt for figure in everything().figures()]


def test_whose_it_is_and_in_which_language(written: bytes) -> None:
    document = opened_document(io.BytesIO(written))
    given = everything()
    assert document.core_properties.author == given.owner and document.core_properties.title == given.title
    assert document.core_properties.last_modified_by == ""
    assert {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    assert given.confidential in document.sections[0].header.paragraphs[0].text


def test_nothing_in_it_is_a_link_or_acts(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert not [name for name in file.namelist() if re.search(r"vba|activeX|embeddings", name)]
        parts = {name: file.read(name).decode(errors="replace") for name in file.namelist()}
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", "".join(text for name, text in parts.items() if name.endswith(".xml")))
    assert sorted(field.split()[0] for field in fields) == ["NUMPAGES", "PAGE", "TOC"]


def test_the_same_document_gives_the_same_bytes(written: bytes) -> None:
    assert as_word(everything()) == written
