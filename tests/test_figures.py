"""A round as data: the tables say what the outcome says, what was typed stands there as typed, and the folder explains itself."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from nulmeting import files
from nulmeting.answers import Answer, Decision, Evidence, GroupDecision, Opinion, Respondent, Round, Settings
from nulmeting.cli import _program
from nulmeting.figures import KINDS, README, contents, explain, explained, tables, write
from nulmeting.figures.columns import COLUMNS, DICTIONARY, KIND_OF, OWN, TABLES, dictionary
from nulmeting.figures.rows import rows
from nulmeting.files import Home, Place
from nulmeting.framework import FIND_OUT, Framework
from nulmeting.meeting import on_paper, withheld
from nulmeting.outcome import as_record, assessed, stable
from nulmeting.reading import Reading, read
from nulmeting.sheets.grid import grids
from nulmeting.words import Words
from tests.documents import TYPED
from tests.schema import SCHEMA
from tests.test_sheets import TEXTS

BOARDS = files.boards(Home.clone())
WORKBOOK = "cijfers.xlsx"


def reading(home: Home, framework: Framework, words: Words, round_: Round) -> Reading:
    return Reading(Place(home, round_.board, round_.id), words, assessed(framework, round_), ())


def in_csv(data: bytes) -> list[list[str]]:
    """The cells of a CSV file as they were before they were guarded: one apostrophe less before what looks like a formula."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[cell[1:] if re.match("'+[=+\\-@\t\r]", cell) else cell for cell in line] for line in lines]


def in_excel(data: bytes) -> dict[str, list[list[Any]]]:
    """Every sheet as rows of values."""
    return {sheet.title: [[cell.value for cell in line] for line in sheet.iter_rows()] for sheet in load_workbook(io.BytesIO(data)).worksheets}


# ---- what the outcome says -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("board", BOARDS)
def test_the_tables_of_an_example_say_what_its_outcome_says(home: Home, board: str) -> None:
    found = read(home, board)
    frames, outcome = tables(found), found.outcome
    record = as_record(outcome, stable(outcome, 2))
    plan = outcome.plan
    assert list(frames) == list(TABLES)
    for name, frame in frames.items():
        assert tuple(frame.columns) == TABLES[name]
        assert set(frame["board"]) <= {board} and set(frame["round"]) <= {outcome.round.id}
    scores = frames["scores"].set_index("figure")
    assert len(scores) == 1 + 2 + 2 + 22
    means = {"total": record["total"], "security": record["security"], "privacy": record["privacy"], **record["axes"],
             **{domain["id"]: domain for domain in record["domains"]}}
    for figure, mean in means.items():
        for part in ("score", "low", "high"):
            value = scores.loc[figure, part]
            assert (None if pd.isna(value) else value) == mean[part], (figure, part)
    items = frames["items"].set_index("item")
    assert list(items.index) == list(outcome.framework.items) and len(items) == 94
    for norm in record["norms"]:
        row = items.loc[norm["id"]]
        for part in ("paper", "practice", "level", "confirmed", "gap", "state", "outsourced", "weight", "open", "law"):
            assert (None if pd.isna(row[part]) else row[part]) == norm[part], (norm["id"], part)
        assert pd.isna(row["official_code"]) != norm["official"]
    assert list(frames["gaps"]["item"]) == record["gaps"] == list(frames["gaps"].sort_values("order")["item"])
    assert (items["gap"].fillna(0) > 0).sum() == len(frames["gaps"])
    assert list(frames["unknown"]["item"]) == [entry.item for entry in outcome.gaps.find_out]
    actions = frames["actions"]
    by_place = {place: list(actions.loc[actions["place"] == place, "action"]) for place in ("five", "year", "later", "blocked", "rest")}
    assert by_place["five"] == [thing["action"] for thing in record["plan"]["tomorrow"]]
    assert by_place["year"] == [entry["action"] for entry in record["plan"]["roadmap"]]
    assert by_place["later"] == record["plan"]["later"] and by_place["blocked"] == list(plan.blocked)
    assert list(actions.dropna(subset="next").sort_values("next")["action"]) == [entry["action"] for entry in record["plan"]["not_chosen"]]
    assert sum(map(len, by_place.values())) == len(actions) == actions["action"].nunique()
    five = actions[actions["place"] == "five"]
    assert five["value"].sum() == pytest.approx(record["plan"]["value"]) and five["can_start_tomorrow"].all()
    assert five["hours"].sum() == record["plan"]["hours"] and five["first_hours"].sum() == record["plan"]["first_hours"]
    year = actions[actions["place"] == "year"]
    assert list(zip(year["month"], year["until"], strict=True)) == [(entry["month"], entry["until"]) for entry in record["plan"]["roadmap"]]
    assert list(frames["decisions"]["action"]) == [decision["action"] for decision in record["plan"]["decisions"]]
    assert len(frames["answers"]) == sum(len(one.answers) for one in outcome.round.respondents)
    pieces = sum(len(answer.evidence) for one in on_paper(outcome.round).respondents for answer in one.answers.values())
    assert len(frames["evidence"]) == pieces == frames["answers"]["pieces"].sum()
    assert len(frames["opinions"]) == len(outcome.round.opinions)
    assert len(frames["agreed"]) == len(outcome.round.group) + len(outcome.round.group_domains)


