"""The results view says what `nulmeting assess --json` says: every number, and of every number the answers behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from nulmeting import files
from nulmeting.answers import Answer, Respondent, Round, Settings
from nulmeting.files import Home
from nulmeting.framework import SIDES, Framework
from nulmeting.outcome import Outcome, Record, as_record, assessed
from nulmeting.plan import Stability
from nulmeting.sentences import title
from nulmeting.views import results
from nulmeting.words import Words

BOARDS = sorted(path.name for path in Home.here().boards.glob("demo-*"))


@pytest.fixture(scope="module")
def outcomes(home: Home, framework: Framework) -> dict[str, Outcome]:
    return {board: assessed(framework, files.read_round(files.find_round(home, board), framework).round) for board in BOARDS}


def record_of(outcome: Outcome) -> Record:
    """What the program prints; the stability of the five is no business of this view."""
    return as_record(outcome, {thing.option.id: Stability(True, Fraction(1), ()) for thing in outcome.plan.tomorrow})


def number(value: float | None, words: Words) -> str:
    return words.number(value)


def check_mean(shown: dict[str, Any], mean: Any, can_show: bool, words: Words) -> None:
    assert shown["figure"] == (number(mean["score"], words) if can_show and mean["score"] is not None else words("result.too-little"))
    if mean["low"] == mean["high"]:
        assert shown["between"] == words("result.sure")
    else:
        spoken = words("format.range", low=number(mean["low"], words), high=number(mean["high"], words))
        assert shown["between"] == words("result.between", range=spoken)


@pytest.mark.parametrize("board", BOARDS)
def test_every_number_is_the_one_of_the_record(board: str, outcomes: dict[str, Outcome], words: Words) -> None:
    outcome = outcomes[board]
    view, record = results.view(outcome, words), record_of(outcome)
    numbers = {entry["id"]: entry for entry in view["numbers"]}
    assert set(numbers) == {"total", *outcome.framework.parts, *SIDES}
    for id_, entry in numbers.items():
        mean: Any = record["axes"][id_] if id_ in SIDES else record[id_]    # type: ignore[literal-required]
        check_mean(entry, mean, True, words)
    domains = {entry["id"]: entry for entry in record["domains"]}
    assert [entry["id"] for entry in view["domains"]] == [id_ for id_, entry in domains.items() if entry["applicable"]]
    for entry in view["domains"]:
        check_mean(entry, domains[entry["id"]], domains[entry["id"]]["shown"], words)
        assert str(domains[entry["id"]]["answered"]) in entry["known"] and str(domains[entry["id"]]["applicable"]) in entry["known"]

    charts = {chart["id"]: chart for part in view["story"] for chart in part["charts"]}
    rows = charts["domains"]["table"]["rows"]
    assert not rows or [row[1] for row in rows] == [
        number(entry["score"], words) if entry["shown"] else
        words("result.too-little" if entry["applicable"] else "questions.state.not_applicable") for entry in record["domains"]
    ]
    norms = {norm["id"]: norm for norm in record["norms"]}
    assert len(charts["gaps"]["table"]["rows"]) == len(record["gaps"])
    for row, item in zip(charts["gaps"]["table"]["rows"], record["gaps"], strict=True):
        norm = norms[item]
        assert words(f"item.{item}.title") in row[0]
        assert row[2] == words("questions.level", level=norm["level"], name=words(f"level.{norm['level']}"))
        assert norm["gap"] and row[4] == number(norm["weight"] * norm["gap"], words)
    for row, norm in zip(charts["items"]["table"]["rows"], record["norms"], strict=True) if charts["items"]["table"]["rows"] else ():
        assert row[2].startswith(words("questions.level", level=norm["level"], name="").rstrip(", ")) if norm["level"] else row[2] == ""
        assert row[3] == words(f"questions.state.{norm['state']}")
    assert [words(f"item.{item}.title") in row[0] for row, item in zip(view["find_out"]["rows"], record["find_out"], strict=True)].count(False) == 0
    if "sector" in charts:
        assert charts["sector"]["table"]["rows"][0][1] == number(record["security_item_mean"], words)
        assert f" {number(record['security_item_mean'], words)};" in charts["sector"]["title"]
    else:
        assert record["security_item_mean"] is None or record["security"]["score"] is None
    assert [thing["title"] for thing in view["things"]] == [title(words, thing["action"]) for thing in record["plan"]["tomorrow"]]


@pytest.mark.parametrize("board", BOARDS)
def test_behind_a_number_stand_the_answers_that_make_it(board: str, outcomes: dict[str, Outcome], words: Words) -> None:
    """From the rows that are shown one can reckon the number."""
    outcome = outcomes[board]
    view = results.view(outcome, words)
    for entry in view["domains"]:
        items = outcome.framework.domain[entry["id"]].items
        assert len(entry["table"]["rows"]) == len(items)
        levels = [int(row[3]) for row in entry["table"]["rows"] if row[3].isdigit()]
        if entry["figure"] != words("result.too-little"):
            assert number(sum(levels) / len(levels), words) == entry["figure"]
        for row, item in zip(entry["table"]["rows"], items, strict=True):
            sides = outcome.sides[item]
            for place, side in enumerate(SIDES, start=1):
                effective = sides.side(side)
                if sides.not_applicable:
                    assert row[place] == ""
                elif effective.value is None:
                    assert row[place] == words(f"questions.state.{effective.source}")
                else:
                    assert row[place].split()[0] == str(effective.value)
    for entry in view["numbers"]:
        means = [float(row[1].replace(",", ".")) for row in entry["table"]["rows"] if row[1] != words("format.none")]
        if entry["figure"] != words("result.too-little"):
            # The rows are rounded.
            assert abs(sum(means) / len(means) - float(entry["figure"].replace(",", "."))) <= 0.1
    for entry in (*view["numbers"], *view["domains"]):
        assert entry["rules"] and all(view["reasons"][name]["text"] for name in entry["rules"])
        assert all(len(row) == len(entry["table"]["head"]) for row in entry["table"]["rows"])


def test_a_rule_is_told_where_it_counts(outcomes: dict[str, Outcome], words: Words) -> None:
    outcome = outcomes["demo-groep"]
    view = results.view(outcome, words)
    for entry in view["domains"]:
        items = [outcome.sides[item] for item in outcome.framework.domain[entry["id"]].items]
        assert ("lowest" in entry["rules"]) == any(sides.open for sides in items)
        assert ("coverage" in entry["rules"]) == any(sides.reduced for sides in items)
        assert ("estimated" in entry["rules"]) == bool(outcome.scores.domains[entry["id"]].estimated)
    assert any("lowest" in entry["rules"] for entry in view["domains"])


@pytest.mark.parametrize("board", [*BOARDS, "nothing", "one"])
def test_titles_are_told_apart_by_who_listens(board: str, outcomes: dict[str, Outcome], framework: Framework, words: Words) -> None:
    """Every table is a landmark of its own and every chart a heading: none may have the name of another."""
    answers = {next(iter(framework.items)): Answer(paper=2, practice=3)} if board == "one" else {}
    proef = Round("proef", "1", Settings(framework.edition, "Proef", "2027-01"), (Respondent("ibp-1", "ibp", answers=answers),))
    view = results.view(outcomes.get(board) or assessed(framework, proef), words)
    assert view["empty"] == (board == "nothing")
    tables = [chart["table"]["title"] for part in view["story"] for chart in part["charts"] if chart["table"]["rows"]]
    tables += [entry["table"]["title"] for entry in (*view["numbers"], *view["domains"])]
    assert len(tables) == len(set(tables))
