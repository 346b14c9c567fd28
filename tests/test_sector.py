"""Many boards together: nothing is told from which one board follows, no name stands in another's copy, and made-up boards are always
the same ones. Attackers here know the rules, the number of boards, and all about one of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nulmeting import files, notebook, sector
from nulmeting.answers import UNKNOWN, Settings, combined
from nulmeting.charts import Chart, Text, distribution, shares, wide
from nulmeting.errors import BoardError
from nulmeting.exporters.pdf import as_pdf
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.gathering import Gathered, gathered
from nulmeting.report import MIME, as_html, as_json, as_page, sector_document, sector_rows
from nulmeting.scoring import scored
from nulmeting.sector import NO_TYPE, PROVISIONAL, TOTAL, Count, Measure, measured, needs, pooled, share, spread, standing, stepped, told
from nulmeting.synthetic import believable
from nulmeting.words import Words
from tests.test_cli import in_this_process, sentence

MADE_UP = 40
CANARY = "Kanarie"


# ---- what a reckoner on paper would find -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "boards", "quartiles", "how_many"), [
    # The 2nd, 3rd and 4th of five; of eight, a quarter of the way from the 2nd to the 3rd, and so on.
    ([1, 2, 3, 4, 5], 20, (2, 3, 4), Count(5, 5)),
    ([1, 1, 2, 2, 3, 3, 4, 4], 20, (Fraction(18, 10), Fraction(5, 2), Fraction(33, 10)), Count(8, 8)),
    ([1, 2, 3, 4], 20, None, Count(0, 4)),
    ([2] * 17, 20, (2, 2, 2), Count(16, 20)),
    ([2] * 5, 5, (2, 2, 2), Count(5, 5)),
])
def test_quartiles_as_on_paper(values: list[int], boards: int, quartiles: tuple[object, ...] | None, how_many: Count) -> None:
    found = spread([Fraction(value) for value in values], boards, 5)
    assert (found.quartiles, found.boards) == (quartiles, how_many)


def test_a_mean_is_told_in_tenths() -> None:
    assert spread([Fraction(47, 21)] * 9, 20, 5).quartiles == (Fraction(22, 10),) * 3


@pytest.mark.parametrize(("count", "boards", "told_"), [
    (5, 10, Count(5, 5)), (4, 10, Count(0, 4)), (0, 10, Count(0, 4)), (6, 10, Count(6, 10)), (10, 10, Count(6, 10)), (7, 9, None),
    (12, 20, Count(12, 12)), (15, 20, Count(15, 15)), (16, 20, Count(16, 20)),
])
def test_a_number_and_what_is_left_of_the_total(count: int, boards: int, told_: Count | None) -> None:
    assert share(count, boards, 5) == told_


@pytest.mark.parametrize(("counts", "told_"), [
    ((10, 20, 30), (10, 20, 30)),
    ((3, 20, 30), (None, None, 30)),        # the total less the others is 3: the next one goes too
    ((3, 20, 20), (None, None, None)),      # and all that are equal to it
    ((1, 2, 30), (None, None, None)),
    ((0, 5, 6, 9), (None, None, None, 9)),  # whoever is one of the five would know that the other is nought
    ((0, 6, 7, 9), (None, None, 7, 9)),
])
def test_what_is_left_out_of_a_division(counts: tuple[int, ...], told_: tuple[int | None, ...]) -> None:
    assert tuple(pooled(dict(enumerate_(counts)), 5).values()) == told_


def enumerate_(counts: tuple[int, ...]) -> Iterator[tuple[str, int]]:
    return ((f"kind-{place}", count) for place, count in enumerate(counts))


def test_a_board_brings_what_it_has(framework: Framework, words: Words) -> None:
    settled = 0
    for number in range(1, 13):
        round_ = believable(framework, words, number)[-1]
        scores = scored(framework, combined(framework, round_))
        measure = measured(framework, round_)
        assert measure.scores.get(TOTAL) == scores.total.figure
        assert {domain: measure.scores.get(domain) for domain in framework.domain} == {d: m.figure for d, m in scores.domains.items()}
        assert measure.gaps == {item for item, score in scores.items.items() if score.gap}
        for action in framework.actions.values():
            helps = any(lift.side in (gaps := scores.items[lift.item].side_gaps) and lift.to > framework.target - gaps[lift.side]
                        for lift in action.lifts)
            decision = round_.decisions.get(action.id)
            open_ = decision is None or decision.status in ("planned", "wanted")
            # What exists because of a checklist is for who filled that in.
            assert (action.id in measure.actions) == (helps and open_ and action.id not in framework.own_actions)
            settled += helps and not open_
    assert settled


# ---- attackers -------------------------------------------------------------------------------------------------------------------


def divisions(boards: int, kinds: int) -> Iterator[tuple[int, ...]]:
    return (counts for counts in product(range(boards + 1), repeat=kinds) if sum(counts) == boards)


@pytest.mark.parametrize(("cell", "kinds", "most"), [(2, 3, 12), (2, 4, 9), (3, 3, 14), (3, 4, 11), (2, 5, 7)])
def test_no_small_number_of_a_division_can_be_found(cell: int, kinds: int, most: int) -> None:
    """Every division there can be, by what is told of it: a small number left out could always be another, whatever kind one is of."""
    for boards in range(cell, most + 1):
        alike = defaultdict(list)
        for counts in divisions(boards, kinds):
            alike[tuple(pooled(dict(enumerate_(counts)), cell).values())].append(counts)
        for seen, possible in alike.items():
            for counts, kind in product(possible, range(kinds)):
                if counts[kind] >= cell:
                    continue
                assert seen[kind] is None
                for own in (own for own in range(kinds) if counts[own]):
                    assert len({others[kind] for others in possible if others[own]}) > 1, (counts, kind, own)


@pytest.mark.parametrize("cell", [3, 4, 5])
def test_no_small_number_of_who_has_and_who_has_not_can_be_found(cell: int) -> None:
    for boards in range(cell, 4 * cell):
        alike = defaultdict(list)
        for count in range(boards + 1):
            alike[share(count, boards, cell)].append(count)
        for possible in alike.values():
            for count in possible:
                if count < cell or boards - count < cell:
                    assert len({other for other in possible if other or not count}) > 1
                    assert len({other for other in possible if boards - other or boards == count}) > 1


@pytest.mark.parametrize("cell", [3, 4, 5])
def test_no_small_difference_of_what_lies_within_something_else_can_be_found(cell: int) -> None:
    """Boards with a gap, and those of them that an action helps: how few are not helped stays unknown, and so do both numbers."""
    for boards in range(2 * cell, 6 * cell):
        alike = defaultdict(set)
        for gap, helped in product(range(boards + 1), repeat=2):
            if helped <= gap:
                alike[stepped(gap, boards, cell), stepped(helped, boards, cell)].add(gap - helped)
        assert all(len(differences) >= cell for differences in alike.values())
        for count in range(boards + 1):
            said = stepped(count, boards, cell)
            assert said is not None and said.low <= count <= said.high and said.high - said.low >= cell - 1


def test_no_number_by_type_can_be_found_from_the_number_of_all(cell: int = 2) -> None:
    """The quarters, the types and the number of all that find it hard, together: for every type several numbers stay possible."""
    shown = 0
    for sizes in ((8, 8), (8, 9), (9, 10, 3), (8, 12, 8)):
        types: dict[str, int | None] = dict(enumerate_(sizes))
        alike = defaultdict(list)
        for hard in product(*(range(size + 1) for size in sizes)):
            counts = dict(enumerate_(hard))
            seen = needs(counts, types, sum(sizes), cell)
            alike[tuple(seen.items()), share(sum(hard), sum(sizes), cell)].append(counts)
        for (seen_, _), possible in alike.items():
            for kind, _ in seen_:
                shown += 1
                assert len({counts[kind] for counts in possible}) >= cell
    assert shown > 50


def boards_of(framework: Framework) -> st.SearchStrategy[list[Measure]]:
    """Boards in which anything goes, mostly alike: where few differ it is hardest to keep them unknown."""
    items, actions = list(framework.items)[:6], list(framework.actions)[:6]
    kinds = [*(kind.id for kind in framework.choices.types.list), PROVISIONAL, NO_TYPE]
    obstacles = [obstacle.id for obstacle in framework.choices.obstacles]
    names = [*list(framework.domain)[:3], TOTAL]
    mostly = st.sampled_from([True, True, True, True, True, True, False])

    def measure(draw: st.DrawFn) -> Measure:
        return Measure(
            f"{CANARY}-{draw(st.integers(0, 999))}", {name: Fraction(draw(st.integers(10, 50)), 10) for name in names if draw(mostly)},
            kinds[0] if draw(mostly) else draw(st.sampled_from(kinds)), frozenset(id_ for id_ in obstacles if draw(mostly)),
            frozenset(id_ for id_ in items if draw(mostly)), frozenset(id_ for id_ in actions if draw(mostly)),
        )

    return st.lists(st.composite(measure)(), min_size=5, max_size=24)


@given(data=st.data())
def test_nothing_is_told_of_fewer_boards_than_a_cell(framework: Framework, data: st.DataObject) -> None:
    measures = data.draw(boards_of(framework))
    cell, boards = framework.choices.sector.cell, len(measures)
    found = told(framework, measures)

    def fits(count: Count | None, true: int) -> None:
        if count is None:
            assert boards < 2 * cell
            return
        assert count.low <= true <= count.high
        exact = count.low == count.high
        assert not exact or (true >= cell and (boards - true >= cell or boards == cell))
        assert exact or count.high - count.low >= min(cell, boards - cell + 1) - 1

    for name, spread_ in found.spreads.items():
        true = sum(name in measure.scores for measure in measures)
        fits(spread_.boards, true)
        assert (spread_.quartiles is not None) == (true >= cell)
    for obstacle, count in found.obstacles.items():
        fits(count, sum(obstacle in measure.obstacles for measure in measures))
    for kind, told_of in found.types.items():
        assert told_of is None or told_of == sum(measure.type == kind for measure in measures) >= cell
    hidden = [kind for kind, told_of in found.types.items() if told_of is None]
    assert not hidden or (len(hidden) > 1 and sum(measure.type in hidden for measure in measures) >= cell)
    for shared, of in ((found.gaps, "gaps"), (found.actions, "actions")):
        for each in shared:
            assert cell <= each.boards.low <= sum(each.id in getattr(measure, of) for measure in measures) <= each.boards.high
            assert each.boards.high - each.boards.low >= cell - 1
    assert CANARY not in repr(found)
    assert found == told(framework, list(reversed(measures)))


def test_the_order_of_what_is_shared_tells_nothing_that_the_numbers_do_not(framework: Framework) -> None:
    """Two gaps of which only 'nearly all' is told stand in the same order, whichever more boards have."""
    one, other = list(framework.items)[:2]

    def sector_of(ones: int, others: int) -> sector.Sector:
        return told(framework, [
            Measure(str(n), {}, NO_TYPE, frozenset(), frozenset({one} if n < ones else ()) | frozenset({other} if n >= 30 - others else ()),
                    frozenset()) for n in range(30)
        ])

    assert sector_of(30, 27).gaps == sector_of(27, 30).gaps
    assert sector_of(14, 10).gaps == sector_of(10, 14).gaps
    assert [shared.id for shared in sector_of(20, 12).gaps] == [one, other]
    assert [shared.id for shared in sector_of(12, 20).gaps] == [other, one]
    assert [shared.id for shared in sector_of(20, 4).gaps] == [one]


def test_a_board_stands_in_a_quarter_and_never_in_a_place(framework: Framework) -> None:
    measures = [Measure(str(n), {TOTAL: Fraction(10 + 2 * n, 10)}, NO_TYPE, frozenset(), frozenset(), frozenset()) for n in range(9)]
    quarters = [standing(told(framework, measures), measure).quarters[TOTAL] for measure in measures]
    assert quarters == [-1, -1, 0, 0, 0, 0, 0, 1, 1]


def test_fewer_boards_than_a_cell_are_no_sector(framework: Framework) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        told(framework, [Measure(str(n), {}, NO_TYPE, frozenset(), frozenset(), frozenset()) for n in range(4)])


# ---- from a folder -----------------------------------------------------------------------------------------------------------------


def write(home: Home, framework: Framework, words: Words, numbers: range) -> None:
    """Made-up boards in which every text that somebody could have typed names the board."""
    for number in numbers:
        for round_ in believable(framework, words, number):
            mark = f"{CANARY} {number:02d}."
            people = tuple(
                replace(person, name=mark, answers={
                    item: replace(answer, note=mark, supplier=mark if answer.outsourced else "", reason=mark if answer.not_applicable else "")
                    for item, answer in person.answers.items()
                }) for person in round_.respondents
            )
            named = replace(round_, respondents=people, settings=replace(round_.settings, name=mark))
            files.create_round(home, f"kanarie-{number:02d}", round_.id, named.settings, files.logs_of(framework, named, "2026-11-16T09:00:00Z"))


@pytest.fixture(scope="module")
def many(home: Home, framework: Framework, words: Words, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Boards that carry their own name wherever somebody types; tests only read them."""
    made = Home(home.folder, tmp_path_factory.mktemp("besturen"))
    write(made, framework, words, range(1, 25))
    return made


