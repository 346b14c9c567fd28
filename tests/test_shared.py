"""What leaves the board: declared fields alone, nothing that was typed, and something true and useful whatever is known."""

import io
import json
import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pypdfium2
import pytest

from nulmeting.answers import UNKNOWN, Answer, Decision, Evidence, GroupDecision, Opinion, Respondent, Round, Scan
from nulmeting.exporters.pdf import as_pdf
from nulmeting.exporters.word import as_word
from nulmeting.files import Home, create_round, logs_of
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.reading import Reading, read
from nulmeting.report import VARIANTS, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table, as_html, as_json, document
from nulmeting.report.asking import situations
from nulmeting.report.document import BOARD
from nulmeting.report.shared import Shared, SharedBefore, SharedDecisions, SharedDomain, SharedType, SharedYears
from nulmeting.report.yearly import brief, passage
from nulmeting.scoring import Mean
from nulmeting.words import Words

OUTSIDE = tuple(variant for variant in VARIANTS if variant != BOARD)
ASKING = ("toezicht", "gmr")
BOARDS = ("demo-denker", "demo-half", "demo-koploper", "demo-opniveau", "demo-snelscan", "demo-starter", "demo-tweede", "demo-weetniet")

COUNT = "a number over the whole board, of which nobody's answer can be told"
MEAN = "a mean of a domain or more, never of one item"
EDITION = "the publisher's or ours, the same for every board"
MAY_BE_SHARED = {
    Shared: {
        "owner": "the board's own name, on the cover", "round": "what the measurement is called", "start": "the month the plan begins",
        "edition": EDITION, "official": EDITION, "own": EDITION, "bottom": EDITION, "top": EDITION, "target": EDITION, "near": EDITION,
        "cell": EDITION, "people": "how many answered, and only when they are enough", "schools": "how many schools, none by name",
        "answered": COUNT, "estimated": COUNT, "unknown": COUNT, "blank": COUNT, "not_applicable": COUNT, "without_evidence": COUNT,
        "open": "on how many items people differ, and only when they are enough", "below_target": COUNT, "below_target_estimated": COUNT,
        "meets_target": "whether all is at target by the board's own judgement", "total": MEAN, "parts": MEAN, "axes": MEAN,
        "domains": MEAN, "type": "what the type is", "reference": MEAN, "decisions": "how many, never which", "years": "hours and euros of the whole",
        "asked": "how many actions ask the council, never which", "council": "subjects in general, several actions each", "subjects": EDITION,
        "before": "the same of the round before",
    },
    SharedDomain: {"part": EDITION, "mean": MEAN, "paper": MEAN, "practice": MEAN},
    SharedType: {"id": EDITION, "provisional": "whether it can still change", "high": EDITION},
    SharedDecisions: dict.fromkeys(("planned", "done", "declined", "proposed", "proposed_planned"), "a number of decisions"),
    SharedYears: {"capacity": "hours of all together", "needed": "hours of all together", "cost": "euros of all together", "end": EDITION,
                  "reached": "a month for all together"},
    SharedBefore: {"round": "what the measurement was called", "total": MEAN, "up": "domains by id", "down": "domains by id", "compared": COUNT,
                   "changed": COUNT, "fates": "a number of decisions"},
    Mean: {"score": MEAN, "low": MEAN, "high": MEAN, "answered": COUNT, "estimated": COUNT, "applicable": COUNT, "shown": "whether it is enough"},
}
"""Every field of what may be shared, with the reason why: a new one has to be given one here."""


def records(kind: Any) -> set[type]:
    """The dataclasses that a type is made of, itself included."""
    if not is_dataclass(kind):
        return {found for part in get_args(kind) for found in records(part)}
    hints = get_type_hints(kind)
    return {kind}.union(*(records(hints[field.name]) for field in fields(kind)))    # type: ignore[arg-type]


