"""One bad file per mistake: a small, sound edition and round are spoiled in one place, and the exact sentence is expected.

The mistakes stand in tests/bad/*.yaml. Every sentence below `data` and `error` in the words must have a case, here or where `ELSEWHERE` says.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from nulmeting import answers as said
from nulmeting import files
from nulmeting.answers import Answer, GroupDecision, Respondent, Scan
from nulmeting.errors import BoardError, DataError, NulmetingError, Problem
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.test_page import Page
from widgets.session import Session

FOLDER = Path(__file__).parent / "bad"

# Sentences whose mistake another file makes, with words by which that file is seen to do so.
ELSEWHERE = {
    "error": {
        "batch-none": ("test_batch.py", '"batch-none"'),
        "batch-unknown": ("test_batch.py", '"batch-unknown"'),
        "batch-folder": ("test_batch.py", '"batch-folder"'),
        "batch-list": ("test_batch.py", '"batch-list"'),
        "batch-busy": ("test_batch.py", '"batch-busy"'),
        "batch-cell": ("test_batch.py", 'van het notebook is gestopt'),
        "batch-died": ("test_batch.py", 'onverwacht gestopt'),
        "batch-unexpected": ("test_batch.py", "Dit is een fout in het programma"),
        "batch-late": ("test_batch.py", 'duurde meer dan tien minuten'),
        "batch-differs": ("test_batch.py", 'papermills eigen motor'),
        "batch-no-cluster": ("test_batch.py", '"batch-no-cluster"'),
        "batch-address": ("test_batch.py", '"batch-address"'),
        "batch-lost": ("test_batch.py", 'vielen steeds weg'),
        "batch-daemon": ("test_batch.py", 'WORKER__DAEMON=False'),
        "batch-other-program": ("test_batch.py", 'andere versie van dit programma'),
        "document-missing": ("test_pdf.py", '"document-missing"'),
        "document-version": ("test_pdf.py", '"document-version"'),
        "document-set": ("test_pdf.py", '"document-set"'),
        "word-template-none": ("test_word.py", '"word-template-none"'),
        "word-template-active": ("test_word.py", '"word-template-active"'),
        "word-template-outside": ("test_word.py", '"word-template-outside"'),
        "word-template-styles": ("test_word.py", '"word-template-styles"'),
        "word-template-numbers": ("test_word.py", '"word-template-numbers"'),
        "word-logo": ("test_word.py", '"word-logo"'),
        "variant": ("test_report.py", "Het verslag 'ouders' bestaat niet"),
        "board-name": ("test_cli.py", "kan geen naam van een bestuur zijn"),
        "round-name": ("test_cli.py", "kan geen naam van een meting zijn"),
        "person-name": ("test_files.py", '"person-name"'),
        "no-board": ("test_cli.py", "Er is geen bestuur"),
        "no-round": ("test_cli.py", "heeft geen meting"),
        "round-exists": ("test_cli.py", "heeft al een meting"),
        "edition": ("test_files.py", "De editie 'normenkader-2031'"),
        "language": ("test_files.py", 'endswith("Wel zijn er: nl.")'),
        "home": ("test_cli.py", "NULMETING_HOME"),
        "option": ("test_cli.py", "De optie '--frob' bestaat hier niet"),
        "option-value": ("test_cli.py", "Bij --round ontbreekt de waarde"),
        "command": ("test_cli.py", "Dit commando bestaat niet"),
        "busy": ("test_files.py", "Iemand anders schrijft nu"),
        "not-written": ("test_files.py", "Er is niets bewaard in"),
        "disk-full": ("test_files.py", "de schijf is vol"),
        "disk-rights": ("test_files.py", "hier mag u niet schrijven"),
        "disk-other": ("test_files.py", "disk-other"),
        "torn-line": ("test_cli.py", "was maar half geschreven"),
        "set-aside": ("test_overlay.py", "set-aside"),
        "unknown-domains": ("test_page.py", "unknown-domains"),
        "parameter": ("test_page.py", '"parameter"'),
        "message": ("test_page.py", "error.message"),
        "settings": ("test_page.py", '"settings"'),
        "settings-capacity": ("test_bad_files.py", '"settings-capacity", '),
        "new-name": ("test_bad_files.py", '"new-name", '),
        "new-schools": ("test_bad_files.py", '"new-schools", '),
        "new-role": ("test_bad_files.py", '"new-role", '),
        "supplier-missing": ("test_page.py", "a supplier without a name"),
        "comment-missing": ("test_page.py", "a confirmed level that differs, without a comment"),
        "put-back-foreign": ("test_page.py", '"put-back-foreign"'),
        "put-back-newer": ("test_page.py", '"put-back-newer"'),
        "put-back-edition": ("test_page.py", '"put-back-edition"'),
        "put-back-wrong": ("test_page.py", '"put-back-wrong"'),
        "point-answer": ("test_checklists.py", '"point-answer"'),
        "form-code": ("test_checklists.py", '"form-code"'),
        "form-unknown": ("test_checklists.py", "error.form-unknown"),
        "checklist-gone": ("test_checklists.py", '"checklist-gone"'),
        "checklist-none": ("test_checklists.py", "error.checklist-none"),
        "round-without-board": ("test_page.py", "round-without-board"),
        "carry-none": ("test_next_round.py", "zegt niet wat er met antwoorden uit"),
        "carry-role": ("test_next_round.py", "bestaat de rol 'fg' niet meer"),
        "again-example": ("test_next_round.py", "error.again-example"),
        "again-last": ("test_next_round.py", "error.again-last"),
        "copied": ("test_next_round.py", "error.copied"),
        "edition-changed": ("test_next_round.py", "error.edition-changed"),
        "sector-none": ("test_sector.py", "geen enkel bestuur"),
        "sector-small": ("test_sector.py", "Vanaf 5 besturen"),
        "sector-unread": ("test_sector.py", '"sector-unread"'),
        "sector-own-unread": ("test_sector.py", '"sector-own-unread"'),
        "sector-own-edition": ("test_sector.py", '"sector-own-edition"'),
        "role": ("test_sheets.py", '"role"'),
        "role-missing": ("test_sheets.py", '"role-missing"'),
        "person": ("test_sheets.py", '"person"'),
        "person-which": ("test_sheets.py", '"person-which"'),
        "example": ("test_sheets.py", '"example"'),
        "file-large": ("test_sheets.py", '"file-large"'),
        "file-unreadable": ("test_sheets.py", '"file-unreadable"'),
        "workbook-none": ("test_sheets.py", '"workbook-none"'),
        "workbook-old": ("test_sheets.py", '"workbook-old"'),
        "workbook-macros": ("test_sheets.py", '"workbook-macros"'),
        "workbook-large": ("test_sheets.py", '"workbook-large, '),
        "workbook-broken": ("test_sheets.py", '"workbook-broken"'),
        "workbook-foreign": ("test_sheets.py", '"workbook-foreign"'),
        "workbook-newer": ("test_sheets.py", '"workbook-newer"'),
        "workbook-edition": ("test_sheets.py", '"workbook-edition"'),
        "workbook-round": ("test_sheets.py", '"workbook-round"'),
        "existing-sheet": ("test_sheets.py", '"existing-sheet"'),
    },
    "data": {
        "at": ("test_bad_files.py", "bij"),
        "at-file": ("test_bad_files.py", "bij"),
        "carry": ("test_overlay.py", '"carry"'),
        "carry-chain": ("test_overlay.py", '"carry-chain"'),
        "carry-double": ("test_next_round.py", '"carry-double"'),
        "carry-missing": ("test_next_round.py", '"carry-missing"'),
    },
}


def listed(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


SPOILED = {f"{path.stem} {number}: {case['is']}": case for path in sorted(FOLDER.glob("files-*.yaml"))
           for number, case in enumerate(listed(path.name), start=1)}
REFUSED = {f"{number}: {case['is']}": case for number, case in enumerate(listed("changes.yaml"), start=1)}


@pytest.fixture
def sound(tmp_path: Path, home: Home) -> Place:
    """The sound edition `proef` and the sound round of the board `bestuur`, with the real sentences of the interface."""
    own = Home(tmp_path)
    shutil.copytree(FOLDER / "edition", own.frameworks / "proef")
    shutil.copytree(home.words, own.words)
    shutil.copy(FOLDER / "holidays.yaml", own.folder / "assessments" / "holidays.yaml")
    place = Place(own, "bestuur", "1")
    shutil.copytree(FOLDER / "board", place.folder)
    return place


def read(place: Place) -> tuple[Framework, Words]:
    """Everything there is to read, as `assess` does."""
    framework = files.read_framework(place.home, "proef")
    words = files.read_words(place.home, "nl", framework)
    files.read_round(place, framework)
    files.read_holidays(place.home)
    return framework, words


def spoil(place: Place, case: dict[str, Any]) -> Path:
    """Make the one mistake of a case; the file it is in."""
    where, _, rest = case["file"].partition("/")
    if where == "checklists":
        shutil.copytree(FOLDER / where, place.home.checklists)
    path = {
        "checklists": place.home.checklists,
        "edition": place.home.frameworks / "proef", "words": place.home.words, "board": place.folder, "home": place.home.words.parent,
    }[where] / rest
    if case.get("delete"):
        path.unlink()
    elif "write" in case:
        path.write_text(case["write"], encoding=case.get("encoding", "utf-8"))
    elif "append" in case:
        path.write_text(path.read_text(encoding="utf-8") + case["append"] + "\n", encoding="utf-8")
    else:
        old, new = case["change"]
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path}: {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_edition_and_the_round_are_sound(sound: Place) -> None:
    framework, words = read(sound)
    assert len(framework.items) == 3 and len(framework.actions) == 4
    shutil.copytree(FOLDER / "checklists", sound.home.checklists)
    framework, words = read(sound)
    assert len(framework.actions) == 5 and words("checklist.deur.title") == "De deur"
    assert words("item.slot.title") == "Een slot op de deur"


@pytest.mark.parametrize("case", SPOILED.values(), ids=SPOILED)
def test_a_bad_file(case: dict[str, Any], sound: Place, words: Words) -> None:
    assert set(case) <= {"is", "file", "change", "append", "write", "encoding", "delete", "says", "and_more"}
    path = spoil(sound, case)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(NulmetingError) as caught:
        read(sound)
    says = case["says"] if isinstance(case["says"], list) else [case["says"]]
    lines = words.error(caught.value).splitlines()
    # One mistake can bring others with it: those are counted.
    assert lines[: len(says)] == says
    assert len(lines) - len(says) == case.get("and_more", 0)
    if isinstance(caught.value, DataError):
        assert case["is"] in {problem.message for problem in caught.value.problems}
    else:
        assert caught.value.message == case["is"]
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_change_that_cannot_be(case: dict[str, Any], sound: Place, words: Words) -> None:
    """What a person cannot answer: refused in one sentence, and in the log of a round it stops the reading."""
    framework, _ = read(sound)
    change = {name: eval(value[1:]) if isinstance(value, str) and value.startswith("=") else value for name, value in case["set"].items()}
    attempt = {
        "item": lambda id_: said.changed_answer(framework, id_, Answer(), change),
        "scan": lambda id_: said.changed_scan(framework, id_, Scan(), change),
        "obstacle": lambda id_: said.changed_obstacle(framework, id_, change),
        "person": lambda id_: said.changed_person(framework, Respondent("ibp-1", "ibp"), change),
        "group": lambda id_: said.changed_group(framework, id_, GroupDecision(), change),
        "decision": lambda id_: said.changed_decision(framework, id_, change),
    }[case["sort"]]
    with pytest.raises(BoardError) as caught:
        attempt(case["id"])
    assert caught.value.message == case["is"]
    assert words.error(caught.value) == case["says"]


@pytest.mark.parametrize(("is_", "message", "says"), [
    ("new-name", {"name": ""}, "Vul de naam van het bestuur in, met minstens één letter of cijfer en hooguit 200 tekens."),
    ("new-name", {"name": "  \u200b "}, "Vul de naam van het bestuur in, met minstens één letter of cijfer en hooguit 200 tekens."),
    ("new-name", {"name": "!?"}, "Vul de naam van het bestuur in, met minstens één letter of cijfer en hooguit 200 tekens."),
    ("new-name", {"name": "a" * 201}, "Vul de naam van het bestuur in, met minstens één letter of cijfer en hooguit 200 tekens."),
    ("new-schools", {"schools": 0}, "Vul het aantal scholen in, van 1 tot 200."),
    ("new-schools", {"schools": "drie"}, "Vul het aantal scholen in, van 1 tot 200."),
    ("new-schools", {"schools": True}, "Vul het aantal scholen in, van 1 tot 200."),
    ("new-role", {"role": ""}, "Kies uw rol."),
    ("new-role", {"role": "koning"}, "Kies uw rol."),
    ("board-name", {"name": "CON"}, None),
])
def test_a_new_measurement_that_cannot_be(is_: str, message: dict[str, Any], says: str | None, sound: Place) -> None:
    framework, words = read(sound)
    page = Page(sound.home, framework, words)
    before = sorted(sound.home.boards.rglob("*"))
    reply = page.hear({"do": "begin", "n": 1, "name": "De Proef", "schools": 3, "role": "ibp", "person": "", **message})
    assert reply["to"] == "problem"
    assert reply["text"] == (says or words(f"error.{is_}", value="con"))
    assert sorted(sound.home.boards.rglob("*")) == before


@pytest.mark.parametrize("hours", [0, 1001, "veel", 2.5, True])
def test_hours_a_month_that_cannot_be(hours: object, sound: Place) -> None:
    framework, words = read(sound)
    session = Session(sound, framework, words)
    session.join("ibp-1")
    with pytest.raises(BoardError) as caught:
        session.settings({"capacity": hours})
    assert (caught.value.message, words.error(caught.value)) == (
        "settings-capacity", "Vul een heel aantal uren per maand in, van 1 tot 1000. Er is niets veranderd."
    )
    assert files.read_settings(sound).capacity is None


FOREIGN = "Dit bestand komt niet uit dit werkboek. Kies het bestand dat u hier eerder hebt gedownload; er is niets veranderd."


@pytest.mark.parametrize(("is_", "change", "says"), [
    ("put-back-foreign", None, FOREIGN),
    ("put-back-foreign", {"kind": "iets"}, FOREIGN),
    ("put-back-foreign", {"items": []}, FOREIGN),
    ("put-back-newer", {"format": 99}, "Dit bestand is gemaakt met een nieuwere versie. Werk het werkboek bij; er is niets veranderd."),
    ("put-back-newer", {"format": "1"}, "Dit bestand is gemaakt met een nieuwere versie. Werk het werkboek bij; er is niets veranderd."),
    ("put-back-edition", {"edition": "ander"}, "Dit bestand hoort bij een andere editie (ander); hier werkt u met proef. Er is niets veranderd."),
    ("put-back-wrong", {"items": {"slot": {"note": "x"}, "x-9": {"note": "y"}}}, None),
])
def test_a_file_of_answers_that_cannot_be_put_back(is_: str, change: dict[str, Any] | None, says: str | None, sound: Place) -> None:
    """All of it or nothing: also what was right in the file is not taken."""
    framework, words = read(sound)
    session = Session(sound, framework, words)
    session.join("ibp-1")
    before = session.round
    text = files.exported(framework, session.round, session.person)
    text = "<html>" if change is None else json.dumps({**json.loads(text), **change})
    with pytest.raises(BoardError) as caught:
        session.put_back(text)
    assert caught.value.message == is_
    assert words.error(caught.value) == (says or (
        "Een antwoord in dit bestand kan niet kloppen, bij 'x-9' ('x-9' komt in deze editie van het normenkader niet voor. "
        "Controleer de schrijfwijze). Er is niets teruggezet."
    ))
    assert session.round == before == files.read_round(sound, framework).round


def test_every_mistake_of_a_file_is_told_at_once(sound: Place, words: Words) -> None:
    folder = sound.home.frameworks / "proef"
    (folder / "items" / "een.yaml").write_text("domain: een\nitems:\n- {id: a, kind: practice}\n- {id: b, importance: x}\n", encoding="utf-8")
    (folder / "choices.yaml").unlink()
    with pytest.raises(DataError) as caught:
        files.read_framework(sound.home, "proef")
    assert {problem.file for problem in caught.value.problems} == {"items/een.yaml", "choices.yaml"}
    assert len([problem for problem in caught.value.problems if problem.place == "items/a"]) == 7


# ---- every sentence has a case -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["data", "error"])
def test_every_sentence_about_a_mistake_has_a_case(section: str, words: Words) -> None:
    sentences = set(words.below(section))
    here = {case["is"] for case in SPOILED.values()} if section == "data" else {case["is"] for case in REFUSED.values()}
    elsewhere = set(ELSEWHERE[section])
    assert sentences - here - elsewhere == set(), "no case"
    assert (here | elsewhere) - (sentences | set(words.below("error"))) == set(), "no such sentence"
    assert here & elsewhere == set(), "twice"


@pytest.mark.parametrize(("file", "mark"), sorted({entry for section in ELSEWHERE.values() for entry in section.values()}))
def test_the_other_file_makes_the_mistake(file: str, mark: str) -> None:
    assert mark in (FOLDER.parent / file).read_text(encoding="utf-8")


def test_a_sentence_names_file_and_place(words: Words) -> None:
    assert words.problem(Problem("a.yaml", "", "file-missing")) == "a.yaml: dit bestand ontbreekt."
    assert words.problem(Problem("a.yaml", "b/c", "empty-text")) == "a.yaml, bij b/c: hier staat niets, er hoort tekst."
