"""Folder: the figures of a round as files, and beside them a text that says of every file there what it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from nulmeting import files
from nulmeting.figures.columns import COLUMNS, KIND_OF, Table, dictionary
from nulmeting.figures.rows import clean, rows
from nulmeting.figures.text import as_csv
from nulmeting.files import Home
from nulmeting.meeting import withheld
from nulmeting.reading import Reading
from nulmeting.sheets import Column, Sheet, figures
from nulmeting.views.counts import counts

EXCEL, CSV, JSON = KINDS = ("excel", "csv", "json")
"""What the figures can be written as."""

README = "LEES-MIJ.txt"
"""The file that explains the others."""

_WORKBOOK, _RECORD, _SCHEMA, _TABLES = "cijfers.xlsx", "uitslag.json", "uitslag.schema.json", "csv"

# What no person put there: records of a run, and what Office keeps beside a file that is open.
_HIDDEN = (".", "~$")

# What may stand in the folder, whoever made it: how it is called, and the key of what to say of it. The first that fits counts.
_EXPLAINED = (
    (_WORKBOOK, "workbook"), (_RECORD, "record"), (_SCHEMA, "schema"), ("verslag-*.pdf", "pdf"), ("verslag-*.docx", "word"),
    ("verslag-*.html", "html"), ("verslag-*.ipynb", "notebook"), ("voorbereiding.docx", "prepare"), ("voorbereiding.xlsx", "prepare-excel"),
    ("vragenlijst-*.xlsx", "questionnaire"), ("*", "other"),
)


def write(found: Reading, folder: Path, *, kinds: Collection[str] = KINDS) -> tuple[str, ...]:
    """Put the figures of a round in a folder, and the text that explains it; the names of what was written, below that folder.

    Everything is made before the first file is put in its place, each whole. BoardError when the disk refuses.
    """
    made = contents(found, kinds=kinds)
    files.private_folder(folder)
    for name, data in made.items():
        files.write_file(folder / name, data)
    explain(found, folder)
    return (*made, README)


def contents(found: Reading, *, kinds: Collection[str] = KINDS) -> dict[str, bytes]:
    """The same as files by their name below the folder, for who puts them in their place; without the text that explains it (`explain`).

    `kinds`: some of `KINDS` (ValueError for another). JSON needs the stability of the five, which takes seconds where much is unknown.
    """
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(f"{sorted(unknown)}: not among {KINDS}")
    made: dict[str, bytes] = {}
    if {EXCEL, CSV} & set(kinds):
        tables = rows(found)
        about = dictionary(found.words)
        if EXCEL in kinds:
            made[_WORKBOOK] = _workbook(found, [*tables.values(), about])
        if CSV in kinds:
            made |= {f"{_TABLES}/{table.name}.csv": as_csv([table.columns, *table.rows], found.words) for table in (*tables.values(), about)}
    if JSON in kinds:
        made[_RECORD] = (json.dumps(found.record(), ensure_ascii=False, indent=1) + "\n").encode()
        made[_SCHEMA] = Home.clone().schema.read_bytes()
    return made


def explain(found: Reading, folder: Path) -> None:
    """Write the text that says of every file in the folder of a round what it is; to be called when the last of them stands there."""
    there = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    names = sorted(path.as_posix() for path in there if not any(part.startswith(_HIDDEN) for part in path.parts))
    files.write_file(folder / README, explained(found, names))


def explained(found: Reading, names: Collection[str]) -> bytes:
    """That text, for files of these names (below the folder of the round)."""
    words = found.words
    figures_there = any(name == _WORKBOOK or name.startswith(f"{_TABLES}/") for name in names)
    lines = [words("figures.readme.title"), ""]
    lines += [words("figures.readme.line", head=head, text=text) for head, text in (_about if figures_there else _whose)(found)]
    lines += ["", words("figures.readme.files"), ""]
    for name in names:
        if name != README:
            lines.append(words("figures.readme.line", head=clean(name).replace("\n", " "), text=_explanation(found, name)))
    if any(name.startswith(f"{_TABLES}/") for name in names):
        lines += ["", words("figures.readme.line", head=words("figures.about.csv"), text=words("figures.text.csv"))]
    if figures_there:
        lines += ["", words("cli.figures.again", board=found.place.board, round=found.place.round)]
    return ("\n".join(lines) + "\n").encode()


def _explanation(found: Reading, name: str) -> str:
    table = name.removeprefix(f"{_TABLES}/").removesuffix(".csv")
    if name == f"{_TABLES}/{table}.csv" and f"figures.table.{table}.about" in found.words:
        return found.words(f"figures.table.{table}.about")
    return found.words("figures.file." + next(key for pattern, key in _EXPLAINED if fnmatch(name, pattern)))


def _whose(found: Reading) -> Iterator[tuple[str, str]]:
    """Whose files these are, who may see them and what they are worth: a head and a sentence each."""
    words, outcome = found.words, found.outcome
    values = {
        "board": clean(outcome.round.settings.name), "round": outcome.round.id, "edition": outcome.framework.edition,
        "items": counts(outcome.framework, words), "confidential": words("report.bestuur.confidential"), "fixed": words("report.fixed"),
    }
    for key, value in values.items():
        yield words(f"figures.about.{key}"), value
    if outcome.round.settings.example:
        yield words("figures.about.example"), words("figures.text.example")
    yield words("figures.about.what"), words("figures.text.what")


def _about(found: Reading) -> Iterator[tuple[str, str]]:
    """The same of figures, and how to read those."""
    words, outcome = found.words, found.outcome
    yield from _whose(found)
    for key in ("own", "empty"):
        yield words(f"figures.about.{key}"), words(f"figures.text.{key}")
    if count := withheld(outcome.round):
        yield words("figures.about.withheld"), words("figures.text.withheld", count=count)


def _workbook(found: Reading, tables: list[Table]) -> bytes:
    words = found.words
    lines = [*_about(found), (words("figures.about.formulas"), words("figures.text.formulas"))]
    lines += [(words("figures.sheet", name=words(f"figures.table.{table.name}.name")), words(f"figures.table.{table.name}.about"))
              for table in tables]
    return figures(words("figures.title"), lines, [_sheet(found, table) for table in tables], words)


def _sheet(found: Reading, table: Table) -> Sheet:
    """A table as people read it: a code is left out, because the same stands beside it in words."""
    words = found.words
    dictionary_ = table.name == COLUMNS
    shown = [(number, column) for number, column in enumerate(table.columns) if KIND_OF[column] != "code" or (dictionary_ and column != "table")]
    return Sheet(
        table.name, words(f"figures.table.{table.name}.name"), words(f"figures.table.{table.name}.about"),
        tuple(Column(words(f"figures.column.{column}.name"), KIND_OF[column]) for _, column in shown),
        [tuple(row[number] for number, _ in shown) for row in table.rows],
    )