def test_every_field_that_may_be_shared_says_why() -> None:
    assert records(Shared) == set(MAY_BE_SHARED)
    for kind, reasons in MAY_BE_SHARED.items():
        assert {field.name for field in fields(kind)} == set(reasons), f"{kind.__name__}: say in the list why a new field may be shared"
        assert all(reasons.values())


# ---- canaries --------------------------------------------------------------------------------------------------------------

CANARY = "kanarie"

# Texts that are chosen from a list and not typed.
CHOSEN = {"id", "role", "asked", "status", "instead_of", "schools", "paper", "practice"}


def singing(value: Any, place: str) -> Any:
    """The same record with a canary of its own in every text of it that a person types."""
    typed = [field.name for field in fields(value) if isinstance(getattr(value, field.name), str) and field.name not in CHOSEN]
    return replace(value, **{name: f"{CANARY}-{place}-{name}" for name in typed})


def round_of_canaries(framework: Framework, board: Round, id_: str, previous: str | None) -> Round:
    """A round in which every field that a person can type in holds a canary."""
    one = next(item.id for item in framework.items.values() if item.not_applicable)
    outsourced = next(item.id for item in framework.items.values() if item.outsourceable and item.id != one)
    evidence = (singing(Evidence("x"), "evidence"),)
    people = []
    for person in board.respondents:
        answers = {item: singing(replace(answer, evidence=evidence), f"answer-{item}") for item, answer in person.answers.items()}
        answers[one] = singing(Answer(not_applicable=True, reason="x"), "n.v.t.")
        answers[outsourced] = singing(replace(answers.get(outsourced, Answer(paper=1, practice=2)), outsourced=True), "supplier")
        people.append(replace(singing(person, "person"), answers=answers))
    made = zip(framework.actions, ("planned", "declined", "done"), strict=False)
    decisions = {action: singing(Decision(status), f"decision-{status}") for action, status in made}
    items = list(framework.items)
    settings = replace(board.settings, functions={role.id: f"{CANARY}-function-{role.id}" for role in framework.choices.roles}, previous=previous)
    return Round(
        CANARY, id_, settings, tuple(people), {items[0]: singing(GroupDecision(paper=2, practice=2, confirmed=2), "group")},
        {}, decisions, {items[1]: singing(Opinion(paper=1, practice=1), "opinion")},
    )


@pytest.fixture
def canaries(own_home: Home, framework: Framework, words: Words) -> Reading:
    """Two rounds full of canaries, through the disk; and the titles, questions and help of every item and action are canaries too."""
    board = read(Home.clone(), "demo-groep").outcome.round
    for id_, previous in (("1", None), ("2", "1")):
        made = round_of_canaries(framework, board, id_, previous)
        create_round(own_home, CANARY, id_, made.settings, logs_of(framework, made, "2026-11-09T18:46:27Z"))
    found = read(own_home, CANARY)
    assert found.outcome.round.opinions and found.outcome.round.decisions and found.comparison
    texts = {key: "\n".join(words.lines(key)) for key in words}
    replaced = {key: f"{CANARY}-{key}" if key.startswith(("item.", "action.")) else text for key, text in texts.items()}
    return Reading(found.place, Words(words.language, replaced), found.outcome, ())


def word_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist() if name.endswith((".xml", ".rels")))


def pdf_text(data: bytes) -> str:
    opened = pypdfium2.PdfDocument(data)
    return "\n".join([*(page.get_textpage().get_text_range() for page in opened), json.dumps(opened.get_metadata_dict())])


def test_nothing_that_was_typed_and_no_item_leaves_the_board(canaries: Reading, framework: Framework) -> None:
    assert CANARY not in repr(Shared.of(canaries))
    ids = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in (*framework.items, *framework.actions)))
    assert not ids.search(repr(Shared.of(canaries)))
    for variant in OUTSIDE:
        made = document(canaries, variant)
        for said in (as_html(made), json.dumps(as_json(made)), pdf_text(as_pdf(made)), word_text(as_word(made))):
            assert len(said) > 500
            assert CANARY not in said.lower()
            assert not ids.search(said)


