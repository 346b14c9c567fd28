"""Excel out and in: the questionnaire comes back as it went, every wrong cell is named, and an earlier measurement is never more than it was."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from nulmeting import files
from nulmeting.answers import UNKNOWN, Answer, Evidence, Respondent, Round, Scan, Settings, combined
from nulmeting.errors import BoardError, DataError, Problem
from nulmeting.exporters.word import as_word
from nulmeting.files import Home, Place, Said, Writer
from nulmeting.framework import Framework
from nulmeting.prepare import guide, prepared, rows
from nulmeting.reading import read
from nulmeting.scoring import scored
from nulmeting.sheets import Earlier, Found, existing, handed, preparation, questionnaire, taken
from nulmeting.sheets import grid as grids
from nulmeting.sheets.book import book, put
from nulmeting.words import Words
from tests.conftest import ROOT
from tests.documents import TYPED
from tests.test_cli import everything, in_this_process, sentence

MAPPINGS = Path(__file__).parent / "existing"


def round_of(framework: Framework, *people: Respondent, example: bool = False) -> Round:
    return Round("proef", "1", Settings(framework.edition, "Proef", "2027-01", example=example), people)


def edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    """A workbook after somebody worked in it, saved by another program than the one that made it."""
    workbook = load_workbook(BytesIO(data))
    edit(workbook)
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def place_of(sheet: Any, id_: str, key: str) -> str:
    """The address of the cell of a question, by the hidden names of rows and columns."""
    row = next(cell.row for cell in sheet["A"] if cell.value == id_)
    column = next(cell.column_letter for cell in sheet[1] if cell.value == key)
    return f"{column}{row}"


def fill(sheet: str, id_: str, **values: Any) -> Callable[[Any], None]:
    """Fill in cells of one question, by the names of their columns."""
    def edit(workbook: Any) -> None:
        for key, value in values.items():
            workbook[sheet][place_of(workbook[sheet], id_, key)] = value
    return edit


def back(data: bytes, framework: Framework, words: Words, round_: Round, person: Respondent) -> Any:
    return taken(handed(data, "a.xlsx", framework, round_), framework, words, person)


def applied(framework: Framework, person: Respondent, said: tuple[Said, ...], tmp_path: Path) -> Respondent:
    """The person after these changes went through a log on disk."""
    home = Home(tmp_path)
    place = files.create_round(home, "proef", "1", Settings(framework.edition, "Proef", "2027-01"))
    Writer(place, f"answers/{person.id}", framework, {"role": person.role}).append_all(person.id, said)
    [found] = files.read_round(place, framework).round.respondents
    shutil.rmtree(place.folder)
    return found


# ---- there and back ------------------------------------------------------------------------------------------------------------------


def an_answer(chance: random.Random, framework: Framework, item: str, texts: list[str]) -> Answer:
    """An answer with everything an item can have, and texts nobody chose for being easy."""
    about = framework.items[item]
    dropped, text = about.not_applicable and chance.random() < 0.3, lambda: chance.choice(texts)
    return Answer(
        paper=chance.choice([*framework.levels, UNKNOWN, None]), practice=chance.choice([*framework.levels, UNKNOWN, None]),
        not_applicable=dropped, reason=f"x{text()}" if dropped else text(), outsourced=about.outsourceable and chance.random() < 0.5,
        supplier=text(), schools=chance.choice([None, *framework.choices.coverage.options]), note=text(),
        evidence=tuple(Evidence(f"x{text()}"[:5000], text(), text()) for _ in range(chance.choice([0, 0, 1, 5]))), discuss=chance.random() < 0.5,
    )


# What a person can have typed: `changed_answer` takes control signs and half signs out before anything is kept.
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(9)), *map(chr, range(11, 32)), "\x7f"]),
                         max_size=40) | st.sampled_from([*TYPED, "<r><t>x</t></r>", "_x0041_", "_x005F_x0041_",
                                                                       "0031", "3-1", "TRUE", " ", "\n", "'a"]),
                 min_size=1, max_size=8)


@settings(max_examples=15)
@given(st.integers(0, 10**6), TEXTS)
def test_answers_come_back_as_they_went(framework: Framework, words: Words, seed: int, texts: list[str]) -> None:
    """A person's answers, in a workbook, read back for somebody who said nothing: the same answers."""
    chance = random.Random(seed)
    items = chance.sample(list(framework.items), 20)
    questions = [question for obstacle in framework.choices.obstacles for question in obstacle.questions]
    person = Respondent(
        "ibp-1", "ibp", answers={item: an_answer(chance, framework, item, texts) for item in items},
        scan={domain.id: Scan(chance.choice([*framework.levels, UNKNOWN, None]), chance.choice([1, UNKNOWN])) for domain in framework.domains[:5]},
        obstacles={question: chance.choice(framework.choices.obstacle_levels) for question in questions[:4]},
    )
    items = [item for item in items if item in framework.items]
    round_ = round_of(framework, person)
    data = questionnaire(framework, words, round_, person)
    assert data == questionnaire(framework, words, round_, person)
    with pytest.MonkeyPatch.context() as patch:
        # The prints say what stood there at first: without them every row counts as filled in by hand.
        patch.setattr(sys.modules["nulmeting.sheets.questionnaire"], "printed", lambda value: "-")
        fresh = questionnaire(framework, words, round_, person)
    found = back(fresh, framework, words, round_, Respondent("", "ibp"))
    assert found.wrong == ()
    asked = {item for item in items if "ibp" in framework.items[item].roles}
    said = {(said.on, said.id): said.set for said in found.said}
    for item in asked:
        answer = person.answers[item]
        change = said.get(("item", item), {})
        new = replace(Answer(), **{**change, "evidence": tuple(Evidence(**piece) for piece in change.get("evidence", ()))})
        assert new == answer
    assert {id_: Scan(**change) for (on, id_), change in said.items() if on == "scan"} == person.scan
    assert {id_: change["level"] for (on, id_), change in said.items() if on == "obstacle"} == person.obstacles
    assert not back(data, framework, words, round_, person).said
    parts = zipfile.ZipFile(BytesIO(data))
    sheets = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets and b"<hyperlink" not in sheets