@pytest.mark.parametrize(("name", "key"), [
    ("scores", ["figure"]), ("items", ["item"]), ("gaps", ["item"]), ("unknown", ["item"]), ("actions", ["action"]), ("decisions", ["action"]),
    ("agreed", ["item", "domain"]), ("evidence", ["item", "person", "order"]), ("opinions", ["item"]),
])
def test_a_row_is_one_thing(home: Home, name: str, key: list[str]) -> None:
    for board in ("demo-groep", "demo-half"):
        assert not tables(read(home, board))[name].duplicated(key).any()


def test_a_column_has_one_kind_of_value(home: Home) -> None:
    dtypes = {"mean": "Float64", "number": "Float64", "hours": "Float64", "flag": "boolean",
              **dict.fromkeys(("level", "steps", "count", "euro"), "Int64")}
    for frame in tables(read(home, "demo-groep")).values():
        for column, dtype in frame.dtypes.items():
            assert str(dtype) == dtypes.get(KIND_OF[str(column)], "string"), column


def test_an_empty_round_has_its_scores_and_items_and_nothing_else(home: Home, framework: Framework, words: Words) -> None:
    found = reading(home, framework, words, Round("proef", "1", Settings(framework.edition, "Proef", "2027-01")))
    frames = tables(found)
    assert frames["scores"]["score"].isna().all() and not frames["scores"]["shown"].any()
    assert frames["items"][["paper", "practice", "level", "gap", "spread"]].isna().all(axis=None)
    assert len(frames["unknown"]) == 94 and not len(frames["gaps"]) and not len(frames["answers"])
    assert set(in_excel(contents(found, kinds=["excel"])[WORKBOOK])) >= {"Lees mij", "Scores", "Antwoorden"}


# ---- what every column means -----------------------------------------------------------------------------------------------------


def test_every_column_and_table_is_described_and_nothing_else_is(words: Words) -> None:
    columns = {column for of in TABLES.values() for column in of} | set(DICTIONARY)
    assert columns == set(KIND_OF) and columns >= OWN
    described = words.below("figures.column")
    assert set(described) == {f"{column}.{part}" for column in columns for part in ("name", "about")}
    assert set(words.below("figures.table")) == {f"{name}.{part}" for name in (*TABLES, COLUMNS) for part in ("name", "about")}
    assert set(words.below("figures.kind")) == set(KIND_OF.values())
    assert all(text.endswith(".") for key, text in described.items() if key.endswith(".about"))
    assert len(dictionary(words).rows) == sum(map(len, TABLES.values()))


def test_a_head_stands_once_in_a_sheet(words: Words) -> None:
    for columns in (*TABLES.values(), DICTIONARY):
        heads = [words(f"figures.column.{column}.name").lower() for column in columns]
        assert len(set(heads)) == len(heads)


