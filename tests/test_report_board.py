"""The board's own document: what it is to decide, everything that was said, and nothing that somebody keeps to themselves."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from nulmeting import files
from nulmeting.answers import UNKNOWN, Answer, Decision, Evidence, GroupDecision, Opinion, Respondent, Round, Scan, Settings
from nulmeting.charts import domain_name, item_name
from nulmeting.exporters.pdf import as_pdf
from nulmeting.exporters.word import as_word
from nulmeting.figures import EXCEL, contents
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import asked_of, assessed
from nulmeting.reading import Reading, read
from nulmeting.report import Block, Bullets, Card, Document, Facts, Heading, Paragraph, Table, as_page, document
from nulmeting.sentences import person, title
from nulmeting.words import Words
from tests.documents import TYPED
from tests.test_pdf import said_instead, text
from tests.test_word import texts

BOARDS = files.boards(Home.clone())
SECRET = "dit is nog niet vrijgegeven"


def reading(home: Home, framework: Framework, words: Words, round_: Round) -> Reading:
    return Reading(Place(home, round_.board, round_.id), words, assessed(framework, round_), ())


@cache
def of(board: str) -> tuple[Reading, Document]:
    """An example with its document, made once."""
    found = read(Home.clone(), board)
    return found, document(found, "bestuur")


def said_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text in blocks, in order."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Bullets():
                yield from block.entries
            case Facts():
                yield from (part for pair in block.pairs for part in pair)
            case Table():
                yield from (block.title, *block.head, *(cell for row in block.rows for cell in row), block.note)
            case Card():
                yield block.title
                yield from said_in(block.blocks)
            case _:
                yield from (block.title, block.alt)


def chapters(made: Document) -> dict[str, tuple[Block, ...]]:
    """The blocks of a document by the chapter they stand in."""
    found: dict[str, list[Block]] = {}
    name = ""
    for block in made.blocks:
        if isinstance(block, Heading) and block.level == 1:
            name = block.text
        found.setdefault(name, []).append(block)
    return {chapter: tuple(blocks) for chapter, blocks in found.items()}


def domains(made: Document, words: Words) -> dict[str, tuple[Block, ...]]:
    """The blocks of the chapter of the answers by the heading they stand under."""
    found: dict[str, list[Block]] = {}
    name = ""
    for block in chapters(made)[words("report.answers.title")]:
        if isinstance(block, Heading) and block.level < 3:
            name = block.text
        found.setdefault(name, []).append(block)
    return {heading: tuple(blocks) for heading, blocks in found.items()}


# ---- everything that was typed ---------------------------------------------------------------------------------------------------


class Typing:
    """Somebody who types something else in every field, with every sign that is markup somewhere."""

    def __init__(self) -> None:
        self.typed: list[str] = []

    def __call__(self, *, short: bool = False) -> str:
        number = len(self.typed)
        sample = "=kort & <b>" if short else TYPED[number % len(TYPED)]
        # As long as a field may be, once; then as short as the others.
        if sample == TYPED[7] and number > len(TYPED):
            sample = TYPED[0]
        self.typed.append(f"t{number}t {sample}"[:5000])
        return self.typed[-1]


def typed_round(framework: Framework, typing: Typing) -> Round:
    """A round in which everything that can be typed is, by two people and an adviser; a third did not let the others see anything."""
    items = list(framework.items)
    droppable = [item.id for item in framework.items.values() if item.not_applicable]
    outsourceable = [item.id for item in framework.items.values() if item.outsourceable]

    def evidence() -> tuple[Evidence, ...]:
        return (Evidence(typing(), typing(), typing()), Evidence(typing()))

    def answers() -> dict[str, Answer]:
        return {
            items[0]: Answer(3, 3, note=typing(), evidence=evidence(), discuss=True),
            items[1]: Answer(UNKNOWN, 2, note=typing(), reason=typing(), schools="meeste"),
            droppable[0]: Answer(not_applicable=True, reason=typing()),
            outsourceable[-1]: Answer(3, 2, outsourced=True, supplier=typing()),
            # Taken back, but still there.
            outsourceable[-2]: Answer(2, 2, supplier=typing(short=True), asked="it", carried=True),
        }

    secret = Respondent("fg-1", "fg", SECRET, answers={items[2]: Answer(2, 2, note=SECRET, evidence=(Evidence(SECRET),), supplier=SECRET)})
    people = (
        Respondent("ibp-1", "ibp", typing(), True, answers(), {framework.domains[0].id: Scan(2, UNKNOWN)}, {"capacity-hours": 2}),
        Respondent("ibp-2", "ibp", typing(), True, answers()),
    )
    actions = list(framework.actions)
    decisions = {
        actions[0]: Decision("planned", typing(), typing()), actions[1]: Decision("declined", typing(), typing(), typing()),
        actions[2]: Decision("done", typing(), typing(), typing()),
    }
    group = {
        items[0]: GroupDecision(2, 2, 2, typing()), items[3]: GroupDecision(3, comment=typing()),
        droppable[1]: GroupDecision(not_applicable=True, reason=typing(), comment=typing(), carried=True),
    }
    dropped = {framework.domains[-1].id: GroupDecision(not_applicable=True, reason=typing(), comment=typing())}
    opinions = {items[0]: Opinion(2, 1, typing(), typing(), typing()), items[5]: Opinion(finding=typing())}
    named = Settings(framework.edition, typing(short=True), "2027-01", functions={role.id: typing() for role in framework.choices.roles})
    return Round("proef", "1", named, (*people, secret), group, dropped, decisions, opinions)


@pytest.fixture(scope="module")
def typing() -> Typing:
    return Typing()


@pytest.fixture(scope="module")
def typed(home: Home, framework: Framework, words: Words, typing: Typing) -> Reading:
    return reading(home, framework, words, typed_round(framework, typing))


def bare(said: str) -> str:
    """A text without spaces: where a line ends is no matter of what stands in it."""
    return re.sub(r"[\s\ufffe]+", "", said)


def in_html(found: Reading) -> str:
    page = BeautifulSoup(as_page(document(found, "bestuur")), "html.parser")
    assert page.find("script") is None and page.find("b") is None
    for line in page.find_all("br"):
        line.replace_with("\n")
    return page.get_text()


def in_word(found: Reading) -> str:
    return "\0".join(texts(as_word(document(found, "bestuur"))))


@pytest.mark.parametrize("written", [in_html, in_word])
def test_everything_that_was_typed_stands_there_as_typed(typed: Reading, typing: Typing, written: Callable[[Reading], str]) -> None:
    said = written(typed)
    assert not [each for each in typing.typed if each not in said]
    assert SECRET not in said
    assert typed.words("report.answers.withheld", count=1) in said


def test_everything_that_was_typed_stands_in_the_pdf(typed: Reading, typing: Typing) -> None:
    written = as_pdf(document(typed, "bestuur"))
    said = bare(text(written)) + "".join(said_instead(written))
    for number, each in enumerate(typing.typed):
        if number % len(TYPED) in (5, 7):
            # Signs that are written from right to left, or a text that runs over a page with what stands on every page in between.
            assert all(bare(word) in said for word in each.split()), each
        else:
            assert bare(each) in said, each
    assert SECRET not in said


def test_everything_that_was_said_of_the_measurement_stands_in_the_figures(typed: Reading, typing: Typing) -> None:
    book = load_workbook(io.BytesIO(contents(typed, kinds=[EXCEL])["cijfers.xlsx"]))
    said = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    round_ = typed.outcome.round
    names = {round_.settings.name, *(one.name for one in round_.respondents), *round_.settings.functions.values()}
    assert not [each for each in typing.typed if each not in names and each not in said]


def test_who_did_not_let_the_others_see_it_is_counted_and_not_quoted(typed: Reading) -> None:
    alone = replace(typed.outcome.round, respondents=typed.outcome.round.respondents[2:], group={})
    found = reading(typed.place.home, typed.framework, typed.words, alone)
    said = "\0".join(said_in(document(found, "bestuur").blocks))
    # Whoever answers alone keeps nothing from anybody.
    assert said.count(SECRET) >= 3
    assert "nog niet hebben vrijgegeven" not in said


# ---- what it is to decide --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("board", BOARDS)
def test_the_first_page_asks_for_decisions_with_who_and_when(board: str) -> None:
    found, made = of(board)
    words, plan = found.words, found.outcome.plan
    first = chapters(made)[words("report.brief")]
    asked = [block for block in first if isinstance(block, Table)]
    assert len(asked) == bool(plan.tomorrow)
    for thing, row in zip(plan.tomorrow, asked[0].rows if asked else (), strict=True):
        assert row[:2] == (title(words, thing.option.id), person(found.outcome, words, thing.option.owner)) and row[2]
        action = found.framework.actions.get(thing.option.id)
        if action and action.gmr in found.framework.choices.gmr_asked:
            assert words(f"gmr.{action.gmr}") in row[3]
    said = " ".join(said_in(first))
    consent = [entry.action for entry in plan.roadmap.entries if found.framework.actions[entry.action].gmr == "instemming"]
    assert all(title(words, action).rstrip(".") in said for action in consent)
    assert found.words("report.asked.share") in said


def test_what_is_planned_stands_there_as_planned(home: Home) -> None:
    found = read(home, "demo-half")
    thing = next(thing for thing in found.outcome.plan.tomorrow if not thing.option.finds_out)
    planned = replace(found.outcome.round, decisions={thing.option.id: Decision("planned", "de directeur", "2027-03-05")})
    made = document(reading(home, found.framework, found.words, planned), "bestuur")
    rows = [row for block in chapters(made)[found.words("report.brief")] if isinstance(block, Table) for row in block.rows]
    assert "Gepland: de directeur, 5 maart 2027." in {row[2] for row in rows}
    decided = [block for block in made.blocks if isinstance(block, Table) and block.title == found.words("report.decision.table")]
    assert [row[1:] for table in decided for row in table.rows] == [("Gepland", "de directeur", "5 maart 2027", "")]


def test_what_the_board_swapped_says_for_what(home: Home) -> None:
    found, _ = of("demo-half")
    away = next(thing.option.id for thing in found.outcome.plan.tomorrow if not thing.option.finds_out)
    wanted = found.outcome.plan.others[0]
    swapped = replace(found.outcome.round, decisions={wanted: Decision("wanted", instead_of=away)})
    made = document(reading(home, found.framework, found.words, swapped), "bestuur")
    said = " ".join(said_in(chapters(made)[found.words("report.five")]))
    assert found.words("plan.decided.wanted", other=title(found.words, away).rstrip(".")) in said


@pytest.mark.parametrize("board", BOARDS)
def test_no_word_of_the_workshop_stands_in_it(board: str) -> None:
    said = " ".join(said_in(of(board)[1].blocks))
    assert not re.search(r"\b(voldoet|bounds|flip|robuust|mediaan|gate|None|nan)\b|\{|\bTODO\b", said)


# ---- the answers -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("board", ["demo-half", "demo-groep", "demo-koploper"])
def test_every_item_has_its_row_and_only_who_has_more_to_say_gets_lines(board: str) -> None:
    found, made = of(board)
    words, framework, outcome = found.words, found.framework, found.outcome
    parts = domains(made, words)
    for domain in framework.domains:
        blocks = parts.get(domain_name(framework, words, domain.id), ())
        rows = {row[0]: row for block in blocks if isinstance(block, Table) for row in block.rows}
        headed = {block.text for block in blocks if isinstance(block, Heading) and block.level == 3}
        answered = any(item in one.answers for one in outcome.round.respondents for item in domain.items)
        assert bool(rows) == answered == bool(blocks)
        # What stands first says where the domain stands.
        mean = outcome.scores.domains[domain.id]
        assert not answered or mean.figure is None or f"Gemiddeld {words.number(mean.figure)}" in blocks[1].title    # type: ignore[union-attr]
        for item in domain.items:
            name = item_name(framework, words, item)
            given = [one.answers[item] for one in outcome.round.respondents if item in one.answers]
            assert (name in rows) == answered
            if answered:
                assert rows[name][3] == words.number(outcome.scores.items[item].level, 0)
            if any(answer.note or answer.evidence for answer in given):
                assert name in headed
            elif not outcome.round.group.get(item) and all(answer == Answer(answer.paper, answer.practice) for answer in given) and len(given) < 2:
                assert name not in headed


def one_person(home: Home, framework: Framework, words: Words, answers: dict[str, Answer]) -> Reading:
    named = Settings(framework.edition, "Stichting De Proef", "2027-01")
    return reading(home, framework, words, Round("proef", "1", named, (Respondent("ibp-1", "ibp", answers=answers),)))


def test_unknown_blank_estimated_not_applicable_and_taken_over_are_told_apart(home: Home, framework: Framework, words: Words) -> None:
    first, second, third, *_ = framework.domains[0].items
    dropped = next(item.id for item in framework.items.values() if item.not_applicable)
    found = one_person(home, framework, words, {
        first: Answer(UNKNOWN, 2), second: Answer(3, 3, carried=True), third: Answer(2, 3, schools="meeste"),
        dropped: Answer(not_applicable=True, reason="Dat hebben wij niet."),
    })
    scanned = replace(found.outcome.round.respondents[0], scan={framework.domains[1].id: Scan(2, 2)})
    found = reading(home, framework, words, replace(found.outcome.round, respondents=(scanned,)))
    made = document(found, "bestuur")
    rows = {row[0]: row for block in made.blocks if isinstance(block, Table) and len(block.head) == 5 for row in block.rows}
    assert rows[item_name(framework, words, first)][1:4] == ("Weet ik niet", "2", "–")
    assert rows[item_name(framework, words, second)][1:] == ("3", "3", "3", "Niet onderbouwd; overgenomen van vorige keer")
    assert rows[item_name(framework, words, third)][1:] == ("2", "2", "2", "Geldt nog niet voor alle scholen")
    assert rows[item_name(framework, words, dropped)][1:] == ("", "", "–", "Niet van toepassing")
    pairs = [pair for block in made.blocks if isinstance(block, Facts) for pair in block.pairs]
    assert ("Niet van toepassing, want", "Dat hebben wij niet.") in pairs
    # What was said, where something else counts.
    assert ("Antwoord", "op papier 2, in de praktijk 3") in pairs and ("Geldt voor", "De meeste scholen") in pairs
    guessed = Bullets((domain_name(framework, words, framework.domains[1].id),))
    assert made.blocks[made.blocks.index(guessed) - 1] == Paragraph(words("report.answers.only-scanned"))
    unknown = [row for block in chapters(made)[words("report.unknown.title")] if isinstance(block, Table) for row in block.rows]
    assert [row[0] for row in unknown] == [item_name(framework, words, entry.item) for entry in found.outcome.gaps.find_out
                                           if entry.state != "estimated"]
    assert all(row[2] for row in unknown)


def test_what_the_group_and_the_adviser_say_stands_beside_what_people_answered(home: Home, framework: Framework, words: Words) -> None:
    item = next(iter(framework.items))
    people = tuple(Respondent(f"{role}-1", role, consents=True, answers={item: Answer(level, level)}) for role, level in (("bestuur", 4), ("it", 2)))
    named = Settings(framework.edition, "Stichting De Proef", "2027-01", functions={"it": "ict-coördinator"})
    round_ = Round("proef", "1", named, people, {item: GroupDecision(3, 3, comment="Samen bekeken.")},
                   opinions={item: Opinion(2, 2, "Nog geen bewijs gezien.", "Het beleid", "Adviesbureau X")})
    made = document(reading(home, framework, words, round_), "bestuur")
    pairs = [pair for block in made.blocks if isinstance(block, Facts) for pair in block.pairs]
    for pair in (("Antwoord (bestuur)", "op papier 4, in de praktijk 4"), ("Antwoord (ict-coördinator)", "op papier 2, in de praktijk 2"),
                 ("Besluit van de groep", "Op papier 3, in de praktijk 3"), ("Toelichting", "Samen bekeken."),
                 ("Tweede mening van adviseur Adviesbureau X", "Op papier 2, in de praktijk 2")):
        assert pair in pairs
    talk = chapters(made)[words("report.talk.title")]
    differ, beside = (next(block for block in talk if isinstance(block, Table) and block.title == words(f"report.talk.{name}"))
                      for name in ("differ", "beside"))
    name = item_name(framework, words, item)
    assert differ.rows == ((name, "bestuur: op papier 4, in de praktijk 4\nict-coördinator: op papier 2, in de praktijk 2", "besloten"),)
    assert beside.rows == ((name, "2", "3", "1 lager"),)


# ---- the other chapters ----------------------------------------------------------------------------------------------------------


def test_a_round_that_nobody_began_is_not_padded(home: Home, framework: Framework, words: Words) -> None:
    empty = Round("proef", "1", Settings(framework.edition, "Stichting De Proef", "2027-01"))
    made = document(reading(home, framework, words, empty), "bestuur")
    there = chapters(made)
    assert all(words(key) not in there for key in ("report.answers.title", "report.talk.title", "overtime.title", "plan.suppliers-title"))
    assert words("report.unchanged") in set(said_in(made.blocks))


def test_every_difference_with_the_round_before_and_what_became_of_decisions(home: Home) -> None:
    found, made = of("demo-tweede")
    assert found.comparison is not None
    said = set(said_in(chapters(made)[found.words("overtime.title")]))
    assert all(found.words(f"item.{change.item}.title") in said for change in found.comparison.differences)
    assert all(title(found.words, fate.action) in said for fate in found.comparison.decisions)
    first = document(read(home, "demo-tweede", "1"), "bestuur")
    assert found.words("overtime.title") not in chapters(first)


def test_a_letter_for_every_supplier_with_something_to_ask() -> None:
    found, made = of("demo-half")
    blocks = chapters(made)[found.words("plan.suppliers-title")]
    said = "\0".join(said_in(blocks))
    suppliers = asked_of(found.outcome)
    letters = [block.entries for block in blocks if isinstance(block, Bullets) and block.numbered]
    assert [len(questions) for questions in letters] == [len(supplier.open) for supplier in suppliers if supplier.open] != []
    for supplier in suppliers:
        assert (found.words("plan.supplier-letter", name=supplier.name) in said) == bool(supplier.open)
        assert all(found.words(f"item.{item}.title") in said for item in (*supplier.items, *supplier.open))


def test_the_questions_that_answers_raise_and_the_advice_stand_in_it(home: Home) -> None:
    board = read(home, "demo-denker")
    # Far more on paper than in practice.
    answers = {item: Answer(5, 1) for item in list(board.framework.items)[:3]}
    answering = replace(board.outcome.round.respondents[0], answers=answers)
    found = reading(home, board.framework, board.words, replace(board.outcome.round, respondents=(answering,)))
    there = chapters(document(found, "bestuur"))
    said = set(said_in(there[found.words("report.talk.title")]))
    assert found.outcome.contradictions
    for item, rules in found.outcome.contradictions.items():
        assert {found.words(f"coherence.{rule}") for rule in rules} | {item_name(found.framework, found.words, item)} <= said
    asked = set(said_in(there[found.words("plan.advice-title")]))
    assert {found.words(f"obstacle.{obstacle.id}.questions.{question}") for obstacle in found.framework.choices.obstacles
            for question in obstacle.questions} <= asked


def test_the_five_hold_or_it_says_what_they_depend_on(words: Words) -> None:
    known, unsure = (set(said_in(of(board)[1].blocks)) for board in ("demo-koploper", "demo-half"))
    assert words("report.holds.certain") in known and words("report.holds.certain") not in unsure
    first = next(entry.item for entry in of("demo-half")[0].outcome.gaps.find_out)
    assert any(words(f"item.{first}.title") in line and "kan deze lijst veranderen" in line for line in unsure)


def test_it_says_who_says_what_where_facts_come_from_and_when_it_last_changed() -> None:
    found, made = of("demo-groep")
    said = "\0".join(said_in(chapters(made)[found.words("report.method")]))
    assert "38 bevestigde normen + 56 eigen vragen" in said
    assert all(found.words(f"source.{source}") in said for source in found.framework.sources)
    assert found.words("report.changed", day="16 november 2026") in said
    assert str(len(found.framework.actions) - len(found.framework.own_actions)) in said


def test_the_moment_of_the_last_change_is_that_of_any_log(framework: Framework, own_home: Home) -> None:
    files.create_round(own_home, "nieuw", "1", Settings(framework.edition, "Nieuw", "2027-01"))
    place = Place(own_home, "nieuw", "1")
    assert files.read_round(place, framework).changed == ""
    writer = files.Writer(place, "answers/ibp-1", framework, {"role": "ibp"})
    writer.append("ibp-1", "item", next(iter(framework.items)), {"paper": 2})
    answered = files.read_round(place, framework).changed
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answered)
    files.Writer(place, "decisions", framework).append("ibp-1", "decision", next(iter(framework.actions)), {"status": "done"})
    assert files.read_round(place, framework).changed >= answered


def test_how_far_apart_two_people_are_is_not_told_while_one_keeps_it(home: Home, framework: Framework, words: Words) -> None:
    item = next(iter(framework.items))
    people = tuple(Respondent(f"{role}-1", role, consents=seen, answers={item: Answer(level, level)})
                   for role, level, seen in (("ibp", 2, True), ("it", 5, False)))
    named = Settings(framework.edition, "Stichting De Proef", "2027-01")
    kept, shown = (
        document(reading(home, framework, words, Round("proef", "1", named, tuple(replace(one, consents=one.consents or all_) for one in people))),
                 "bestuur") for all_ in (False, True)
    )
    assert words("report.talk.title") in chapters(shown) and words("report.talk.title") not in chapters(kept)