@pytest.mark.parametrize("typed", [*TYPED, "<r><t>rijk</t></r>", "_x000D_", "_x005F_x0041_x0042_", "+1", "{=1+1}", "mailto:a@b.nl"],
                         ids=range(len(TYPED) + 6))
def test_a_typed_text_stands_in_any_workbook_as_typed(typed: str) -> None:
    def make(workbook: Any) -> None:
        put(workbook.add_worksheet("a"), 0, 0, typed, workbook.add_format())

    cell = grids.grids(book(make), "a.xlsx")["a"].cells[1, 1]
    assert (cell.text, cell.kind) == (typed, "text")


def test_only_answers_can_be_filled_in_and_the_head_stays_in_view(framework: Framework, words: Words) -> None:
    workbook = load_workbook(BytesIO(questionnaire(framework, words, round_of(framework), role="ibp")))
    assert [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"] == ["Uitleg", "Vragen", "Snelscan", "Obstakels"]
    sheet = workbook["Vragen"]
    asked = [item for item in framework.items.values() if "ibp" in item.roles]
    assert [cell.value for cell in sheet["A"]][2:] == [item.id for item in asked]
    assert sheet.freeze_panes == "F3" and sheet.protection.sheet and sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden
    free = {cell.value: not sheet.cell(3, cell.column).protection.locked for cell in sheet[1]}
    assert {key for key, open_ in free.items() if not open_} == {
        "items", "print", "domain", "mark", "title", "asked_paper", "asked_practice", "not_applicable", "outsourced"}
    for item in asked:
        assert sheet[place_of(sheet, item.id, "not_applicable")].protection.locked is not item.not_applicable
        assert sheet[place_of(sheet, item.id, "mark")].value.startswith(item.official.code if item.official else "eigen formulering")
    rule = next(rule for rule in sheet.data_validations.dataValidation if place_of(sheet, "go-05", "paper") in str(rule.sqref))
    row = place_of(sheet, "go-05", "outsourced")
    assert rule.formula1 == f"IF(${row}='Keuzes'!$F$1,'Keuzes'!$C$1:$C$6,'Keuzes'!$A$1:$A$6)"
    choices = [[cell.value for cell in column] for column in workbook["Keuzes"]["A1:C6"]]
    assert choices[2][0] == "3. Het is vastgesteld door of namens het bestuur, en bekend bij wie het aangaat."
    assert choices[2][2] == "3. Er is een contract met onze eisen en een verwerkersovereenkomst." and choices[5][0] == "Weet ik niet"


# ---- every wrong cell, by its address ---------------------------------------------------------------------------------------------------

LEVELS = "Kies uit de lijst een antwoord van 1 tot en met 5, of Weet ik niet."


def moved(workbook: Any) -> None:
    """Visible cells sorted without the hidden id."""
    sheet = workbook["Vragen"]
    for column in range(3, sheet.max_column + 1):
        first, second = sheet.cell(3, column), sheet.cell(4, column)
        first.value, second.value = second.value, first.value


def merged(workbook: Any) -> None:
    workbook["Vragen"].merge_cells("G3:G5")


def extra_row(workbook: Any) -> None:
    workbook["Vragen"].cell(workbook["Vragen"].max_row + 2, 5).value = "Nog een vraag"


def double_row(workbook: Any) -> None:
    sheet = workbook["Vragen"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(3, column).value


WRONG: dict[str, tuple[Callable[[Any], object], str, str]] = {
    "level": (fill("Vragen", "go-01", paper="vier"), "Vragen!G3", f"'vier' kan niet bij 'Antwoord: op papier'. {LEVELS}"),
    "level 7": (fill("Vragen", "go-01", paper=7), "Vragen!G3", f"'7' kan niet bij 'Antwoord: op papier'. {LEVELS}"),
    "level half": (fill("Vragen", "go-01", paper=3.5), "Vragen!G3", f"'3.5' kan niet bij 'Antwoord: op papier'. {LEVELS}"),
    "level half as text": (fill("Vragen", "go-01", paper="3,5"), "Vragen!G3", f"'3,5' kan niet bij 'Antwoord: op papier'. {LEVELS}"),
    "level as a date": (fill("Vragen", "go-01", paper=datetime(2027, 1, 3)),
                        "Vragen!G3", f"'2027-01-03' kan niet bij 'Antwoord: op papier'. {LEVELS}"),
    "level of the scan": (fill("Snelscan", "ib-01", practice="0"), "Snelscan!F3", f"'0' kan niet bij 'Antwoord: in de praktijk'. {LEVELS}"),
    "obstacle": (fill("Obstakels", "capacity-hours", level="6"), "Obstakels!E7",
                 "'6' kan niet bij 'Antwoord'. Kies uit de lijst een antwoord van 1 tot en met 5."),
    "option": (fill("Vragen", "go-01", schools="twee"), "Vragen!L3",
               "'twee' kan niet bij 'Voor welke scholen? (leeg: alle)'. Kies uit: Alle scholen, De meeste scholen en Enkele scholen."),
    "yes-no": (fill("Vragen", "go-01", discuss="misschien"), "Vragen!Y3", "'misschien' kan niet bij 'Met anderen bespreken?'. Kies uit: ja en nee."),
    "formula": (fill("Vragen", "go-01", note="=1+1"), "Vragen!O3",
                "hier staat een formule. Zet bij 'Notitie' de uitkomst zelf neer, als tekst of uit de lijst."),
    "switch": (fill("Vragen", "go-01", discuss=True), "Vragen!Y3",
               "hier staat WAAR of ONWAAR. Zet bij 'Met anderen bespreken?' een tekst of een keuze uit de lijst."),
    "error": (fill("Vragen", "go-01", supplier="#N/A"), "Vragen!K3",
              "hier staat een foutmelding van Excel (#N/A). Vul 'Aan welke leverancier?' opnieuw in of maak de cel leeg."),
    "too-long": (fill("Vragen", "go-01", note="a" * 5001), "Vragen!O3", "de tekst bij 'Notitie' is 5001 tekens lang. Er passen er 5000."),
    "not_applicable-impossible": (fill("Vragen", "go-01", not_applicable="ja"), "Vragen!M3",
                                  "dit kan niet op 'niet van toepassing' staan; het geldt voor elk schoolbestuur. Maak de cel leeg."),
    "outsourced-impossible": (fill("Vragen", "go-01", outsourced="ja"), "Vragen!J3",
                              "dit kunt u niet uitbesteden; dit doet u altijd zelf. Maak de cel leeg."),
    "evidence-title": (fill("Vragen", "go-01", evidence_2_place="kast"), "Vragen!S3",
                       "schrijf hier wat het bewijs is, of maak de plek en de datum ernaast leeg."),
    "reason-missing": (fill("Vragen", "CAN", not_applicable="Ja "), "Vragen!N",
                       "schrijf hier waarom dit niet van toepassing is, of haal 'ja' bij 'niet van toepassing' weg."),
    "merged": (merged, "Vragen!G3:G5", "deze cellen zijn samengevoegd, zodat niet te zien is bij welke vraag het antwoord hoort. Splits ze."),
    "no-question": (extra_row, "Vragen!E", "deze rij hoort bij geen enkele vraag. Haal de rij leeg, of zet de tekst bij een vraag."),
    "no-question, unknown id": (lambda workbook: workbook["Vragen"].__setitem__("A3", "zz-9"), "Vragen!A3",
                                "deze rij hoort bij geen enkele vraag. Haal de rij leeg, of zet de tekst bij een vraag."),
    "double": (double_row, "Vragen!E", "deze vraag staat ook in rij 3. Haal één van beide rijen weg."),
    "moved": (moved, "Vragen!E3",
              "in deze rij hoort 'Strategie informatiebeveiliging' te staan; de cellen zijn los van hun rij verschoven. Maak dat ongedaan."),
    "beside": (lambda workbook: workbook["Vragen"].__setitem__("AB3", "nog iets"), "Vragen!AB3",
               "hier staat 'nog iets', maar deze kolom hoort niet bij de vragenlijst. Haal het weg of zet het bij de notitie."),
    "column-missing": (lambda workbook: workbook["Snelscan"].delete_cols(6), "Snelscan",
                       "de kolom 'Antwoord: in de praktijk' ontbreekt. Zet haar terug, of begin opnieuw met een verse vragenlijst."),
    "column-missing, hidden": (lambda workbook: workbook["Obstakels"].delete_cols(2), "Obstakels",
                               "de kolom 'verborgen kolom B' ontbreekt. Zet haar terug, of begin opnieuw met een verse vragenlijst."),
    "sheet-missing": (lambda workbook: workbook.remove(workbook["Obstakels"]), "Obstakels",
                      "het blad 'Obstakels' ontbreekt. Zet het terug, of begin opnieuw met een verse vragenlijst."),
    "sheet-double": (lambda workbook: workbook.copy_worksheet(workbook["Snelscan"]), "Snelscan Copy",
                     "het blad 'Snelscan' staat er meer dan één keer in. Haal de kopie weg."),
}


@pytest.fixture(scope="module")
def fresh(framework: Framework, words: Words) -> bytes:
    """A questionnaire in which nothing is filled in yet."""
    return questionnaire(framework, words, round_of(framework))


def one_mistake(name: str, framework: Framework) -> Callable[[Any], None]:
    """One mistake of `WRONG`, in a workbook that is right for the rest."""
    def edit(workbook: Any) -> None:
        fill("Vragen", "go-02", paper="3", practice=2)(workbook)
        if name == "reason-missing":
            fill("Vragen", next(item.id for item in framework.items.values() if item.not_applicable), not_applicable="Ja ")(workbook)
        else:
            WRONG[name][0](workbook)
    return edit


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_cell_is_named_with_what_may_stand_there(name: str, fresh: bytes, framework: Framework, words: Words) -> None:
    """Its address and its sentence, and nothing of what is right is taken."""
    _, where, says = WRONG[name]
    found = back(edited(fresh, one_mistake(name, framework)), framework, words, round_of(framework), Respondent("", "ibp"))
    first = found.wrong[0]
    assert (re.sub(r"\d+$", "", first.address) if where[-1].isalpha() and "!" in where else first.address) == where
    assert words(f"workbook.wrong.{first.message}", **first.values) == says
    assert len(found.wrong) == {"moved": 2}.get(name, 1) and found.said == ()


def test_wrong_cells_end_the_program_and_nothing_is_written(own_home: Home, place: Place, fresh: bytes, framework: Framework) -> None:
    path = own_home.folder / "in.xlsx"
    path.write_bytes(edited(fresh, one_mistake("moved", framework)))
    before = everything(own_home)
    done = in_this_process(own_home, "sheet", "proef", "--read", str(path), "--role", "ibp")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Vragen!E3: {WRONG['moved'][2]}",
        "Vragen!E4: in deze rij hoort 'Beleid informatiebeveiliging' te staan; de cellen zijn los van hun rij verschoven. Maak dat ongedaan.",
        "Er is niets overgenomen. Verbeter wat hierboven staat (2 keer) en lees de werkmap opnieuw in.",
    ]
    assert everything(own_home) == before


def test_every_sentence_about_a_wrong_cell_has_a_case(words: Words) -> None:
    assert set(words.below("workbook.wrong")) - {name.split(",")[0].split(" ")[0] for name in WRONG} == {"at", "meanwhile"}


def test_all_wrong_cells_are_named_at_once(framework: Framework, words: Words) -> None:
    round_ = round_of(framework)
    data = edited(questionnaire(framework, words, round_), lambda workbook: [
        fill("Vragen", "go-01", paper="x", note="=1", discuss="y")(workbook), fill("Snelscan", "ib-02", paper=9)(workbook),
        fill("Vragen", "go-02", paper=2)(workbook)])
    found = back(data, framework, words, round_, Respondent("", "ibp"))
    assert [wrong.address for wrong in found.wrong] == ["Vragen!G3", "Vragen!Y3", "Vragen!O3", "Snelscan!H4"] and found.said == ()


def test_what_people_do_in_excel_is_understood(framework: Framework, words: Words) -> None:
    """Numbers, dates, capitals, rows moved or taken out whole: no reason to send it back."""
    round_ = round_of(framework)

    def edit(workbook: Any) -> None:
        fill("Vragen", "go-01", paper=3, practice="  weet  IK niet ", note=2026, evidence_1_title="Plan",
             evidence_1_date=datetime(2026, 11, 3), discuss="JA", schools="enkele SCHOLEN")(workbook)
        fill("Vragen", "go-02", paper="4. wat hier ook staat", practice="2")(workbook)
        sheet = workbook["Vragen"]
        sheet.delete_rows(5)
        first, last = ([cell.value for cell in sheet[row]] for row in (3, sheet.max_row))
        for column, (one, other) in enumerate(zip(first, last, strict=True), start=1):
            sheet.cell(3, column).value, sheet.cell(sheet.max_row, column).value = other, one
        sheet.title = "Mijn vragen"

    found = back(edited(questionnaire(framework, words, round_), edit), framework, words, round_, Respondent("", "ibp"))
    assert found.wrong == ()
    assert {said.id: said.set for said in found.said} == {
        "go-01": {"paper": 3, "practice": UNKNOWN, "note": "2026", "schools": "enkele", "discuss": True,
                  "evidence": [{"title": "Plan", "place": "", "date": "2026-11-03"}]},
        "go-02": {"paper": 4, "practice": 2},
    }


def test_an_empty_row_of_a_fresh_workbook_clears_nothing_and_one_of_ones_own_does(framework: Framework, words: Words) -> None:
    person = Respondent("ibp-1", "ibp", answers={"go-01": Answer(paper=2, note="x", carried=True), "go-02": Answer(paper=1, carried=True)})
    round_ = round_of(framework, person)
    assert back(questionnaire(framework, words, round_), framework, words, round_, person).said == ()
    own = edited(questionnaire(framework, words, round_, person), lambda workbook: [
        fill("Vragen", "go-01", paper=None)(workbook), fill("Vragen", "go-02", note="erbij")(workbook)])
    assert back(own, framework, words, round_, person).said == (Said("item", "go-01", {"paper": None}), Said("item", "go-02", {"note": "erbij"}))
    meanwhile = replace(person, answers={**person.answers, "go-01": Answer(paper=5)})
    found = back(own, framework, words, round_, meanwhile)
    assert [(wrong.address, wrong.message) for wrong in found.wrong] == [("Vragen!E3", "meanwhile")]


# ---- a file that is no questionnaire of this round ------------------------------------------------------------------------------------------


def packed(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def about(cell: str, value: str) -> Callable[[bytes], bytes]:
    return lambda data: edited(data, lambda workbook: workbook["nulmeting"].__setitem__(cell, value))


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]><workbook>&j;</workbook>"

REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "workbook-none": lambda data: b"domein;vraag;antwoord",
    "workbook-none, a document": lambda data: packed({"word/document.xml": b"<a/>"}),
    "workbook-old": lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "workbook-macros": lambda data: packed({**unpacked(data), "xl/vbaProject.bin": b"x"}),
    "workbook-large, a bomb": lambda data: packed({**unpacked(data), "xl/worksheets/sheet9.xml": bytes(41_000_000)}),
    "workbook-large, a far cell": lambda data: edited(data, lambda workbook: workbook["Vragen"].__setitem__("A90000", "x")),
    "workbook-broken": lambda data: packed({**unpacked(data), "xl/sharedStrings.xml": b"<sst><si>"}),
    "workbook-broken, laughs": lambda data: packed({**unpacked(data), "xl/workbook.xml": LAUGHS}),
    "workbook-broken, half": lambda data: packed({"xl/workbook.xml": b"<a/>"}),
    "workbook-foreign": lambda data: edited(data, lambda workbook: workbook.remove(workbook["nulmeting"])),
    "workbook-foreign, another": about("B1", "nulmeting-answers"),
    "workbook-newer": about("B2", "2"),
    "workbook-round": about("B3", "ander-bestuur"),
    "workbook-round, another": about("B4", "2"),
    "workbook-edition": about("B5", "normenkader-2031"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_gives_a_sentence(name: str, fresh: bytes, framework: Framework, words: Words) -> None:
    with pytest.raises(BoardError) as caught:
        handed(REFUSED[name](fresh), "in.xlsx", framework, round_of(framework))
    assert caught.value.message == name.split(",")[0]
    said = words.error(caught.value)
    assert "'in.xlsx'" in said and said.endswith("er is niets overgenomen.") and "{" not in said


def test_a_sheet_with_more_cells_than_anybody_fills_in_is_refused(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = max(len(grid.cells) for grid in grids.grids(fresh, "in.xlsx").values())
    monkeypatch.setattr(grids, "MOST_CELLS", cells - 1)
    with pytest.raises(BoardError) as caught:
        grids.grids(fresh, "in.xlsx")
    assert caught.value.message == "workbook-large"


@pytest.mark.parametrize(("is_", "arguments"), [
    ("file-unreadable", ("sheet", "proef", "--read", "weg.xlsx", "--role", "ibp")),
    ("file-large", ("sheet", "proef", "--read", "groot.xlsx", "--role", "ibp")),
    ("role", ("sheet", "proef", "--role", "koning")),
    ("role", ("sheet", "proef", "--read", "goed.xlsx", "--role", "koning")),
    ("role-missing", ("sheet", "proef", "--read", "goed.xlsx")),
    ("person", ("sheet", "proef", "--person", "ibp-9")),
    ("person-which", ("sheet", "proef", "--read", "goed.xlsx", "--role", "ibp")),
    ("example", ("sheet", "demo-half", "--read", "half.xlsx", "--role", "it")),
    ("existing-sheet", ("existing", "proef", "goed.xlsx", "--mapping", "m.yaml", "--role", "it")),
])
def test_a_mistake_on_the_command_line_gives_a_sentence(
    is_: str, arguments: tuple[str, ...], home: Home, own_home: Home, place: Place, framework: Framework, words: Words
) -> None:
    folder = own_home.folder
    shutil.copytree(home.boards / "demo-half", own_home.boards / "demo-half")
    shutil.copy(MAPPINGS / "rij-per-vraag.yaml", folder / "m.yaml")
    Writer(place, "answers/ibp-1", framework, {"role": "ibp"}).append("ibp-1", "item", "go-01", {"paper": 1})
    (folder / "groot.xlsx").write_bytes(bytes(5_000_001))
    for board, name in (("proef", "goed"), ("demo-half", "half")):
        round_ = files.read_round(files.find_round(own_home, board), framework).round
        (folder / f"{name}.xlsx").write_bytes(edited(questionnaire(framework, words, round_), fill("Vragen", "go-02", paper=2)))
    before = everything(own_home)
    said = sentence(in_this_process(own_home, *(str(folder / part) if part.endswith((".xlsx", ".yaml")) else part for part in arguments)))
    pattern = re.escape(words(f"error.{is_}")).replace(r"\{", "{").replace(r"\}", "}")
    assert re.fullmatch(re.sub(r"\{\w+\}", ".+", pattern), said), said
    assert everything(own_home) == before


def test_what_is_right_is_kept_whole_as_a_new_person_or_one_who_answered(own_home: Home, place: Place, framework: Framework, words: Words) -> None:
    path = own_home.folder / "in.xlsx"
    assert in_this_process(own_home, "sheet", "proef", "--role", "it", "--out", str(path)).returncode == 0
    first = path.read_bytes()
    item = next(item.id for item in framework.items.values() if "it" in item.roles)
    path.write_bytes(edited(first, lambda workbook: [fill("Vragen", item, paper=2)(workbook), fill("Snelscan", "ib-01", practice=1)(workbook)]))
    done = in_this_process(own_home, "sheet", "proef", "--read", str(path), "--name", "Bo")
    assert (done.returncode, done.stdout) == (0, "Overgenomen voor it-1: 2 antwoorden. Al eerder zo gegeven: 0.\n")
    done = in_this_process(own_home, "sheet", "proef", "--read", str(path), "--role", "it", "--name", "bo")
    assert (done.returncode, done.stdout) == (0, "Er is niets veranderd: er staat niets nieuws in deze werkmap.\n")
    path.write_bytes(edited(first, fill("Vragen", item, paper=3)))
    assert in_this_process(own_home, "sheet", "proef", "--read", str(path), "--role", "it", "--name", "Cas").returncode == 0
    people = files.read_round(place, framework).round.respondents
    assert [(one.id, one.name, one.answers[item].paper, one.scan) for one in people] == [
        ("it-1", "Bo", 2, {"ib-01": Scan(practice=1)}), ("it-2", "Cas", 3, {})]


def test_a_crash_halfway_leaves_all_or_nothing(own_home: Home, place: Place, framework: Framework, words: Words) -> None:
    """The process is killed inside the write: what was there is as it was, and the same workbook can be read again."""
    Writer(place, "answers/it-1", framework, {"role": "it"}).append("it-1", "person", "it-1", {"name": "Bo"})
    before = (place.folder / "answers" / "it-1.jsonl").read_bytes()
    code = (
        "import os, sys\nfrom nulmeting import files\nfrom nulmeting.files import Home, Said, Writer\n"
        "home = Home.here()\nplace = files.find_round(home, 'proef')\nframework = files.read_framework(home, files.read_settings(place).edition)\n"
        "sync = os.fsync\nos.fsync = lambda number: os.abort()\n"
        "Writer(place, 'answers/it-1', framework).append_all('it-1', [Said('item', item, {'paper': 2}) for item in framework.items])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "NULMETING_HOME": str(own_home.folder), "PYTHONPATH": str(ROOT)},
                          capture_output=True, timeout=60, check=False)
    assert done.returncode != 0 and b"Traceback" not in done.stderr
    assert (place.folder / "answers" / "it-1.jsonl").read_bytes() == before
    writer = Writer(place, "answers/it-1", framework)
    assert writer.append_all("it-1", [Said("item", item, {"paper": 2}) for item in framework.items]) == len(framework.items)
    [person] = files.read_round(place, framework).round.respondents
    assert {answer.paper for answer in person.answers.values()} == {2} and person.name == "Bo"
    with pytest.raises(BoardError) as caught:
        Writer(place, "answers/it-1", framework).append_all("it-1", [], new=True)
    assert caught.value.message == "busy"


def test_many_changes_behind_a_torn_end(place: Place, framework: Framework) -> None:
    writer = Writer(place, "answers/it-1", framework, {"role": "it"})
    writer.append("it-1", "item", "go-01", {"paper": 1})
    with writer.path.open("ab") as log:
        log.write(b'{"seq":2')
    assert writer.append_all("it-1", [Said("item", "go-01", {"paper": 2})]) == 1
    opened = files.read_round(place, framework)
    assert opened.notices == () and opened.round.respondents[0].answers["go-01"].paper == 2
    assert writer.path.with_suffix(".torn-1").read_bytes() == b'{"seq":2'


# ---- what exists already ---------------------------------------------------------------------------------------------------------------


def earlier_workbook(rows_: list[list[Any]], sheet: str = "Meting 2024") -> bytes:
    workbook = Workbook()
    workbook.active.title = sheet
    for row in rows_:
        workbook.active.append(row)
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


HEAD: list[list[Any]] = [["Nulmeting"], [None], ["Norm", "Opzet", "WERKING ", "Volwassenheid", "Toelichting"]]


def earlier(data: bytes, framework: Framework, words: Words, person: Respondent | None = None, mapping: str = "rij-per-vraag.yaml") -> Found:
    return existing(data, "toen.xlsx", files.read_data(MAPPINGS / mapping, Earlier), mapping, framework, words, person or Respondent("", "ibp"))


def test_sides_are_taken_over_and_a_single_scale_is_only_a_guess(framework: Framework, words: Words, tmp_path: Path) -> None:
    data = earlier_workbook([*HEAD, ["GO.01", "vastgesteld", "Nee", None, "Zie kast"], ["GO.02", None, None, 3, None], ["GO.03", None, None, 2, "b"],
                             ["Totaal", None, None, 2, None], ["Domein toegang", None, None, "3", None]])
    found = earlier(data, framework, words)
    note = "Bij een eerdere meting (toen.xlsx, Meting 2024!D5) stond hier: 3."
    assert {(said.on, said.id): dict(said.set) for said in found.said} == {
        ("scan", "ib-10"): {"paper": 3, "practice": 3},
        ("item", "go-01"): {"paper": 3, "practice": 1, "carried": True, "note": "Zie kast"},
        ("item", "go-02"): {"note": note},
        ("item", "go-03"): {"note": "Bij een eerdere meting (toen.xlsx, Meting 2024!D6) stond hier: 2.\nb"},
    }
    assert (found.answers, found.estimated, found.notes, found.left, found.not_understood) == (1, ("ib-10",), 3, 1, ())
    # Two of the five items of this domain say too little about all of them.
    assert [message for message, _ in found.kept] == ["few"]
    person = applied(framework, Respondent("ibp-1", "ibp"), found.said, tmp_path)
    states = {item: score.state for item, score in scored(framework, combined(framework, round_of(framework, person))).items.items()}
    assert states["go-01"] == "answered" and states["go-02"] == "blank"
    assert {states[item] for item in framework.domain["ib-10"].items} == {"estimated"}
    assert earlier(data, framework, words, person).said == ()


def test_the_mean_of_enough_items_is_rounded_down_into_the_snelscan(framework: Framework, words: Words) -> None:
    data = earlier_workbook([*HEAD, ["GO.01", None, None, 3, None], ["GO.02", None, None, 3, None], ["GO.03", None, None, 2, None]])
    found = earlier(data, framework, words)
    assert found.said[0] == Said("scan", "ib-01", {"paper": 2, "practice": 2}) and found.answers == 0
    assert all("paper" not in said.set for said in found.said[1:])
    person = Respondent("ibp-1", "ibp", answers={"go-01": Answer(paper=5, note="eigen")}, scan={"ib-01": Scan(4, None)})
    again = earlier(earlier_workbook([*HEAD, ["GO.01", "Concept", None, 3, None], ["GO.02", None, None, 3, None], ["GO.03", None, None, 2, None]]),
                    framework, words, person)
    assert {message for message, _ in again.kept} == {"scanned", "answered", "noted"} and {said.id for said in again.said} == {"go-02", "go-03"}


def test_a_column_a_question_reads_one_row(framework: Framework, words: Words) -> None:
    data = earlier_workbook([["1. Staat het beleid op papier?", "2. Wat is uw niveau van toegang?"], ["Ja", 2]], "form")
    found = earlier(data, framework, words, mapping="kolom-per-vraag.yaml")
    assert found.said == (Said("scan", "ib-10", {"paper": 2, "practice": 2}),
                          Said("item", "go-02", {"paper": 3, "practice": 2, "carried": True}))


def test_what_is_not_understood_is_named_by_its_address(own_home: Home, place: Place, framework: Framework, words: Words) -> None:
    path = own_home.folder / "toen.xlsx"
    path.write_bytes(earlier_workbook([*HEAD, ["GO.99", "Concept", None, None, None], ["GO.01", "half", True, "=1+1", "#N/A"],
                                       ["GO.02", "Concept", None, "n.v.t.", "x" * 5001], ["GO.02", "Vastgesteld", None, None, None]]))
    arguments = ("existing", "proef", str(path), "--mapping", str(MAPPINGS / "rij-per-vraag.yaml"), "--role", "ibp")
    before = everything(own_home)
    tried = in_this_process(own_home, *arguments, "--try")
    assert everything(own_home) == before and tried.stdout.startswith("Dit zou worden overgenomen (er is niets bewaard):")
    done = in_this_process(own_home, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Overgenomen voor ibp-1:",
        "  antwoorden op papier en praktijk: 1 vragen. Ze staan op 'overgenomen' tot iemand ze opnieuw bekijkt.",
        "  schattingen: 0 domeinen (), uit een oordeel op één schaal. Geen enkele vraag telt daarmee als beantwoord.",
        "  notities: 0 vragen",
        "Niet overgenomen, omdat het zo in het vertaalbestand staat of leeg is: 1 cellen.",
        "Niet begrepen (7 cellen):",
        "  Meting 2024!A4: 'GO.99' staat niet bij ids in het vertaalbestand.",
        "  Meting 2024!B5: 'half' staat niet bij de waarden 'papier' in het vertaalbestand.",
        "  Meting 2024!C5: hier staat WAAR of ONWAAR. Zet er tekst van.",
        "  Meting 2024!D5: hier staat een formule. Zet in Excel de waarden zelf neer (kopiëren, plakken als waarden).",
        "  Meting 2024!E5: hier staat een foutmelding van Excel (#N/A).",
        "  Meting 2024!E6: deze tekst is 5001 tekens lang. Er passen er 5000.",
        "  Meting 2024!B7: hier staat iets anders dan in Meting 2024!B6, voor dezelfde vraag of hetzelfde domein.",
    ]
    [person] = files.read_round(place, framework).round.respondents
    assert person.answers == {"go-02": Answer(paper=2, carried=True)}


@pytest.mark.parametrize(("change", "problem"), [
    (("format: 1", "format: 2"), ("format", "newer-format")),
    (("key: Norm", "key: Code"), ("key", "unknown-id")),
    (("key: Norm  ", "row: 4\nkey: Norm  "), ("", "extra-key")),
    (("key: Norm  ", "#"), ("", "missing-key")),
    (("GO.01: go-01", "GO.01: go-1"), ("ids/GO.01", "unknown-id")),
    (("Opzet: papier", "Opzet: papieren"), ("read/Opzet", "unknown-id")),
    (("Opzet: papier", "Bestaan: papier"), ("read", "unknown-id")),
    (("{paper: 2}", "{paper: 6}"), ("values/papier/Concept/paper", "level-cannot-be")),
    (("{single: 1}", "{single: unknown}"), ("values/schaal/1/single", "level-cannot-be")),
    (("{single: 1}", "{single: 1, paper: 1}"), ("values/schaal/1", "extra-key")),
    (("{single: 1}", "{enkel: 1}"), ("values/schaal/1", "extra-key")),
    (("header: 3", "header: drie"), ("header", "not-a-whole-number")),
    (("sheet: Meting 2024", "#"), ("", "missing-key")),
    (("GO.02: go-02", "GO.01: go-02"), ("", "double-key")),
])
def test_a_mistake_in_a_mapping_is_named(
    change: tuple[str, str], problem: tuple[str, str], framework: Framework, words: Words, tmp_path: Path
) -> None:
    text = (MAPPINGS / "rij-per-vraag.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "m.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        existing(earlier_workbook(HEAD), "toen.xlsx", files.read_data(path, Earlier), "m.yaml", framework, words, Respondent("", "ibp"))
    assert [(found.file, found.place, found.message) for found in caught.value.problems] == [("m.yaml", *problem)]
    assert isinstance(caught.value.problems[0], Problem) and words.error(caught.value).startswith("m.yaml")


# ---- what to prepare ---------------------------------------------------------------------------------------------------------------------


def test_what_to_prepare_is_blank_unknown_open_or_hard_to_square(framework: Framework) -> None:
    answers = {item: Answer(paper=3, practice=3, evidence=(Evidence("x"),)) for item in framework.items}
    one = Respondent("ibp-1", "ibp", consents=True, answers={
        **answers, "go-01": Answer(), "go-02": Answer(UNKNOWN, UNKNOWN), "go-03": Answer(1, 3), "go-05": Answer(3, 3)})
    ready = prepared(framework, round_of(framework, one))
    assert {question.item: question.why for question in ready.questions} == {"go-01": ("blank",), "go-02": ("unknown",), "go-03": ("asks",)}
    assert {proof.item: proof.why for proof in ready.proofs} == {"go-01": "find", "go-02": "find", "go-03": "find", "go-05": "show"}
    other = Respondent("it-1", "it", consents=True, answers={**answers, "go-02": Answer(2, 2)})
    assert {question.item: question.why for question in prepared(framework, round_of(framework, one, other)).questions} == {
        "go-02": ("open",), "go-03": ("open", "asks")}
    assert prepared(framework, round_of(framework, replace(one, answers=answers))).questions == ()


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_what_is_not_released_is_nowhere_in_the_preparation(framework: Framework, seed: int) -> None:
    """Whatever somebody who released nothing answered to the same items, the same is prepared."""
    chance = random.Random(seed)
    items = chance.sample(list(framework.items), 40)
    shown = Respondent("ibp-1", "ibp", consents=True, answers={item: Answer(chance.choice([1, 3]), 3) for item in items[:25]})

    def hidden() -> Respondent:
        return Respondent("it-1", "it", answers={
            item: Answer(chance.choice([1, 3, 5, UNKNOWN]), chance.choice([3, 3, 3, 1, 4, UNKNOWN])) for item in items})

    one, other = (prepared(framework, round_of(framework, shown, hidden())) for _ in range(2))
    assert one == other and one.people == 1 and one.waiting == 15
    assert not {question.item for question in one.questions} & set(items[25:])


def test_the_guide_says_what_the_rows_say(home: Home, words: Words) -> None:
    found = read(home, "demo-groep")
    ready, document = prepared(found.framework, found.outcome.round), guide(found)
    text = str(document.blocks)
    assert ready.questions and ready.proofs
    for question in ready.questions:
        assert words(f"item.{question.item}.title") in text
    tables = rows(found)
    assert [len(table) for table in tables.values()] == [1 + len(ready.questions), 1 + len(ready.proofs)]
    sheets = grids.grids(preparation(tables, words), "a.xlsx")
    assert list(sheets) == ["Gesprekken", "Bewijs"]
    assert [sheets["Gesprekken"].cells[1, column].text for column in (1, 3, 7)] == ["Bij wie", "Vraag", "Wat u hoort"]
    assert sheets["Bewijs"].cells[2, 3].text == words(f"item.{ready.proofs[0].item}.title")
    assert not re.search(r"voldoe[tn]|robuust|mediaan", text)


def test_prepare_writes_a_document_and_a_workbook(home: Home, own_home: Home) -> None:
    """Both in the folder of the round; the document handed to Word is the guide."""
    shutil.copytree(home.boards / "demo-half", own_home.boards / "demo-half")
    done = in_this_process(own_home, "prepare", "demo-half")
    folder = own_home.folder / "outputs" / "demo-half" / "1"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Let op: wat nog niet is vrijgegeven, staat niet in deze voorbereiding (deelnemers: 1; vragen die zij al beantwoordden: 57).",
        "35 vragen voor 6 gesprekken, 35 keer bewijs om te verzamelen",
        f"Klaar, in {folder}: voorbereiding.docx en voorbereiding.xlsx",
    ]
    assert (folder / "voorbereiding.docx").read_bytes() == as_word(guide(read(own_home, "demo-half")))
    assert list(grids.grids((folder / "voorbereiding.xlsx").read_bytes(), "a.xlsx")) == ["Gesprekken", "Bewijs"]