def test_a_code_has_the_same_in_words_beside_it(words: Words) -> None:
    """Excel leaves codes out: what they say must stand there otherwise."""
    for name, columns in TABLES.items():
        for column in columns:
            if KIND_OF[column] == "code" and column not in ("board", "round"):
                beside = {"person": "role_title", "owner": "who"}.get(column, f"{column}_title")
                assert beside in columns or column == "item_kind", (name, column)


def test_a_row_fills_every_column_and_no_other(home: Home) -> None:
    from nulmeting.figures.rows import _OF

    for board in ("demo-groep", "demo-tweede", "demo-half", "demo-uitvoerder"):
        found = read(home, board)
        for name, make in _OF.items():
            for row in make(found.outcome, found.words):
                assert {"board", "round", *row} == set(TABLES[name]), name


# ---- what people typed -----------------------------------------------------------------------------------------------------------


def typed_round(framework: Framework, texts: list[str]) -> Round:
    """A round of one person with a text in every field a person can type in, each of `texts` in each kind of field."""
    items = list(framework.items)[:len(texts)]
    actions = list(framework.actions)[:len(texts)]
    pairs = list(zip(items, texts, strict=True))
    person = Respondent("ibp-1", "ibp", "Naam", True, {
        item: Answer(paper=2, practice=2, reason=text, outsourced=True, supplier=text, note=text, evidence=(Evidence(text, text, text),))
        for item, text in pairs
    })
    return Round(
        "proef", "1", Settings(framework.edition, texts[0][:200] or "Proef", "2027-01", functions={"ibp": texts[-1][:200]}), (person,),
        {item: GroupDecision(2, 2, comment=text, reason=text) for item, text in pairs},
        {framework.domains[-1].id: GroupDecision(not_applicable=True, reason=texts[0])},
        {action: Decision("planned", text, text, text) for action, text in zip(actions, texts, strict=True)},
        {item: Opinion(2, 2, text, text, text) for item, text in pairs},
    )


FIELDS = {"answers": ("reason", "supplier", "note"), "evidence": ("piece", "piece_place", "piece_date"), "agreed": ("reason", "comment"),
          "decisions": ("function", "date", "reason"), "opinions": ("finding", "seen", "by")}


def test_every_field_a_person_can_type_in_is_tried() -> None:
    tried = {column for columns in FIELDS.values() for column in columns}
    assert tried | {"who"} == {column for column, kind in KIND_OF.items() if kind in ("short", "long")}


# Not made smaller: that takes minutes.
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(TEXTS)
def test_what_was_typed_stands_there_as_typed_and_does_nothing(home: Home, framework: Framework, words: Words, texts: list[str]) -> None:
    texts = [*TYPED, *(text for text in texts if text), "'=1+1", "''@SUM(A1)", "'s avonds", "\tinspringen", "-", "_x0041_"]
    found = reading(home, framework, words, typed_round(framework, texts))
    made = contents(found, kinds=["excel", "csv"])
    sheets = sheets_of(made[WORKBOOK], words)
    for name, columns in FIELDS.items():
        lines = in_csv(made[f"csv/{name}.csv"])
        for column in columns:
            place = lines[0].index(column)
            assert [line[place] for line in lines[1:]][:len(texts)] == texts, (name, column)
            head = words(f"figures.column.{column}.name")
            assert sheets[name][head][:len(texts)] == texts, (name, column)
    parts = {name: part.decode(errors="replace") for name, part in parts_of(made[WORKBOOK]).items()}
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text or re.search(r"<f[ >]|<hyperlink|<mergeCell", text)]
    for name, data in made.items():
        if name.endswith(".csv"):
            text = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";") for cell in line]
            assert not [cell for cell in text if cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not re.fullmatch(r"-\d+", cell))]