@pytest.fixture(scope="module")
def all_(many: Home) -> Gathered:
    """What the consultant gets of them."""
    return gathered(many)


@pytest.fixture(scope="module")
def own(many: Home) -> Gathered:
    """What the seventh of them gets."""
    return gathered(many, "kanarie-07")


def everywhere(found: Gathered, words: Words) -> str:
    document = sector_document(found, words)
    return "\n".join((json.dumps(as_json(document), ensure_ascii=False), as_html(document), as_page(document), repr(sector_rows(found, words))))


def test_no_copy_names_a_board_but_its_own(all_: Gathered, own: Gathered, words: Words) -> None:
    canary = re.compile(r"kanarie[ -](\d\d)", re.IGNORECASE)
    assert not canary.findall(everywhere(all_, words))
    assert set(canary.findall(everywhere(own, words))) == {"07"}
    assert CANARY not in repr(sector_rows(own, words))


def test_the_own_copy_tells_the_same_of_all_and_where_the_own_board_is(
    many: Home, all_: Gathered, own: Gathered, framework: Framework, words: Words
) -> None:
    assert all_.sector == own.sector and all_.own is None and own.own is not None
    assert own.own.scores == measured(framework, files.read_round(files.find_round(many, "kanarie-07"), framework).round).scores
    document = sector_document(own, words)
    assert document.owner == f"{CANARY} 07." and words("sector.head.yours") in as_html(document)
    assert words("sector.head.yours") not in as_html(sector_document(all_, words))
    assert sector_rows(all_, words) == sector_rows(own, words)


