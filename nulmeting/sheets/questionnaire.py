"""Questionnaire: what is asked as a workbook to fill in, with drop-downs; `answered` reads it back.

A row carries the id of its question and a print of the answer it was made with, so that rows may be moved and only what somebody changed
is taken. The first row of a sheet, hidden, names its columns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from nulmeting.answers import LONGEST_TEXT, UNKNOWN, Answer, Given, Respondent, Round, Scan
from nulmeting.framework import SIDES, Framework, Item
from nulmeting.questions import asked_of
from nulmeting.sheets.book import book, height, put, sheet_name
from nulmeting.words import Words

KIND = "nulmeting-questionnaire"
"""What the hidden sheet says the workbook is, so that another one is not taken for it."""

FORMAT = 1
"""Version of the workbook this program makes; a newer one is refused."""

ABOUT = "nulmeting"
"""The hidden sheet that says of which board, round and edition a workbook is."""

ITEMS, SCANS, OBSTACLES = "items", "scans", "obstacles"
"""The three sheets with questions, as the first cell of each names it: whatever somebody calls them."""

FIELDS = ("paper", "practice", "not_applicable", "reason", "outsourced", "supplier", "schools", "note", "evidence", "discuss")
"""What of an answer stands in a row."""

EVIDENCE = ("title", "place", "date")
"""What of a piece of evidence stands in a row, a cell each."""

PLACES = 3
"""Pieces of evidence there is room for at each item; more when somebody named more."""

FIRST_ROW = 3
"""The row of the first question, counted from one: below the names of the columns and the head."""

# Columns by width (in signs): what one only reads, and what one fills in.
_WIDTHS = {"domain": 22, "mark": 15, "title": 26, "asked_paper": 34, "paper": 30, "asked_practice": 34, "practice": 30, "outsourced": 11,
           "supplier": 20, "schools": 16, "not_applicable": 11, "reason": 24, "note": 34, "discuss": 11, "about": 44, "name": 22,
           "question": 50, "level": 26, "place": 22, "date": 14}


def evidence_key(number: int, part: str) -> str:
    """The name of a column for one part of a piece of evidence; pieces are counted from one."""
    return f"evidence_{number}_{part}"


def printed(value: Any) -> str:
    """The print of what stands in a row, to see later whether somebody changed it."""
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def in_row(answer: Answer) -> dict[str, Any]:
    """What of an answer stands in its row, as plain values."""
    fields = asdict(answer)
    return {name: list(fields[name]) if name == "evidence" else fields[name] for name in FIELDS}


def level_text(words: Words, answer_set: str, side: str, level: int) -> str:
    """A level as the drop-down says it: its number first, so that it is read back exactly."""
    return words("sheet.answer", level=level, text=words(f"answer.{answer_set}.{side}.{level}"))


def questionnaire(framework: Framework, words: Words, round_: Round, person: Respondent | None = None, role: str = "") -> bytes:
    """The questionnaire of a round as an Excel workbook, always the same bytes for the same answers.

    With `person` filled in with what they answered, and only the items they are asked; with `role` those of a role; else every item.
    The snelscan and the questions about obstacles are for everybody. `words` must hold the sentences of the edition.
    """
    somebody = person or (Respondent("", role) if role else None)
    items = tuple(framework.items) if somebody is None else asked_of(framework, round_, somebody)
    filled = person or Respondent("", role)

    def fill(workbook: Any) -> None:
        _Maker(framework, words, round_, filled, workbook).make(items)

    return book(fill, title=words("workbook.title"), subject=round_.settings.name)


class _Maker:
    """Makes the sheets of one questionnaire."""

    def __init__(self, framework: Framework, words: Words, round_: Round, person: Respondent, workbook: Any) -> None:
        self.framework, self.words, self.round, self.person, self.workbook = framework, words, round_, person, workbook
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D1DA"}
        add = workbook.add_format
        self.read = add({**base, "bg_color": "#F3F5F7"})
        self.name = add({**base, "bg_color": "#F3F5F7", "bold": True})
        self.head = add({**base, "bold": True, "bg_color": "#0B5A6F", "font_color": "#FFFFFF"})
        # As text: Excel would make a date of 3-1 and a number of 0031.
        self.open = add({**base, "locked": False, "num_format": "@"})
        self.closed = add({**base, "bg_color": "#D9DEE4"})
        self.plain = add({"text_wrap": True, "valign": "top"})
        self.title = add({"bold": True, "font_size": 16, "valign": "top"})
        self.lists: dict[str, str] = {}

    def make(self, items: Sequence[str]) -> None:
        words, framework = self.words, self.framework
        about = self.workbook.add_worksheet(sheet_name(words("workbook.sheet.about")))
        sheets = {kind: self.workbook.add_worksheet(sheet_name(words(f"workbook.sheet.{kind}"))) for kind in (ITEMS, SCANS, OBSTACLES)}
        self._choices()
        self._hidden()
        self._about(about, len(items))
        self._items(sheets[ITEMS], [framework.items[item] for item in items])
        self._scans(sheets[SCANS])
        self._obstacles(sheets[OBSTACLES])
        about.activate()

    def _choices(self) -> None:
        """The texts of every drop-down, on a hidden sheet: a list inside a cell's rule may be 255 signs long, which is too short."""
        words, levels = self.words, self.framework.levels
        lists = {
            f"{answer_set}_{side}": [*(level_text(words, answer_set, side, level) for level in levels), words("questions.unknown")]
            for answer_set in ("own", "outsourced") for side in SIDES
        }
        lists["schools"] = [words(f"coverage.{option}") for option in self.framework.choices.coverage.options]
        lists["yes"] = [words("workbook.yes"), words("workbook.no")]
        lists["obstacle"] = [self._obstacle(level) for level in self.framework.choices.obstacle_levels]
        name = sheet_name(words("workbook.sheet.choices"))
        sheet = self.workbook.add_worksheet(name)
        for column, (key, texts) in enumerate(lists.items()):
            for row, text in enumerate(texts):
                put(sheet, row, column, text, self.plain)
            letter = chr(ord("A") + column)
            self.lists[key] = f"'{name}'!${letter}$1:${letter}${len(texts)}"
        sheet.hide()

    def _hidden(self) -> None:
        sheet = self.workbook.add_worksheet(ABOUT)
        round_ = self.round
        known = {"kind": KIND, "format": str(FORMAT), "board": round_.board, "round": round_.id, "edition": self.framework.edition,
                 "person": self.person.id, "role": self.person.role}
        for row, (key, value) in enumerate(known.items()):
            put(sheet, row, 0, key, self.plain)
            put(sheet, row, 1, value, self.plain)
        sheet.very_hidden()

    def _about(self, sheet: Any, count: int) -> None:
        words, person = self.words, self.person
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 85)
        who = words(f"role.{person.role}") if person.role else words("workbook.everybody")
        lines = [words("workbook.for", board=self.round.settings.name, round=self.round.id),
                 words("workbook.who", who=words("who.person", name=person.name, role=who) if person.name else who),
                 words("workbook.count", count=count), "", *words.lines("workbook.about"), "", words("result.fixed")]
        put(sheet, 0, 0, words("workbook.title"), self.title)
        sheet.set_row(0, 26)
        for row, line in enumerate(lines, start=1):
            put(sheet, row, 0, line, self.plain)
            sheet.set_row(row, height([(line, 95)]))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect()

    def _items(self, sheet: Any, items: Sequence[Item]) -> None:
        words, framework = self.words, self.framework
        places = max([PLACES, *(len(answer.evidence) for item, answer in self.person.answers.items())])
        open_ = ["paper", "practice", "outsourced", "supplier", "schools", "not_applicable", "reason", "note",
                 *(evidence_key(number, part) for number in range(1, places + 1) for part in EVIDENCE), "discuss"]
        keys = ["domain", "mark", "title", "asked_paper", "paper", "asked_practice", *open_[1:]]
        column = self._begin(sheet, ITEMS, keys, frozen="title")
        for row, item in enumerate(items, start=FIRST_ROW - 1):
            answer, domain = self.person.answers.get(item.id, Answer()), framework.domain[item.domain]
            start = f"item.{item.id}."
            texts = {
                "domain": words("questions.domain-name", number=domain.number, name=words(f"domain.{domain.id}")),
                "mark": words("counts.own") if item.official is None else words("counts.norm", code=item.official.code,
                                                                             status=words(f"status.{item.official.status}")),
                "title": words(start + "title"), **{f"asked_{side}": words(start + side) for side in SIDES},
            }
            shown = self._shown(answer)
            self._print(sheet, row, item.id, in_row(answer))
            self._fit(sheet, row, {**shown, **texts})
            for key in keys:
                if key in texts:
                    put(sheet, row, column[key], texts[key], self.name if key == "title" else self.read)
                    continue
                cannot = (key == "not_applicable" and not item.not_applicable) or (key == "outsourced" and not item.outsourceable)
                put(sheet, row, column[key], shown.get(key, ""), self.closed if cannot else self.open)
            self._rules(sheet, row, item, column)
        if items:
            last = len(items) + FIRST_ROW - 2
            for key in open_:
                if key not in (*SIDES, "outsourced", "not_applicable", "schools", "discuss"):
                    self._length(sheet, FIRST_ROW - 1, column[key], last)
            for key in ("schools", "discuss"):
                self._list(sheet, FIRST_ROW - 1, column[key], last, self.lists["schools" if key == "schools" else "yes"])
        sheet.set_paper(8)
        sheet.fit_to_pages(2, 0)
        sheet.autofilter(FIRST_ROW - 2, column["domain"], max(FIRST_ROW - 1, len(items) + FIRST_ROW - 2), column["discuss"])

    def _shown(self, answer: Answer) -> dict[str, str]:
        """What stands in the cells of an answer, by column."""
        words = self.words
        answer_set = "outsourced" if answer.outsourced else "own"
        shown = {side: self._side(answer_set, side, getattr(answer, side)) for side in SIDES}
        shown |= {name: words("workbook.yes") for name in ("not_applicable", "outsourced", "discuss") if getattr(answer, name)}
        shown |= {name: getattr(answer, name) for name in ("reason", "supplier", "note")}
        shown["schools"] = words(f"coverage.{answer.schools}") if answer.schools else ""
        for number, piece in enumerate(answer.evidence, start=1):
            shown |= {evidence_key(number, part): getattr(piece, part) for part in EVIDENCE}
        return shown

    def _side(self, answer_set: str, side: str, given: Given) -> str:
        if isinstance(given, int):
            return level_text(self.words, answer_set, side, given)
        return self.words("questions.unknown") if given == UNKNOWN else ""

    def _rules(self, sheet: Any, row: int, item: Item, column: Mapping[str, int]) -> None:
        """The drop-downs of one row; the answers of what is outsourced read otherwise, so they follow that cell."""
        letter = xl_col_to_name(column["outsourced"])
        for side in SIDES:
            own, other = self.lists[f"own_{side}"], self.lists[f"outsourced_{side}"]
            yes = self.lists["yes"].split(":")[0]
            source = f"=IF(${letter}{row + 1}={yes},{other},{own})" if item.outsourceable else f"={own}"
            self._list(sheet, row, column[side], row, source)
        for key, can in (("not_applicable", item.not_applicable), ("outsourced", item.outsourceable)):
            if can:
                self._list(sheet, row, column[key], row, self.lists["yes"])

    def _scans(self, sheet: Any) -> None:
        words = self.words
        # Practice first: it is what people know without looking anything up.
        keys = ["domain", "about", "asked_practice", "practice", "asked_paper", "paper"]
        column = self._begin(sheet, SCANS, keys, frozen="domain")
        for row, domain in enumerate(self.framework.domains, start=FIRST_ROW - 1):
            scan = self.person.scan.get(domain.id, Scan())
            self._print(sheet, row, domain.id, asdict(scan))
            texts = {
                "domain": words("questions.domain-name", number=domain.number, name=words(f"domain.{domain.id}")),
                "about": words(f"domain.{domain.id}.about"), **{f"asked_{side}": words(f"domain.{domain.id}.{side}") for side in SIDES},
            }
            self._fit(sheet, row, texts)
            for key, text in texts.items():
                put(sheet, row, column[key], text, self.name if key == "domain" else self.read)
            for side in SIDES:
                put(sheet, row, column[side], self._side("own", side, getattr(scan, side)), self.open)
                self._list(sheet, row, column[side], row, self.lists[f"own_{side}"])

    def _obstacles(self, sheet: Any) -> None:
        words = self.words
        column = self._begin(sheet, OBSTACLES, ["name", "question", "level"], frozen="question")
        questions = [(obstacle.id, question) for obstacle in self.framework.choices.obstacles for question in obstacle.questions]
        for row, (obstacle, question) in enumerate(questions, start=FIRST_ROW - 1):
            level = self.person.obstacles.get(question)
            self._print(sheet, row, question, level)
            texts = {"name": words(f"obstacle.{obstacle}.name"), "question": words(f"obstacle.{obstacle}.questions.{question}")}
            self._fit(sheet, row, texts)
            for key, text in texts.items():
                put(sheet, row, column[key], text, self.name if key == "question" else self.read)
            put(sheet, row, column["level"], "" if level is None else self._obstacle(level), self.open)
            self._list(sheet, row, column["level"], row, self.lists["obstacle"])

    def _obstacle(self, level: int) -> str:
        return self.words("sheet.answer", level=level, text=self.words(f"obstacle.answer.{level}"))

    # -- what every sheet has

    def _begin(self, sheet: Any, kind: str, keys: Sequence[str], frozen: str) -> dict[str, int]:
        """The head of a sheet; its columns by key, counted from nought. Nothing but the answers can be changed."""
        names = [kind, "print", *keys]
        for column, key in enumerate(names):
            put(sheet, 0, column, key, self.plain)
            hidden = column < 2
            put(sheet, 1, column, "" if hidden else head(self.words, key), self.head)
            sheet.set_column(column, column, _width(key), None, {"hidden": hidden})
        column_of = {key: column for column, key in enumerate(names)}
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(1, height((head(self.words, key), _width(key)) for key in keys))
        sheet.freeze_panes(FIRST_ROW - 1, column_of[frozen] + 1)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        return column_of

    def _print(self, sheet: Any, row: int, id_: str, value: Any) -> None:
        put(sheet, row, 0, id_, self.plain)
        put(sheet, row, 1, printed(value), self.plain)

    def _fit(self, sheet: Any, row: int, texts: Mapping[str, str]) -> None:
        sheet.set_row(row, height((text, _width(key)) for key, text in texts.items()))

    def _list(self, sheet: Any, row: int, column: int, last: int, source: str) -> None:
        sheet.data_validation(row, column, last, column, {
            "validate": "list", "source": source if source.startswith("=") else f"={source}",
            "error_title": self.words("workbook.rule.title"), "error_message": self.words("workbook.rule.list"),
        })

    def _length(self, sheet: Any, row: int, column: int, last: int) -> None:
        sheet.data_validation(row, column, last, column, {
            "validate": "length", "criteria": "<=", "value": LONGEST_TEXT, "error_title": self.words("workbook.rule.title"),
            "error_message": self.words("workbook.rule.length", most=LONGEST_TEXT),
        })


def head(words: Words, key: str) -> str:
    """What a column is called in the workbook."""
    if key.startswith("evidence_"):
        _, number, part = key.split("_")
        return words(f"workbook.head.evidence-{part}", number=number)
    return words(f"workbook.head.{key}")


def _width(key: str) -> int:
    """How wide a column is, in signs."""
    return _WIDTHS.get(key.split("_")[-1] if key.startswith("evidence_") else key, 10)