def test_the_board_itself_reads_what_it_typed(canaries: Reading) -> None:
    said = as_html(document(canaries, BOARD))
    assert f"{CANARY}-function-" in said
    assert f"{CANARY}-item." in said


# ---- a few people ----------------------------------------------------------------------------------------------------------


def of(found: Reading, **changed: Any) -> Shared:
    """What may be shared of a round of which something is otherwise."""
    return Shared.of(Reading(found.place, found.words, assessed(found.framework, replace(found.outcome.round, **changed)), ()))


@pytest.fixture(scope="module")
def half() -> Reading:
    return read(Home.clone(), "demo-half")


def test_so_few_people_are_not_counted_that_somebody_could_be_recognised(half: Reading) -> None:
    cell = half.framework.choices.sector.cell
    person = half.outcome.round.respondents[0]
    many = tuple(replace(person, id=f"p-{number}") for number in range(cell))
    few, enough = of(half, respondents=many[1:]), of(half, respondents=many)
    assert (few.people, few.open) == (None, None)
    assert (enough.people, enough.open) == (cell, 0)
    assert of(half, respondents=(*many[1:], Respondent("p-0", person.role))).people is None, "who said nothing does not count"


def test_a_mean_of_one_item_is_that_items_answer_and_is_not_told(half: Reading) -> None:
    domain = min(half.framework.domains, key=lambda domain: len(domain.items))
    person = replace(half.outcome.round.respondents[0], scan={}, answers={domain.items[0]: Answer(paper=2, practice=2)})
    told = of(half, respondents=(person,), group={}).domains[domain.id]
    assert (told.mean.score, told.mean.low, told.mean.high, told.mean.shown, told.paper, told.practice) == (None, None, None, False, None, None)
    both = replace(person, answers={item: Answer(paper=2, practice=2) for item in domain.items})
    assert of(half, respondents=(both,), group={}).domains[domain.id].mean.score == 2


# ---- something true and useful, whatever is known ---------------------------------------------------------------------------


def texts(made: Document) -> list[str]:
    found: list[str] = [made.title, made.subtitle, made.confidential, made.fixed]
    for block in made.blocks:
        match block:
            case Heading():
                found.append(block.text)
            case Paragraph():
                found += [block.lead, block.text]
            case Bullets():
                found += block.entries
            case Facts():
                found += [text for pair in block.pairs for text in pair]
            case Table():
                found += [block.title, block.note, *block.head, *(cell for row in block.rows for cell in row)]
            case Figure():
                found += [block.title, block.alt, *block.notes]
            case Card():
                raise AssertionError("no card is written here")
    return [text for text in found if text]


@pytest.fixture(scope="module")
def everybody(half: Reading) -> dict[str, Reading]:
    """The boards of the demonstration, and two that hardly began."""
    empty = replace(half.outcome.round, respondents=(), group={})
    unknown = replace(empty, respondents=(Respondent("p-1", half.outcome.round.respondents[0].role, scan={
        domain: Scan(UNKNOWN, UNKNOWN) for domain in half.framework.domain}, answers={
        item: Answer(UNKNOWN, UNKNOWN) for item in half.framework.items}),))
    made = {name: Reading(half.place, half.words, assessed(half.framework, round_), ()) for name, round_ in (("empty", empty), ("unknown", unknown))}
    return {**{board: read(Home.clone(), board) for board in BOARDS}, **made}