def parts_of(data: bytes) -> dict[str, bytes]:
    """What a workbook is made of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets_of(data: bytes, words: Words) -> dict[str, dict[str, list[str]]]:
    """Of each table in the workbook its columns by their heads, as texts, read with openpyxl; nothing in it may be a formula."""
    found: dict[str, dict[str, list[str]]] = {}
    opened = grids(data, WORKBOOK)
    for name in TABLES:
        grid = opened[words(f"figures.table.{name}.name")]
        assert not grid.merged and {cell.kind for cell in grid.cells.values()} <= {"text", "number"}
        heads = {column: cell.text for column, cell in grid.row(1).items()}
        found[name] = {head: [cell.text if (cell := grid.cells.get((row, column))) else "" for row in grid.rows if row > 1]
                       for column, head in heads.items()}
    return found


def test_names_that_no_file_can_hold_break_none(home: Home, framework: Framework, words: Words) -> None:
    round_ = typed_round(framework, list(TYPED))
    broken = replace(round_, settings=replace(round_.settings, name="Wij\ud800", functions=dict.fromkeys(framework.role, "de \x00\x0b\ud800baas")))
    found = reading(home, framework, words, broken)
    assert "de baas" in {row[TABLES["actions"].index("who")] for row in rows(found)["actions"].rows}
    for name, data in contents(found, kinds=["excel", "csv"]).items():
        assert data.decode("utf-8-sig") if name.endswith(".csv") else in_excel(data)
    text = explained(found, ["een \udcff bestand\nLet op: iets.txt"]).decode()
    assert ": Wij\n" in text and "\neen  bestand Let op: iets.txt: " in text


# ---- who may be seen -------------------------------------------------------------------------------------------------------------


def two_people(framework: Framework, released: bool) -> Round:
    first, second = next(iter(framework.items)), next(item.id for item in framework.items.values() if item.outsourceable)
    kept = Respondent("it-77", "it", "Keesje", False, {
        first: Answer(4, 4, note="verzwegen", evidence=(Evidence("verzwegen stuk"),)), second: Answer(1, 1, outsourced=True, supplier="Firma Stil"),
    })
    other = Respondent("ibp-1", "ibp", "Jo", released, {first: Answer(2, 3, note="open", evidence=(Evidence("plan"),))})
    return Round("proef", "1", Settings(framework.edition, "Proef", "2027-01"), (kept, other))


def test_what_was_not_handed_on_has_a_row_with_nothing_in_it(home: Home, framework: Framework, words: Words) -> None:
    found = reading(home, framework, words, two_people(framework, released=True))
    frames = tables(found)
    answers = frames["answers"]
    assert list(answers["released"]) == [True, False, False]
    said = [column for column in answers.columns if column not in ("board", "round", "item", "item_title", "domain", "domain_title", "released")]
    assert answers.loc[1:, said].isna().all(axis=None) and answers.loc[0, ["person", "role", "note"]].tolist() == ["ibp-1", "ibp", "open"]
    assert list(frames["evidence"]["piece"]) == ["plan"] and frames["items"]["spread"].isna().all()
    made = contents(found, kinds=["excel", "csv"])
    for name, data in made.items():
        parts = [data] if name.endswith(".csv") else list(parts_of(data).values())
        assert not any(word in part for part in parts for word in (b"verzwegen", b"Firma Stil", b"it-77", b"Keesje")), name
    assert withheld(found.outcome.round) == 2 and "2 rijen" in explained(found, ["cijfers.xlsx"]).decode()
    assert withheld(replace(found.outcome.round, respondents=())) == 0


def test_who_answers_alone_is_shown_without_a_role(home: Home, framework: Framework, words: Words) -> None:
    alone = replace(two_people(framework, released=False), respondents=two_people(framework, released=False).respondents[:1])
    with_one_who_said_nothing = replace(alone, respondents=(*alone.respondents, Respondent("bestuur-1", "bestuur")))
    for round_ in (alone, with_one_who_said_nothing):
        frames = tables(reading(home, framework, words, round_))
        assert list(frames["answers"]["note"]) == ["verzwegen", ""] and frames["answers"][["person", "role", "role_title"]].isna().all(axis=None)
        assert list(frames["evidence"]["piece"]) == ["verzwegen stuk"] and frames["evidence"]["role"].isna().all()


# ---- files -----------------------------------------------------------------------------------------------------------------------


def test_csv_and_excel_hold_the_same_numbers_unrounded(home: Home) -> None:
    found = read(home, "demo-groep")
    made = contents(found, kinds=["excel", "csv"])
    for name, frame in tables(found).items():
        # By the mark at its front Excel sees that it is UTF-8.
        assert made[f"csv/{name}.csv"].startswith(b"\xef\xbb\xbf")
        back = pd.read_csv(io.BytesIO(made[f"csv/{name}.csv"]), sep=";", decimal=",", encoding="utf-8-sig")
        assert tuple(back.columns) == TABLES[name] and len(back) == len(frame)
        sheet = in_excel(made[WORKBOOK])[found.words(f"figures.table.{name}.name")]
        for column in frame.columns:
            numbers = KIND_OF[column] not in ("id", "code", "title", "text", "short", "long", "month", "flag")
            if numbers and len(frame):
                expected = [None if pd.isna(value) else float(value) for value in frame[column]]
                assert pd.api.types.is_numeric_dtype(back[column])
                assert [None if pd.isna(value) else float(value) for value in back[column]] == expected, (name, column)
                place = sheet[0].index(found.words(f"figures.column.{column}.name"))
                # A workbook holds sixteen digits.
                found_there = [None if line[place] is None else float(line[place]) for line in sheet[1:]]
                assert found_there == [None if value is None else float(f"{value:.16G}") for value in expected], (name, column)


def test_means_are_not_rounded(home: Home) -> None:
    found = read(home, "demo-groep")
    thirds = [mean.score for mean in found.outcome.scores.domains.values() if mean.score and mean.score.denominator == 3]
    assert thirds and set(map(float, thirds)) <= set(tables(found)["scores"]["score"]) and Fraction(round(float(thirds[0]), 2)) != thirds[0]


def test_the_workbook_can_be_read_by_everybody(home: Home) -> None:
    found = read(home, "demo-groep")
    made = contents(found, kinds=["excel"])[WORKBOOK]
    book, parts = load_workbook(io.BytesIO(made)), {name: part.decode() for name, part in parts_of(made).items()}
    assert book.sheetnames[0] == "Lees mij" and book.active.title == "Lees mij"
    about = dict(book["Lees mij"].iter_rows(min_row=2, max_col=2, values_only=True))
    said = " ".join(about.values())
    fixed = found.words("report.fixed"), found.words("report.bestuur.confidential")
    assert all(needed in said for needed in (*fixed, "Stichting Drie Stemmen", "38 bevestigde normen + 56 eigen vragen"))
    assert all(f"Blad '{name}'" in about for name in book.sheetnames[1:])
    names = set()
    for sheet in book.worksheets[1:]:
        [table] = sheet.tables.values()
        names.add(table.name)
        assert f'altText="{sheet.title}" altTextSummary="' in parts[table.path.lstrip("/")]
        # A table has a row for what is to come, even when nothing is in it.
        assert table.ref == sheet.dimensions or (table.ref.endswith("2") and sheet.max_row == 1)
        assert table.autoFilter is not None and [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2") and sheet.print_title_rows == "$1:$1" and not sheet.merged_cells.ranges
        assert found.words("report.bestuur.confidential") in sheet.oddFooter.left.text
    assert len(names) == len(TABLES) + 1
    assert book.properties.title == found.words("figures.title") and book.properties.created.year == 2000


def test_the_same_answers_give_the_same_bytes_in_another_process_too(home: Home) -> None:
    kinds = ["excel", "csv"]
    found = read(home, "demo-groep")
    first = {name: data.hex() for name, data in contents(found, kinds=kinds).items()}
    assert first == {name: data.hex() for name, data in contents(found, kinds=kinds).items()}
    code = ("import json,sys;from nulmeting.files import Home;from nulmeting.reading import read;from nulmeting.figures import contents;"
            "print(json.dumps({n:d.hex() for n,d in contents(read(Home.clone(),'demo-groep'),kinds=['excel','csv']).items()}))")
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": "7"}, stdout=subprocess.PIPE, check=True)
    assert json.loads(done.stdout) == first


def test_the_folder_explains_every_file_that_is_there(home: Home, words: Words, tmp_path: Path) -> None:
    found = read(home, "demo-groep")
    folder = tmp_path / "uit"
    folder.mkdir()
    for name in ("verslag-bestuur.pdf", "verslag-bestuur.docx", "verslag-gmr.html", "verslag-gmr.ipynb", "voorbereiding.docx",
                 "vragenlijst-alle.xlsx", "foto van iemand.jpg", ".gemaakt.json", "~$cijfers.xlsx"):
        (folder / name).write_text("x")
    names = write(found, folder)
    text = (folder / README).read_text(encoding="utf-8")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(names) <= there and not [name for name in there if "tmp" in name]
    lines = dict(re.findall(r"^([^:\n]+): (.+)$", text.split(words("figures.readme.files"))[1], flags=re.MULTILINE))
    assert there - {README, ".gemaakt.json", "~$cijfers.xlsx"} == {name for name in lines if "." in name}
    assert lines["foto van iemand.jpg"] == words("figures.file.other")
    assert [name for name, said in lines.items() if said == words("figures.file.other")] == ["foto van iemand.jpg"]
    assert words("report.fixed") in text and "nulmeting figures demo-groep --round 1" in text
    (folder / "verslag-bestuur.pdf").unlink()
    explain(found, folder)
    assert "verslag-bestuur.pdf" not in (folder / README).read_text(encoding="utf-8")
    # Without figures nothing is said of cells.
    shutil.rmtree(folder / "csv")
    (folder / "cijfers.xlsx").unlink()
    explain(found, folder)
    text = (folder / README).read_text(encoding="utf-8")
    assert words("report.fixed") in text and words("figures.text.empty") not in text and "nulmeting figures" not in text


def test_only_what_is_asked_for_is_written(home: Home, tmp_path: Path) -> None:
    found = read(home, "demo-koploper")
    assert write(found, tmp_path / "a", kinds=["excel"]) == (WORKBOOK, README)
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [README, WORKBOOK]
    with pytest.raises(ValueError, match="word"):
        write(found, tmp_path / "b", kinds=["word"])
    assert not (tmp_path / "b").exists() and KINDS == ("excel", "csv", "json")


def test_the_command_writes_the_figures_and_says_where(home: Home, own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home.boards / "demo-koploper", own_home.boards / "proef")
    monkeypatch.setenv("NULMETING_HOME", str(own_home.folder))
    done = CliRunner().invoke(_program(), ["figures", "proef"])
    folder = own_home.outputs / "proef" / "1"
    assert done.exit_code == 0, done.output
    assert str(folder) in done.output
    record = json.loads((folder / "uitslag.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads((folder / "uitslag.schema.json").read_text(encoding="utf-8"))).validate(record)
    assert (folder / "uitslag.schema.json").read_bytes() == SCHEMA.read_bytes()
    assert record == json.loads(CliRunner().invoke(_program(), ["assess", "proef", "--json"]).output)
    assert len(in_csv((folder / "csv" / "answers.csv").read_bytes())) == 1 + 94
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


def test_a_board_that_is_not_there_gives_one_sentence(own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NULMETING_HOME", str(own_home.folder))
    done = CliRunner().invoke(_program(), ["figures", "nergens"])
    assert done.exit_code == 1 and done.stderr.count("\n") == 1 and "nergens" in done.stderr


def test_what_finds_out_about_an_item_is_named_after_it(home: Home) -> None:
    actions = tables(read(home, "demo-weetniet"))["actions"]
    finders = actions[actions["action"].str.startswith(FIND_OUT)]
    assert len(finders) and finders["action_title"].notna().all() and finders["gmr"].isna().all() and finders["can_start_tomorrow"].all()