def test_what_documents_never_say(all_: Gathered, own: Gathered, words: Words) -> None:
    for found in (all_, own):
        text = as_html(sector_document(found, words)).lower()
        for word in ("voldoet", "mediaan", "robuust", "gate", "kwartiel", "{", "None"):
            assert word not in re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", text, flags=re.DOTALL), word
        assert words("sector.fixed").lower() in text


def test_the_document_can_be_set_on_pages(all_: Gathered, words: Words) -> None:
    assert as_pdf(sector_document(all_, words)).startswith(b"%PDF")


def test_two_processes_find_what_one_finds(many: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nulmeting.gathering._IN_ONE_PROCESS", 10)
    assert gathered(many, workers=2).sector == gathered(many, workers=1).sector


_WHYS = ("leeg, half geschreven", "regel 3", "kan geen naam", "Er is geen bestuur")


def test_a_broken_board_stops_no_other(own_home: Home, framework: Framework, words: Words) -> None:
    write(own_home, framework, words, range(1, 9))
    (own_home.boards / "kanarie-03" / files.rounds(own_home, "kanarie-03")[-1] / "round.json").write_text("{", encoding="utf-8")
    log = next((own_home.boards / "kanarie-04" / files.rounds(own_home, "kanarie-04")[-1] / "answers").iterdir())
    log.write_text(log.read_text(encoding="utf-8").replace('"seq":2', '"seq":9'), encoding="utf-8")
    for name in ("Kanarie Nieuw", "kanarie-leeg", ".verborgen"):
        (own_home.boards / name).mkdir()
    found = gathered(own_home)
    assert found.sector.boards == 6
    assert {each.board: why for each in found.broken for why in _WHYS if why in each.why} == {
        "kanarie-03": "leeg, half geschreven", "kanarie-04": "regel 3", "Kanarie Nieuw": "kan geen naam", "kanarie-leeg": "Er is geen bestuur",
    }
    assert "kanarie" not in everywhere(found, words).lower() and words("sector.broken", count=4) in everywhere(found, words)
    done = in_this_process(own_home, "sector", str(own_home.boards), "--format", "csv", "--out", str(own_home.folder / "uit"))
    assert done.returncode == 0 and "kanarie-03" in done.stderr and "kanarie-04" in done.stderr
    assert "kanarie" not in (own_home.folder / "uit" / "sector.csv").read_text(encoding="utf-8-sig").lower()
    with pytest.raises(BoardError) as caught:
        gathered(own_home, "kanarie-03")
    assert caught.value.message == "sector-own-unread"


def test_when_no_board_can_be_read_there_is_no_sector(own_home: Home, framework: Framework, words: Words) -> None:
    write(own_home, framework, words, range(1, 3))
    for file in own_home.boards.glob("*/*/round.json"):
        file.write_text("{", encoding="utf-8")
    with pytest.raises(BoardError) as caught:
        gathered(own_home)
    assert caught.value.message == "sector-unread"
    assert "Geen van de 2 besturen" in words.error(caught.value)


def test_boards_of_another_edition_are_counted_and_not_compared(own_home: Home, framework: Framework, words: Words) -> None:
    write(own_home, framework, words, range(1, 7))
    other = own_home.frameworks / "proef-1"
    shutil_copy(own_home.frameworks / framework.published, other)
    publisher = other / "publisher.yaml"
    publisher.write_text(publisher.read_text(encoding="utf-8").replace(f"edition: {framework.published}", "edition: proef-1"), encoding="utf-8")
    files.create_round(own_home, "ander", "1", Settings("proef-1", "Ander", "2027-01"))
    found = gathered(own_home)
    assert (found.sector.boards, found.others, found.framework.edition) == (6, {"proef-1": 1}, framework.edition)
    assert words("sector.other", edition="proef-1", count=1) in everywhere(found, words)
    with pytest.raises(BoardError) as caught:
        gathered(own_home, "ander")
    assert caught.value.message == "sector-own-edition"


def shutil_copy(from_: Path, to: Path) -> None:
    for path in from_.rglob("*"):
        if path.is_file():
            (to / path.relative_to(from_)).parent.mkdir(parents=True, exist_ok=True)
            (to / path.relative_to(from_)).write_bytes(path.read_bytes())


# ---- the program and the notebook --------------------------------------------------------------------------------------------------


def test_the_program_makes_the_files(many: Home, tmp_path: Path) -> None:
    done = in_this_process(many, "sector", str(many.boards), "--board", "kanarie-07", "--out", str(tmp_path), "--format", "html", "--format", "csv")
    assert done.returncode == 0, done
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sector-kanarie-07.csv", "sector-kanarie-07.html"]
    page = (tmp_path / "sector-kanarie-07.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    head, *rows = csv.reader(io.StringIO((tmp_path / "sector-kanarie-07.csv").read_bytes().decode("utf-8-sig")), delimiter=";")
    assert head == ["table", "id", "name", "what", "low", "high"] and {row[0] for row in rows} >= {"levels", "types", "gaps", "actions"}
    # As a spreadsheet in this language reads numbers.
    assert all(re.fullmatch(r"\d,\d", row[4]) for row in rows if row[0] == "levels" and row[3] == "middle" and row[4])


@pytest.mark.parametrize(("boards", "arguments", "says"), [
    (0, (), "geen enkel bestuur"), (4, (), "Vanaf 5 besturen"), (6, ("--board", "nergens"), "nergens"), (6, ("--format", "xls"), "--format"),
])
def test_a_mistake_gives_one_sentence(
    own_home: Home, framework: Framework, words: Words, boards: int, arguments: tuple[str, ...], says: str
) -> None:
    write(own_home, framework, words, range(1, boards + 1))
    done = in_this_process(own_home, "sector", str(own_home.boards), *arguments)
    assert done.returncode and says in done.stderr and len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
    assert not (own_home.folder / "outputs").exists()


def test_the_notebook_shows_the_document(many: Home, words: Words) -> None:
    bundle = notebook.sector([], folder=str(many.boards), board="kanarie-07")._repr_mimebundle_()
    assert bundle[MIME]["owner"] == f"{CANARY} 07." and "<article" in bundle["text/html"]
    with pytest.raises(SystemExit, match="bestuur_"):
        notebook.sector(["folder", "bestuur_"], folder=str(many.boards))


# ---- charts ------------------------------------------------------------------------------------------------------------------------


def charts_of(found: Gathered, words: Words) -> list[Chart]:
    return [make(found.framework, found.sector, words, found.own) for make in (distribution, shares)]


def test_charts_stay_on_their_sheet_and_say_what_they_show(all_: Gathered, own: Gathered, words: Words) -> None:
    assert own.own is not None
    # Each of them has the longest bar once, and is the own one.
    kinds = [replace(own, own=replace(own.own, type=kind), sector=replace(own.sector, types={
        other: 1187 if other == kind else 5 for other in own.sector.types
    })) for kind in own.sector.types]
    for found in (all_, own, *kinds):
        for chart in charts_of(found, words):
            assert chart.title in chart.alt and len(chart.alt) > len(chart.title)
            for drawing in (chart.wide, chart.narrow):
                assert drawing is not None
                for mark in drawing.marks:
                    if isinstance(mark, Text):
                        width = wide(mark.text, mark.size, mark.weight)
                        left = mark.x - {"start": 0, "middle": width / 2, "end": width}[mark.anchor]
                        assert left >= -4 and left + width <= drawing.width + 4, mark.text
                        assert 0 <= mark.y <= drawing.height


def test_a_chart_draws_no_lowest_and_no_highest_board(framework: Framework, words: Words) -> None:
    """Quartiles alike, ends apart: the same picture."""
    def sector_of(ends: tuple[int, int]) -> sector.Sector:
        values = [ends[0], 20, 20, 20, 25, 25, 30, 30, 30, 30, ends[1]]
        return told(framework, [
            Measure(str(n), dict.fromkeys((*framework.domain, TOTAL), Fraction(value, 10)), NO_TYPE, frozenset(), frozenset(), frozenset())
            for n, value in enumerate(values)
        ])

    assert distribution(framework, sector_of((10, 50)), words) == distribution(framework, sector_of((20, 30)), words)


# ---- made-up boards ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_up(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Made-up boards as the program writes them; tests only read them."""
    made = Home(home.folder, tmp_path_factory.mktemp("verzonnen"))
    done = in_this_process(home, "synthetic", str(MADE_UP), "--out", str(made.boards))
    assert done.returncode == 0, done
    return made


def contents(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(made_up: Home, home: Home, tmp_path: Path) -> None:
    for name, seed in (("again", "0"), ("other", "1")):
        assert in_this_process(home, "synthetic", "12", "--out", str(tmp_path / name), "--seed", seed).returncode == 0
    first = {path: content for path, content in contents(made_up.boards).items() if path[:16] <= "synthetisch-0012"}
    assert contents(tmp_path / "again") == first
    assert contents(tmp_path / "other").keys() != first.keys() or contents(tmp_path / "other") != first


def test_every_made_up_board_reads_back_as_it_was_made(made_up: Home, framework: Framework, words: Words) -> None:
    assert files.boards(made_up) == [f"synthetisch-{number:04d}" for number in range(1, MADE_UP + 1)]
    for number, board in enumerate(files.boards(made_up), start=1):
        made = believable(framework, words, number)
        assert [round_.id for round_ in made] == files.rounds(made_up, board)
        for round_ in made:
            opened = files.read_round(Place(made_up, board, round_.id), framework)
            assert not opened.notices and opened.round.settings == round_.settings and round_.settings.example
            assert (opened.round.group, opened.round.decisions) == (round_.group, round_.decisions)
            read = {person.id: person for person in opened.round.respondents}
            assert all(read[person.id] == person for person in round_.respondents) and len(read) == len(round_.respondents)


def test_a_board_that_is_there_already_is_left_as_it_is(made_up: Home, home: Home) -> None:
    before = contents(made_up.boards)
    assert "synthetisch-0001" in sentence(in_this_process(home, "synthetic", "2", "--out", str(made_up.boards)))
    assert contents(made_up.boards) == before


def test_made_up_boards_are_like_a_sector(framework: Framework, words: Words) -> None:
    """Security near 1.9, and boards between about 1.5 and 2.7, as the Deep Dive of 2024 saw; what is ahead and behind there is so here."""
    rounds = [believable(framework, words, number)[-1] for number in range(1, 241)]
    means, types, domains = [], Counter[str](), defaultdict[str, list[float]](list)
    for round_ in rounds:
        scores = scored(framework, combined(framework, round_))
        if scores.parts["security"].shown:
            means.append(float(scores.item_means["security"] or 0))
        types[measured(framework, round_).type] += 1
        for domain, mean in scores.domains.items():
            if mean.figure is not None:
                domains[domain].append(float(mean.figure))
    means.sort()
    assert 1.82 <= sum(means) / len(means) <= 1.98
    assert means[len(means) // 20] >= 1.4 and means[-len(means) // 20] <= 2.75
    middle = {domain: sum(found) / len(found) for domain, found in domains.items()}
    rules = framework.choices.synthetic
    order = sorted(framework.domain, key=lambda domain: middle[domain])
    assert set(order[-3:]) == set(rules.ahead) and set(order[:3]) == set(rules.behind)
    assert all(types[kind.id] >= 0.02 * len(rounds) for kind in framework.choices.types.list)
    assert max(types.values()) < 0.55 * len(rounds)


def test_made_up_boards_hold_everything_there_is(framework: Framework, words: Words) -> None:
    boards = [believable(framework, words, number) for number in range(1, 121)]
    last = [rounds[-1] for rounds in boards]
    answers = [answer for round_ in last for person in round_.respondents for answer in person.answers.values()]
    assert all(any(getattr(answer, name) for answer in answers) for name in ("note", "evidence", "not_applicable", "outsourced", "discuss"))
    assert any(UNKNOWN in (answer.paper, answer.practice) for answer in answers)
    assert {answer.supplier for answer in answers} <= {""} | {words("sector.made-up.supplier", letter=letter) for letter in "ABCDEFGH"}
    assert len({len(round_.respondents) for round_ in last}) == 4 and len({person.role for r in last for person in r.respondents}) >= 4
    assert any(sides.open for round_ in last for sides in combined(framework, round_).values())
    assert any(not person.answers for round_ in last for person in round_.respondents[:1])
    assert 0.05 < sum(len(rounds) == 2 for rounds in boards) / len(boards) < 0.3
    assert all(rounds[-1].settings.previous == rounds[0].id for rounds in boards if len(rounds) == 2)
    assert {decision.status for round_ in last for decision in round_.decisions.values()} == {"planned", "declined", "done"}
    sizes = sorted(round_.settings.schools for round_ in last)
    assert sizes[0] == 1 and sizes[-1] > 15 and sizes[-1] <= 40
    assert any(round_.group for round_ in last) and any(person.obstacles for round_ in last for person in round_.respondents)