@pytest.mark.parametrize("variant", OUTSIDE)
@pytest.mark.parametrize("board", [*BOARDS, "empty", "unknown"])
def test_a_document_says_something_whatever_is_known(everybody: dict[str, Reading], board: str, variant: str) -> None:
    made = document(everybody[board], variant)
    for block, following in zip(made.blocks, (*made.blocks[1:], None), strict=True):
        assert not isinstance(block, Heading) or isinstance(following, (Paragraph, Bullets, Facts, Table, Figure)), f"nothing below {block}"
        assert not isinstance(block, Table) or block.rows
        assert not isinstance(block, Bullets) or block.entries
        assert not isinstance(block, Paragraph) or block.text.strip()
    said = " ".join(texts(made))
    assert not re.search(r"voldoet|robuust|mediaan|[{}]|None|Fraction|  ", said), said
    assert len(said) > 400


@pytest.mark.parametrize("reader", ASKING)
@pytest.mark.parametrize("board", [*BOARDS, "empty", "unknown"])
def test_a_reader_gets_three_to_five_questions(everybody: dict[str, Reading], board: str, reader: str) -> None:
    asked = [block.lead for block in document(everybody[board], reader).blocks if isinstance(block, Paragraph) and block.lead]
    assert 3 <= len(asked) <= 5
    assert [lead.split(".")[0] for lead in asked] == [str(number) for number in range(1, len(asked) + 1)]
    assert all(lead.endswith("?") for lead in asked)
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(("board", "situation"), [
    ("empty", "nothing"), ("unknown", "all-unknown"), ("demo-weetniet", "no-total"), ("demo-weetniet", "undecided"), ("demo-half", "unknown"),
    ("demo-half", "no-evidence"), ("demo-half", "hours"), ("demo-snelscan", "scan-only"), ("demo-denker", "paper-ahead"),
    ("demo-denker", "not-done"), ("demo-denker", "declined"), ("demo-starter", "practice-ahead"), ("demo-tweede", "lower"),
    ("demo-opniveau", "meets"), ("demo-half", "council"), ("demo-half", "few-people"),
])
def test_what_can_be_asked_follows_from_the_situation(everybody: dict[str, Reading], board: str, situation: str) -> None:
    found = everybody[board]
    assert situation in dict(situations(Shared.of(found), found.words))


def test_a_question_is_not_asked_where_it_is_not_the_case(everybody: dict[str, Reading]) -> None:
    names = {board: {name for name, _ in situations(Shared.of(found), found.words)} for board, found in everybody.items()}
    assert not names["demo-opniveau"] & {"unknown", "hours", "undecided", "paper-ahead", "no-evidence", "scan-only", "lower"}
    assert not names["demo-starter"] & {"paper-ahead", "scan-only", "meets", "all-unknown", "nothing", "no-total"}


def test_every_question_has_its_reason_and_comes_up(words: Words) -> None:
    for reader in ASKING:
        names = {key.split(".")[0] for key in words.below(f"report.{reader}.ask")} - {"title", "intro"}
        assert {"next", "rehearsed", "who"} < names
        for name in names:
            assert words(f"report.{reader}.ask.{name}.question").endswith("?")
            assert words(f"report.{reader}.ask.{name}.why").endswith(".")


# ---- each reader -----------------------------------------------------------------------------------------------------------


def test_the_supervisors_read_what_changed_and_what_was_decided_in_numbers(everybody: dict[str, Reading]) -> None:
    found = everybody["demo-tweede"]
    shared, said = Shared.of(found), " ".join(texts(document(found, "toezicht")))
    assert shared.before and shared.before.total is not None and shared.total.figure is not None
    assert shared.before.total < shared.total.figure
    assert f"was het gemiddelde {found.words.number(shared.before.total)}, nu is het {found.words.number(shared.total.figure)}" in said
    assert f"Hoger dan toen: {len(shared.before.up)} van de {shared.before.compared}" in said
    assert "Vergeleken met de vorige meting" not in " ".join(texts(document(everybody["demo-half"], "toezicht")))
    decided = Shared.of(everybody["demo-denker"]).decisions
    facts = [pair for block in document(everybody["demo-denker"], "toezicht").blocks if isinstance(block, Facts) for pair in block.pairs]
    assert ("Acties gepland", str(decided.planned)) in facts and ("Acties nu niet gepland", str(decided.declined)) in facts


def test_how_many_of_the_things_for_tomorrow_are_planned_is_counted(half: Reading) -> None:
    first = next(thing.option.id for thing in half.outcome.plan.tomorrow if not thing.option.finds_out)
    before, after = of(half).decisions, of(half, decisions={first: Decision("planned")}).decisions
    assert (before.planned, before.proposed_planned, before.proposed) == (0, 0, 5)
    assert (after.planned, after.proposed_planned) == (1, 1)


def test_the_council_reads_its_rights_by_subject_and_which_are_in_the_plan(everybody: dict[str, Reading], framework: Framework) -> None:
    for board, found in everybody.items():
        shared = Shared.of(found)
        table = next(block for block in document(found, "gmr").blocks if isinstance(block, Table))
        words = found.words
        assert [row[0] for row in table.rows] == [words(f"council.{subject.id}.about") for subject in framework.choices.council]
        marked = {subject.id for subject, row in zip(framework.choices.council, table.rows, strict=True) if row[3] == "ja"}
        assert marked == set(shared.council), board
        assert "wet" in table.note and "november 2026" in table.note
    assert Shared.of(everybody["demo-half"]).council
    assert not Shared.of(everybody["demo-opniveau"]).council


def test_an_action_for_the_council_names_its_subjects_and_no_subject_stands_for_one_action(framework: Framework, words: Words) -> None:
    subjects = {subject.id: subject for subject in framework.choices.council}
    actions: dict[str, set[str]] = {subject: set() for subject in subjects}
    for action in framework.actions.values():
        assert bool(action.council) == (action.gmr in framework.choices.gmr_asked), action.id
        if action.council:
            assert action.gmr in {subjects[subject].gmr for subject in action.council}, action.id
        for subject in action.council:
            actions[subject].add(action.id)
    assert all(len(found) > 1 for found in actions.values()), "who knows the catalogue would know the action, and so the gap"
    assert all(words(f"council.{subject.id}.right") == subject.gmr for subject in subjects.values())


@pytest.mark.parametrize("board", BOARDS)
def test_the_passage_is_running_text_of_a_length_to_paste_and_ends_with_the_fixed_sentence(everybody: dict[str, Reading], board: str) -> None:
    found = everybody[board]
    shared, words = Shared.of(found), found.words
    fixed = words("report.fixed")
    for text, least, most in ((" ".join(passage(shared, words)), 120, 210), (brief(shared, words), 50, 100)):
        assert least <= len(text.split()) <= most
        assert text.endswith(fixed[:1].lower() + fixed[1:])
    made = document(found, "jaarverslag")
    assert all(isinstance(block, (Heading, Paragraph)) for block in made.blocks)
    assert not made.contents


def test_the_passage_picks_no_domain_out_of_several_that_stand_equal(half: Reading) -> None:
    person = replace(half.outcome.round.respondents[0], scan={domain: Scan(2, 2) for domain in half.framework.domain}, answers={})
    same = of(half, respondents=(person,), group={})
    assert "Het hoogst" not in " ".join(passage(same, half.words)) and "Het meeste werk" not in " ".join(passage(same, half.words))
    low = half.framework.domains[3].id
    apart = of(half, respondents=(replace(person, scan={**person.scan, low: Scan(1, 1)}),), group={})
    assert f"Het meeste werk ligt bij: {half.words(f'domain.{low}')}." in " ".join(passage(apart, half.words))


def test_hours_are_not_told_while_too_little_is_known(everybody: dict[str, Reading]) -> None:
    assert Shared.of(everybody["demo-weetniet"]).years is None
    assert Shared.of(everybody["demo-half"]).years is not None
    assert Shared.of(everybody["demo-opniveau"]).years is None
