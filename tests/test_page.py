"""The page without a browser: what a stranger may send it, what it keeps, and the still it leaves in a notebook that nobody looks at."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nulmeting import files
from nulmeting.answers import Opinion, Respondent, Settings
from nulmeting.errors import BoardError
from nulmeting.files import NOTEBOOK, Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import assessed, stable
from nulmeting.reading import read
from nulmeting.report import MIME, as_html, document, from_json
from nulmeting.sentences import title
from nulmeting.views import plan
from nulmeting.words import Words
from widgets import show as show_module
from widgets.app import App
from widgets.session import Session

ROOT_FOLDER = Path(__file__).parent.parent
BOARD = "stichting-de-proef"
NASTY = "<script>document.title='mis'</script> \"dubbel\" 'enkel' & 🎒 {naam}"


class Page(App):
    """The page with what it says to the browser written down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.said: list[dict[str, Any]] = []
        super().__init__(*args, **kwargs)

    def send(self, content: Any, buffers: Any = None) -> None:
        # As it would go over the wire: what cannot be written as JSON in UTF-8 fails here too.
        json.dumps(content, ensure_ascii=False).encode()
        self.said.append(content)

    def hear(self, content: Any) -> dict[str, Any]:
        """One message from the browser; its one reply."""
        self.said.clear()
        self._handle_custom_msg(content, [])
        assert len(self.said) == 1
        return self.said[0]


@pytest.fixture
def page(own_home: Home, framework: Framework, words: Words) -> Page:
    """A page on which somebody began a new measurement."""
    page = Page(own_home, framework, words)
    said = page.hear({"do": "begin", "n": 1, "name": "Stichting De Proef", "schools": 3, "role": "ibp", "person": ""})
    assert said == {"to": "done", "n": 1}
    return page


def on_disk(home: Home) -> dict[str, bytes]:
    """Every file below the boards, as it is now."""
    return {
        str(path.relative_to(home.boards)): path.read_bytes() if path.is_file() else b""
        for path in sorted(home.boards.rglob("*")) if path.name != ".lock"
    }


def opened(page: Page) -> Session:
    assert page._session is not None
    return page._session


def is_a_sentence(text: str, words: Words) -> bool:
    return 10 < len(text) < 700 and "\n" not in text and text[-1] in ".'0123456789" and text != words("page.bug") and "Traceback" not in text


# ---- what a stranger may send --------------------------------------------------------------------------------------------------

ITEM = "v-test-en-productie"
# Stand for the first action and obstacle question of the edition.
ACTION, OBSTACLE = "<action>", "<obstacle>"
DEEP: list[Any] = []
for _ in range(50_000):
    DEEP = [DEEP]

JUNK: dict[str, Any] = {
    "nothing": None,
    "text": "do",
    "list": [1, 2],
    "empty": {},
    "unknown do": {"do": "delete", "n": 1},
    "a do that is a list": {"do": ["go"], "n": 1},
    "a method": {"do": "__init__", "n": 1},
    "n is text": {"do": "nope", "n": "x"},
    "unknown view": {"do": "go", "view": "../../etc"},
    "view is a list": {"do": "go", "view": ["start"]},
    "level 6": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 6}},
    "level 0": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 0}},
    "level true": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": True}},
    "level 2.0": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 2.0}},
    "level as text": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": "3"}},
    "level as list": {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": [3]}},
    "unknown item": {"do": "answer", "on": "item", "id": "zz-99", "set": {"paper": 3}},
    "item id is half a sign": {"do": "answer", "on": "item", "id": "\ud800", "set": {"paper": 3}},
    "item id is a number": {"do": "answer", "on": "item", "id": 3, "set": {"paper": 3}},
    "item id is a dict": {"do": "answer", "on": "item", "id": {}, "set": {"paper": 3}},
    "unknown on": {"do": "answer", "on": "round", "id": ITEM, "set": {"paper": 3}},
    "on is a list": {"do": "answer", "on": [], "id": ITEM, "set": {}},
    "set is a list": {"do": "answer", "on": "item", "id": ITEM, "set": [["paper", 3]]},
    "no set": {"do": "answer", "on": "item", "id": ITEM},
    "unknown field": {"do": "answer", "on": "item", "id": ITEM, "set": {"__class__": 3}},
    "long unknown field": {"do": "answer", "on": "scan", "id": "ib-01", "set": {"x" * 5_000: 3}},
    "long unknown field of the group": {"do": "answer", "on": "group", "id": ITEM, "set": {"x" * 5_000: 3}},
    "n.v.t. without reason": {"do": "answer", "on": "item", "id": ITEM, "set": {"not_applicable": True}},
    "n.v.t. where it cannot be": {"do": "answer", "on": "item", "id": "go-05", "set": {"not_applicable": True, "reason": "zomaar"}},
    "outsourced where it cannot be": {"do": "answer", "on": "item", "id": "rb-04", "set": {"outsourced": True}},
    "outsourced is text": {"do": "answer", "on": "item", "id": ITEM, "set": {"outsourced": "ja"}},
    "unknown schools": {"do": "answer", "on": "item", "id": ITEM, "set": {"schools": "geen"}},
    "schools is a dict": {"do": "answer", "on": "item", "id": ITEM, "set": {"schools": {}}},
    "note is a number": {"do": "answer", "on": "item", "id": ITEM, "set": {"note": 3}},
    "note too long": {"do": "answer", "on": "item", "id": ITEM, "set": {"note": "x" * 5001}},
    "evidence without a title": {"do": "answer", "on": "item", "id": ITEM, "set": {"evidence": [{"place": "hier"}]}},
    "evidence of something else": {"do": "answer", "on": "item", "id": ITEM, "set": {"evidence": [{"title": "a", "path": "/etc"}]}},
    "evidence is text": {"do": "answer", "on": "item", "id": ITEM, "set": {"evidence": "alles"}},
    "too much evidence": {"do": "answer", "on": "item", "id": ITEM, "set": {"evidence": [{"title": "a"}] * 21}},
    "one good and one bad field": {"do": "answer", "on": "item", "id": ITEM, "set": {"note": "goed", "paper": 9}},
    "unknown scan": {"do": "answer", "on": "scan", "id": "ib-99", "set": {"paper": 3}},
    "obstacle level 9": {"do": "answer", "on": "obstacle", "id": OBSTACLE, "set": {"level": 9}},
    "unknown obstacle": {"do": "answer", "on": "obstacle", "id": "x", "set": {"level": 1}},
    "group decides a level of a domain": {"do": "answer", "on": "group", "id": "ib-01", "set": {"paper": 3}},
    "group drops a domain without reason": {"do": "answer", "on": "group", "id": "ib-01", "set": {"not_applicable": True}},
    "confirmed is unknown": {"do": "answer", "on": "group", "id": ITEM, "set": {"confirmed": "unknown"}},
    "handed on to nobody we know": {"do": "answer", "on": "item", "id": ITEM, "set": {"asked": "koning"}},
    "handed on to a list": {"do": "answer", "on": "item", "id": ITEM, "set": {"asked": ["it"]}},
    "a supplier for a domain that is none": {"do": "answer", "on": "suppliers", "id": "ib-99", "set": {"supplier": "Wolk"}},
    "a supplier without a name": {"do": "answer", "on": "suppliers", "id": "ib-13", "set": {"supplier": " "}},
    "a supplier that is no text": {"do": "answer", "on": "suppliers", "id": "ib-13", "set": {"supplier": 3}},
    "a confirmed level that differs, without a comment": {"do": "answer", "on": "group", "id": ITEM, "set": {
        "paper": 1, "practice": 1, "confirmed": 4}},
    "unknown action": {"do": "answer", "on": "decision", "id": "x", "set": {"status": "planned"}},
    "unknown decision": {"do": "answer", "on": "decision", "id": ACTION, "set": {"status": "misschien"}},
    "declined without reason": {"do": "answer", "on": "decision", "id": ACTION, "set": {"status": "declined"}},
    "capacity nought": {"do": "answer", "on": "settings", "id": "", "set": {"capacity": 0}},
    "capacity is text": {"do": "answer", "on": "settings", "id": "", "set": {"capacity": "veel"}},
    "capacity of all the world": {"do": "answer", "on": "settings", "id": "", "set": {"capacity": 10**9}},
    "unknown role": {"do": "answer", "on": "settings", "id": "", "set": {"functions": {"koning": "ik"}}},
    "function is a list": {"do": "answer", "on": "settings", "id": "", "set": {"functions": {"ibp": ["ik"]}}},
    "unknown region": {"do": "answer", "on": "settings", "id": "", "set": {"region": "oost"}},
    "region is a list": {"do": "answer", "on": "settings", "id": "", "set": {"region": ["noord"]}},
    "wanted in the place of nothing": {"do": "answer", "on": "decision", "id": ACTION, "set": {"status": "wanted"}},
    "wanted in the place of itself": {"do": "answer", "on": "decision", "id": ACTION, "set": {"status": "wanted", "instead_of": ACTION}},
    "swap for nothing": {"do": "swap", "id": ACTION},
    "swap for a list": {"do": "swap", "id": ACTION, "wanted": [ACTION]},
    "swap for what is not there": {"do": "swap", "id": ACTION, "wanted": "zz"},
    "another setting": {"do": "answer", "on": "settings", "id": "", "set": {"example": True}},
    "another edition": {"do": "answer", "on": "settings", "id": "", "set": {"edition": "x"}},
    "a chart that is none": {"do": "chart", "id": "taart", "narrow": False},
    "a chart by a list": {"do": "chart", "id": ["domains"], "narrow": False},
    "a chart as wide as text": {"do": "chart", "id": "gaps", "narrow": "ja"},
    "a chart of no width": {"do": "chart", "id": "gaps"},
    "open elsewhere": {"do": "open", "board": "../..", "round": "1"},
    "open nothing": {"do": "open"},
    "open a round that is not there": {"do": "open", "board": BOARD, "round": "9"},
    "open a long name": {"do": "open", "board": "a" * 300, "round": "1"},
    "join as nobody": {"do": "join", "id": "koning-1"},
    "join as a list": {"do": "join", "id": ["ibp-1"]},
    "join with no role": {"do": "join", "role": "", "person": "x"},
    "begin without a name": {"do": "begin", "name": " ", "schools": 1, "role": "ibp", "person": ""},
    "begin with signs only": {"do": "begin", "name": "🎒 ///", "schools": 1, "role": "ibp", "person": ""},
    "begin with a long name": {"do": "begin", "name": "x" * 201, "schools": 1, "role": "ibp", "person": ""},
    "begin with a name that is none": {"do": "begin", "name": ["x"], "schools": 1, "role": "ibp", "person": ""},
    "begin without schools": {"do": "begin", "name": "Ander", "schools": 0, "role": "ibp", "person": ""},
    "begin with half a school": {"do": "begin", "name": "Ander", "schools": 1.5, "role": "ibp", "person": ""},
    "begin with an unknown role": {"do": "begin", "name": "Ander", "schools": 1, "role": "koning", "person": ""},
    "begin with a long person": {"do": "begin", "name": "Ander", "schools": 1, "role": "ibp", "person": "x" * 6000},
    "begin what there is": {"do": "begin", "name": "Stichting De Proef", "schools": 1, "role": "ibp", "person": ""},
    "begin with a name Windows keeps": {"do": "begin", "name": "CON", "schools": 1, "role": "ibp", "person": ""},
    "resume elsewhere": {"do": "resume", "board": "../..", "round": "1", "person": "ibp-1", "view": "questions"},
    "resume nothing": {"do": "resume"},
    "resume in a view that is not there": {"do": "resume", "board": BOARD, "round": str(date.today().year), "person": "ibp-1", "view": "x"},
    "resume as a list": {"do": "resume", "board": BOARD, "round": str(date.today().year), "person": ["ibp-1"], "view": "questions"},
    "put back nothing": {"do": "put-back"},
    "put back a number": {"do": "put-back", "text": 3},
    "put back something else": {"do": "put-back", "text": "<html>"},
    "put back too deep": {"do": "put-back", "text": "[" * 100_000},
    "put back too much": {"do": "put-back", "text": "x" * 1_000_001},
    "nested junk": {"do": "answer", "on": "item", "id": ITEM, "set": {"note": DEEP}},
    "deep do": {"do": DEEP},
    "many keys": {"do": "answer", "on": "item", "id": ITEM, "set": {str(number): 1 for number in range(200_000)}},
}


def meant(framework: Framework, message: Any) -> Any:
    """The message about something that is there."""
    if not isinstance(message, dict) or message.get("id") not in (ACTION, OBSTACLE):
        return message
    questions = [question for obstacle in framework.choices.obstacles for question in obstacle.questions]
    return {**message, "id": next(iter(framework.actions)) if message["id"] == ACTION else questions[0]}


@pytest.mark.parametrize("name", JUNK)
def test_what_is_not_from_our_form_gives_one_sentence_and_changes_nothing(
    name: str, page: Page, own_home: Home, framework: Framework, words: Words
) -> None:
    page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"note": "van mij"}, "n": 2})
    disk, shown, round_ = on_disk(own_home), page.page, opened(page).round
    said = page.hear(meant(framework, JUNK[name]))
    assert said["to"] == "problem" and is_a_sentence(said["text"], words), said
    assert on_disk(own_home) == disk
    assert page.page == shown
    assert opened(page).round == round_


def test_a_hundred_megabytes_are_refused_at_once(page: Page, own_home: Home, words: Words) -> None:
    disk = on_disk(own_home)
    huge = {"do": "answer", "on": "item", "id": ITEM, "set": {"note": "x" * 100_000_000}, "n": 7}
    began = time.perf_counter()
    said = page.hear(huge)
    assert time.perf_counter() - began < 0.5
    assert said == {"to": "problem", "n": 7, "text": words("error.message")}
    assert on_disk(own_home) == disk


def test_nothing_can_be_answered_before_a_board_is_open(own_home: Home, framework: Framework, words: Words) -> None:
    page = Page(own_home, framework, words)
    for message in (
        {"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3}}, {"do": "join", "role": "ibp", "person": ""}, {"do": "holds"},
        {"do": "swap", "id": ACTION, "wanted": ACTION}, {"do": "calendar"},
    ):
        assert page.hear(message)["text"] == words("error.message")
    assert on_disk(own_home) == {}


def test_nobody_can_answer_before_saying_who_they_are(page: Page, own_home: Home, words: Words) -> None:
    page.hear({"do": "open", "board": BOARD, "round": str(date.today().year)})
    disk = on_disk(own_home)
    said = page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3}})
    assert said["text"] == words("error.message")
    assert on_disk(own_home) == disk


def test_what_a_visitor_sets_as_the_page_is_not_used(page: Page, own_home: Home) -> None:
    disk, round_ = on_disk(own_home), opened(page).round
    page.set_state({"page": {"view": "plan", "board": {"name": "van een ander", "example": False}}})
    assert on_disk(own_home) == disk and opened(page).round == round_
    page.hear({"do": "go", "view": "results"})
    assert page.page["view"] == "results" and page.page["board"]["name"] == "Stichting De Proef"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=True) | st.sampled_from(["", "unknown", ITEM, "ib-01", "ibp", "planned"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from([
    "paper", "practice", "not_applicable", "reason", "outsourced", "schools", "note", "evidence", "discuss", "confirmed", "level", "status",
    "date", "capacity", "functions", "asked", "supplier", "region", "instead_of", "x",
])
MESSAGES = st.fixed_dictionaries(
    {"do": st.sampled_from(["go", "open", "join", "answer", "holds", "swap", "calendar", "begin", "chart", "echo", "resume",
                            "download", "put-back", "release", "advise", "again", "still"]) | ANYTHING},
    optional={
        "on": st.sampled_from(["item", "group", "scan", "obstacle", "decision", "settings", "suppliers"]),
        "id": st.sampled_from([ITEM, "ib-01", ACTION, OBSTACLE, "ibp-1", "domains", "people"]) | ANYTHING,
        "set": st.dictionaries(FIELDS, ANYTHING, max_size=3) | ANYTHING,
        "view": st.sampled_from(["questions", "sheet", "functions", "results", "plan"]) | ANYTHING,
        "section": st.sampled_from(["portion", "unheld", "ib-01"]) | ANYTHING,
        "board": ANYTHING, "round": ANYTHING, "name": ANYTHING, "schools": ANYTHING, "role": ANYTHING, "person": ANYTHING,
        "narrow": ANYTHING, "wanted": st.just(ACTION) | ANYTHING, "n": ANYTHING, "text": ANYTHING, "again": ANYTHING,
    },
)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(message=MESSAGES)
def test_no_message_is_ever_a_bug(message: dict[str, Any], page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    disk = on_disk(own_home)
    said = page.hear(meant(framework, message))
    assert said.get("text") != words("page.bug")
    if said["to"] == "problem":
        assert on_disk(own_home) == disk
    # Whatever was accepted can be read back.
    files.read_round(files.find_round(own_home, BOARD), framework)


# ---- what is kept --------------------------------------------------------------------------------------------------------------


def test_a_refusal_names_the_question_as_the_page_does(page: Page, words: Words) -> None:
    said = page.hear({"do": "answer", "on": "item", "id": "go-05", "set": {"not_applicable": True, "reason": "zomaar"}})
    assert said["text"] == words("error.not-applicable-impossible", item=words("item.go-05.title"))
    said = page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"note": "x" * 5001}})
    assert said["text"] == words("error.too-long", field=words("field.note"), length=5001, most=5000)


@pytest.fixture
def example(own_home: Home, home: Home, framework: Framework, words: Words) -> Page:
    shutil.copytree(home.boards / "demo-half", own_home.boards / "demo-half")
    page = Page(own_home, framework, words)
    page.hear({"do": "open", "board": "demo-half", "round": "1"})
    return page


def test_an_example_takes_every_change_and_keeps_none(example: Page, own_home: Home, words: Words) -> None:
    disk = on_disk(own_home)
    assert example.hear({"do": "join", "role": "bestuur", "person": "Bezoeker"})["to"] == "done"
    other, action = (thing.option.id for thing in opened(example).outcome.plan.tomorrow[-2:])
    for message in (
        {"on": "item", "id": ITEM, "set": {"paper": 3, "practice": 3, "note": "even proberen"}},
        {"on": "scan", "id": "ib-01", "set": {"paper": 5}},
        {"on": "obstacle", "id": OBSTACLE, "set": {"level": 5}},
        {"on": "group", "id": ITEM, "set": {"confirmed": 4, "comment": "samen besproken"}},
        {"on": "group", "id": "ib-12", "set": {"not_applicable": True, "reason": "geen gebouwen"}},
        {"on": "settings", "id": "", "set": {"capacity": 99, "functions": {"ibp": "ik"}, "region": "zuid"}},
        {"on": "decision", "id": opened(example).outcome.plan.others[3], "set": {"status": "wanted", "instead_of": other}},
        {"on": "decision", "id": action, "set": {"status": "declined", "reason": "proberen"}},
    ):
        said = example.hear(meant(opened(example).framework, {"do": "answer", **message}))
        assert said["to"] == "saved" and said["text"].startswith(words("page.not-kept", time="x").split("x")[0]), said
    assert on_disk(own_home) == disk
    example.hear({"do": "go", "view": "plan"})
    assert example.page["capacity"] == 99
    assert action not in [thing["id"] for thing in example.page["things"]]


def test_functions_that_the_form_does_not_ask_stay(example: Page) -> None:
    before = opened(example).round.settings.functions
    example.hear({"do": "join", "role": "ibp", "person": ""})
    example.hear({"do": "answer", "on": "settings", "id": "", "set": {"functions": {"ibp": "  iemand\u0000 anders ", "it": ""}}})
    after = opened(example).round.settings.functions
    assert after == {**{role: name for role, name in before.items() if role != "it"}, "ibp": "iemand anders"}


def test_two_pages_on_one_person_both_keep_their_answers(own_home: Home, framework: Framework, words: Words, place: Place) -> None:
    first, second = Session(place, framework, words), Session(place, framework, words)
    first.enter(Respondent("", "ibp"))
    second = Session(place, framework, words)
    second.join("ibp-1")
    first.answer(ITEM, {"paper": 2})
    second.answer(ITEM, {"practice": 3})
    first.answer("go-05", {"note": "van de eerste"})
    second.settle(ITEM, {"confirmed": 2})
    first.settle(ITEM, {"comment": "samen"})
    third = Session(place, framework, words)
    third.join("ibp-1")
    assert (third.person.answers[ITEM].paper, third.person.answers[ITEM].practice) == (2, 3)
    assert third.person.answers["go-05"].note == "van de eerste"
    assert (third.round.group[ITEM].confirmed, third.round.group[ITEM].comment) == (2, "samen")
    assert third.notices == ()


def test_two_people_with_one_role_who_begin_at_once_stay_two(framework: Framework, words: Words, place: Place) -> None:
    first, second = Session(place, framework, words), Session(place, framework, words)
    first.enter(Respondent("", "it"))
    second.enter(Respondent("", "it"))
    first.answer(ITEM, {"paper": 1})
    second.answer(ITEM, {"paper": 4})
    people = Session(place, framework, words).round.respondents
    assert [(person.id, person.answers[ITEM].paper) for person in people] == [("it-1", 1), ("it-2", 4)]


def test_the_chosen_domains_are_asked_of_every_board_that_is_opened(own_home: Home, framework: Framework, words: Words) -> None:
    page = Page(own_home, framework, words, domains=("ib-02", "privacy-1"))
    page.hear({"do": "begin", "name": "Klein", "schools": 1, "role": "ibp", "person": ""})
    page.hear({"do": "go", "view": "questions"})
    assert [part["id"] for part in page.page["progress"]["domains"]] == ["ib-02", "privacy-1"]
    assert page.page["progress"]["scan"]["all"] == 2


def test_a_full_disk_is_said_and_the_answer_is_not_called_saved(page: Page, words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    said = page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3}})
    assert said["to"] == "problem" and "not-written" not in said["text"] and said["text"] != words("page.bug")
    assert ITEM not in opened(page).person.answers


def test_nobody_enters_while_the_disk_is_full(page: Page, own_home: Home, words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    page.hear({"do": "open", "board": BOARD, "round": str(date.today().year)})

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", full)
        said = page.hear({"do": "join", "role": "bestuur", "person": ""})
    assert said["to"] == "problem" and said["text"] != words("page.bug")
    assert opened(page).person_id is None
    # Nothing half is left that would keep the board from opening.
    assert page.hear({"do": "open", "board": BOARD, "round": str(date.today().year)})["to"] == "done"
    assert page.hear({"do": "join", "id": "ibp-1"})["to"] == "done"


# ---- a page that comes back, and what others wrote ---------------------------------------------------------------------------------


def place_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.page["here"]
    return found


def test_a_new_kernel_resumes_where_the_page_was(page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    page.hear({"do": "go", "view": "questions", "section": "ib-02"})
    again = Page(own_home, framework, words)
    assert again.page["here"] is None
    assert again.hear({"do": "resume", **place_of(page)})["to"] == "done"
    assert again.page == {**page.page, "serial": again.page["serial"]}
    assert opened(again).person_id == "ibp-1"


def test_somebody_who_is_not_there_any_more_is_asked_who_they_are(page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    again = Page(own_home, framework, words)
    assert again.hear({"do": "resume", **place_of(page), "person": "ibp-9"})["to"] == "done"
    assert (again.page["view"], opened(again).person_id) == ("who", None)
    # And may answer for nobody.
    assert again.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3}})["to"] == "problem"


def test_a_consultant_resumes_as_a_consultant(page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    opened(page).advise("Adviesbureau")
    page.hear({"do": "go", "view": "questions", "section": "ib-02"})
    again = Page(own_home, framework, words)
    assert again.hear({"do": "resume", **place_of(page)})["to"] == "done"
    assert (opened(again).adviser, opened(again).person_id) == ("Adviesbureau", None)


def test_an_echo_shows_what_others_wrote_and_nothing_when_nobody_did(page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    page.hear({"do": "go", "view": "questions", "section": framework.items[ITEM].domain})
    shown = page.page
    assert page.hear({"do": "echo", "n": 7}) == {"to": "echo", "again": False, "n": 7}
    assert page.page is shown
    other = Session(opened(page).place, framework, words)
    other.join("ibp-1")
    other.answer(ITEM, {"paper": 4})
    page.hear({"do": "echo"})
    assert page.page["news"] and page.page["serial"] == shown["serial"] + 1
    assert next(item for item in page.page["items"] if item["id"] == ITEM)["answer"]["paper"] == 4
    # What is seen nowhere in this view is no reason to draw it again.
    shown = page.page
    other.answer("go-05", {"note": "elders"})
    page.hear({"do": "echo"})
    assert page.page is shown
    # Taken in by an answer of one's own, it is shown at the next echo all the same.
    other.answer(ITEM, {"practice": 2})
    page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"note": "van mij"}})
    page.hear({"do": "echo"})
    answer = next(item for item in page.page["items"] if item["id"] == ITEM)["answer"]
    assert (answer["practice"], answer["note"]) == (2, "van mij")


def test_an_echo_tells_who_came_in(page: Page, framework: Framework, words: Words) -> None:
    page.hear({"do": "open", "board": BOARD, "round": str(date.today().year)})
    other = Session(opened(page).place, framework, words)
    other.enter(Respondent("", "it"))
    page.hear({"do": "echo"})
    assert [person["id"] for person in page.page["people"]] == ["ibp-1", "it-1"]


def test_an_echo_of_a_quiet_round_costs_next_to_nothing(page: Page) -> None:
    began = time.perf_counter()
    for _ in range(100):
        page.hear({"do": "echo"})
    assert (time.perf_counter() - began) / 100 < 0.005


def test_own_answers_go_out_and_come_back(page: Page, words: Words) -> None:
    page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3, "note": NASTY}})
    file = page.hear({"do": "download"})
    assert file["name"] == f"nulmeting-{BOARD}-{date.today().year}-ibp.json"
    page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 1, "note": ""}})
    said = page.hear({"do": "put-back", "text": file["text"], "n": 4})
    assert said == {"to": "put-back", "n": 4, "text": words("connection.put-back-done", count=1)}
    answer = opened(page).person.answers[ITEM]
    assert (answer.paper, answer.note) == (3, NASTY)
    assert page.hear({"do": "put-back", "text": file["text"]})["text"] == words("connection.put-back-none")


def test_only_a_file_of_answers_may_be_long(page: Page, words: Words) -> None:
    long = " " * 900_000
    file = page.hear({"do": "download"})
    assert page.hear({"do": "put-back", "text": file["text"] + long})["to"] == "put-back"
    assert page.hear({"do": "open", "text": long})["text"] == words("error.message")
    assert page.hear({"do": "put-back", "text": long + long})["text"] == words("error.message")


def test_a_consultant_has_no_answers_to_download(page: Page, words: Words) -> None:
    opened(page).advise("Adviesbureau")
    assert page.hear({"do": "download"})["text"] == words("error.message")


# ---- a bug of ours -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def root_log() -> Iterator[None]:
    """The root logger as it was: a live page takes it over."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.usefixtures("root_log")
def test_a_bug_gives_one_sentence_on_the_page_and_its_trace_in_the_log(
    page: Page, own_home: Home, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_module._quiet(own_home)
    log = own_home.folder / "outputs" / "workbook.log"
    assert not log.exists()

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("van binnen")

    monkeypatch.setattr(Session, "answer", broken)
    said = page.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 3}, "n": 5})
    assert said == {"to": "problem", "n": 5, "text": words("page.bug")}
    assert "van binnen" in log.read_text(encoding="utf-8")


# ---- the still -----------------------------------------------------------------------------------------------------------------

# Which parameters are wrong, and the sentence that must end the run.
WRONG: dict[str, tuple[dict[str, str], str, dict[str, Any]]] = {
    "board": ({"board": "bestaat-niet"}, "no-board", {"board": "bestaat-niet"}),
    "board with slashes": ({"board": "../../etc"}, "board-name", {"value": "../../etc"}),
    "round": ({"board": "demo-half", "round": "9"}, "no-round", {"board": "demo-half", "round": "9", "known": ["1"]}),
    "round without a board": ({"round": "1"}, "round-without-board", {}),
    "parameter": ({"bord": "demo-half"}, "parameter", {"name": "bord", "known": ["board", "round", "language", "domains", "item", "checklist"]}),
    "language": ({"board": "demo-half", "language": "xx"}, "language", {"value": "xx", "known": ["nl"]}),
    "domains": ({"board": "demo-half", "domains": "ib-01,ib-99"}, "unknown-domains", {"value": ["ib-99"]}),
}


Run = tuple[subprocess.CompletedProcess[str], Path]


@pytest.fixture(scope="module")
def stills(home: Home, framework: Framework, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Every run of the notebook with a kernel of its own, two at a time; and the home they ran in."""
    folder = tmp_path_factory.mktemp("stills")
    own = Home(folder / "home")
    for part in (home.frameworks, home.checklists, home.words, home.boards / "demo-half"):
        shutil.copytree(part, own.folder / part.relative_to(home.folder))
    files.create_round(own, "naar", "1", Settings(framework.edition, NASTY, "2027-01", functions=dict.fromkeys(framework.role, NASTY)))
    before = on_disk(own)
    environment = {name: value for name, value in os.environ.items() if name not in ("JPY_SESSION_NAME", "SERVER_SOFTWARE")}
    environment["NULMETING_HOME"] = str(own.folder)
    tools = Path(sys.executable).parent

    def run(name: str, parameters: dict[str, str]) -> Run:
        result = folder / f"{name}.ipynb"
        given_ = [word for pair in parameters.items() for word in ("-r", *pair)]
        command = [str(tools / "papermill"), "--no-progress-bar", str(NOTEBOOK), str(result), *given_]
        if name == "nbconvert":
            result = folder / "start.html"
            command = [str(tools / "jupyter"), "nbconvert", "--to", "html", "--execute", "--output", str(result), str(NOTEBOOK)]
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True), result

    runs = {"demo-half": {"board": "demo-half"}, "naar": {"board": "naar"}, "nbconvert": {}, **{name: wrong for name, (wrong, *_) in WRONG.items()}}
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(runs, pool.map(run, runs, runs.values()), strict=True))
    assert on_disk(own) == before
    return done


def still(path: Path) -> BeautifulSoup:
    """What the last cell of an executed notebook shows."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return BeautifulSoup("".join(cells[-1]["outputs"][0]["data"]["text/html"]), "html.parser")


def test_the_still_is_the_report_of_the_board(stills: dict[str, Run], home: Home, words: Words) -> None:
    done, path = stills["demo-half"]
    assert done.returncode == 0, done.stderr
    data = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["outputs"][0]["data"]
    expected = document(read(home, "demo-half"), "bestuur")
    assert from_json(data[MIME]) == expected
    assert "".join(data["text/html"]) == as_html(expected)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_parameter_ends_the_run_with_its_sentence(name: str, stills: dict[str, Run], words: Words) -> None:
    done, _ = stills[name]
    _, message, values = WRONG[name]
    assert done.returncode not in (0, None)
    last = done.stderr.strip().splitlines()[-1]
    if name == "domains":
        assert last.startswith("SystemExit: " + words("error.unknown-domains", known="", **values)[:-2])
    else:
        assert last == "SystemExit: " + words("error." + message, **values)


def test_what_a_person_typed_is_text_in_the_still(stills: dict[str, Run]) -> None:
    done, path = stills["naar"]
    assert done.returncode == 0, done.stderr
    page = still(path)
    assert page.find("script") is None
    assert NASTY in page.text
    assert not [text for text in ("undefined", "None", "nan") if text in page.text.replace(NASTY, "").split()]


def test_nbconvert_shows_the_start_without_code(stills: dict[str, Run], words: Words) -> None:
    done, path = stills["nbconvert"]
    assert done.returncode == 0, done.stderr
    text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("body").text
    assert words("start.title") in text and words("example.demo-half") in text
    assert "show(dir()" not in text and "Traceback" not in text


# ---- one's own answers, out and back in ----------------------------------------------------------------------------------------


def carried_out(framework: Framework, words: Words, place: Place) -> tuple[Session, str]:
    """Somebody's answers in every way, and the file they can keep."""
    session = Session(place, framework, words)
    session.enter(Respondent("", "ibp"))
    session.answer(ITEM, {"paper": 2, "practice": "unknown", "note": NASTY, "evidence": [{"title": "Verslag"}], "asked": "it"})
    session.answer("v-test-en-productie", {"discuss": True})
    session.scan("ib-01", {"paper": 3, "practice": "unknown"})
    session.obstacle(framework.choices.obstacles[0].questions[0], {"level": 2})
    return session, files.exported(framework, session.round, session.person)


def test_what_is_downloaded_and_put_back_is_the_same(framework: Framework, words: Words, place: Place) -> None:
    first, text = carried_out(framework, words, place)
    other = Session(place, framework, words)
    other.enter(Respondent("", "it"))
    assert other.put_back(text) == 3
    assert (other.person.answers, other.person.scan, other.person.obstacles) == (
        first.person.answers, first.person.scan, first.person.obstacles)
    assert files.read_round(place, framework).round == other.round
    assert other.put_back(text) == 0, "what is there already is not written again"


@pytest.mark.parametrize(("is_", "spoil"), [
    ("put-back-foreign", lambda record: "geen json"),
    ("put-back-foreign", lambda record: [1]),
    ("put-back-foreign", lambda record: {**record, "kind": "iets anders"}),
    ("put-back-foreign", lambda record: {**record, "items": [1]}),
    ("put-back-newer", lambda record: {**record, "format": 99}),
    ("put-back-edition", lambda record: {**record, "edition": "normenkader-2031"}),
    ("put-back-wrong", lambda record: {**record, "items": {**record["items"], "go-01": {"paper": 9}}}),
    ("put-back-wrong", lambda record: {**record, "items": {"onbekend": {"paper": 1}}}),
    ("put-back-wrong", lambda record: {**record, "obstacles": {"onbekend": 1}}),
])
def test_a_file_that_cannot_be_put_back_changes_nothing(is_: str, spoil: Any, framework: Framework, words: Words, place: Place) -> None:
    session, text = carried_out(framework, words, place)
    session.answer("go-01", {"paper": 1})
    before, spoiled = session.round, spoil(json.loads(text))
    with pytest.raises(BoardError) as caught:
        session.put_back(spoiled if isinstance(spoiled, str) else json.dumps(spoiled))
    assert caught.value.message == is_ and is_a_sentence(words.error(caught.value), words)
    assert session.round == before == files.read_round(place, framework).round


def test_two_screens_of_one_person_see_each_others_answers(framework: Framework, words: Words, place: Place) -> None:
    one, two = Session(place, framework, words), Session(place, framework, words)
    one.enter(Respondent("", "ibp"))
    assert two.refresh()
    two.join("ibp-1")
    one.answer("go-01", {"paper": 1})
    two.answer("go-02", {"paper": 2})
    assert two.person.answers["go-01"].paper == 1, "a change starts from what is on disk"
    assert one.refresh() and one.person.answers["go-02"].paper == 2
    assert not one.refresh() and not two.refresh()


def test_one_supplier_fills_its_whole_domain_but_nothing_that_was_said(framework: Framework, words: Words, place: Place) -> None:
    session = Session(place, framework, words)
    session.enter(Respondent("", "it"))
    domain = max(framework.domains, key=lambda domain: sum(framework.items[item].outsourceable for item in domain.items))
    can = [item for item in domain.items if framework.items[item].outsourceable]
    session.answer(can[0], {"outsourced": True, "supplier": "Een ander"})
    assert session.same_supplier(domain.id, "Wolkenbouw") == tuple(can[1:])
    assert [session.person.answers[item].supplier for item in can] == ["Een ander", *["Wolkenbouw"] * (len(can) - 1)]
    assert all(session.person.answers[item].outsourced for item in can)
    assert set(session.person.answers) == set(can)


def test_a_second_opinion_stands_beside_and_counts_nowhere(framework: Framework, words: Words, place: Place) -> None:
    session = Session(place, framework, words)
    session.enter(Respondent("", "it"))
    session.answer(ITEM, {"paper": 3, "practice": 3})
    before = assessed(framework, session.round)
    adviser = Session(place, framework, words)
    with pytest.raises(BoardError):
        adviser.opine(ITEM, {"paper": 1})
    adviser.advise("Adviesbureau Noord")
    adviser.opine(ITEM, {"paper": 1, "practice": "unknown", "finding": NASTY, "seen": "het verslag"})
    with pytest.raises(BoardError):
        adviser.answer(ITEM, {"paper": 1})
    there = files.read_round(place, framework).round
    assert there.opinions[ITEM] == Opinion(1, "unknown", NASTY, "het verslag", "Adviesbureau Noord")
    after = assessed(framework, there)
    assert (after.scores, after.position, after.gaps, after.plan) == (before.scores, before.position, before.gaps, before.plan)


# ---- what takes long -----------------------------------------------------------------------------------------------------------


def test_whether_the_five_hold_is_worked_out_in_short_slices(example: Page, words: Words) -> None:
    """Between two slices the kernel hears whoever answers; a change begins the work anew."""
    example.hear({"do": "join", "role": "bestuur", "person": ""})
    example.hear({"do": "go", "view": "plan"})
    assert example.page["ask_holds"]
    longest, slices, sentences = 0.0, 0, {}
    while not sentences:
        begun = time.perf_counter()
        said = example.hear({"do": "holds"})
        longest, slices, sentences = max(longest, time.perf_counter() - begun), slices + 1, said["sentences"]
    assert slices > 3 and longest < 0.6, (slices, longest)
    session = opened(example)
    assert sentences == plan.holds(stable(session.outcome), words)
    assert list(sentences) == [thing["id"] for thing in example.page["things"]]
    example.hear({"do": "answer", "on": "item", "id": ITEM, "set": {"paper": 1, "practice": 1}})
    assert session.sampling.taken == 0


def test_a_swap_is_shown_and_then_kept(example: Page, words: Words) -> None:
    example.hear({"do": "join", "role": "bestuur", "person": ""})
    example.hear({"do": "go", "view": "plan"})
    away, wanted = example.page["things"][-1]["id"], example.page["swaps"][2]["id"]
    said = example.hear({"do": "swap", "id": away, "wanted": wanted})
    assert (said["to"], said["possible"]) == ("swap", True) and len(said["lines"]) >= 3
    assert away in [thing["id"] for thing in example.page["things"]]
    example.hear({"do": "answer", "on": "decision", "id": wanted, "set": {"status": "wanted", "instead_of": away}})
    ids = [thing["id"] for thing in example.page["things"]]
    assert wanted in ids and away not in ids
    assert example.page["decided"][-1]["text"] == words("plan.decided.wanted", other=title(words, away).rstrip("."))


def test_the_calendar_comes_as_text_with_a_name(example: Page, words: Words) -> None:
    said = example.hear({"do": "calendar"})
    assert (said["to"], said["name"], said["kind"]) == ("file", words("calendar.file", board="demo-half", round="1"), "text/calendar")
    assert said["content"].startswith("BEGIN:VCALENDAR\r\n")


# ---- on the way to the first question --------------------------------------------------------------------------------------------


def test_nothing_heavy_is_loaded_on_the_way_to_an_answer(own_home: Home) -> None:
    """Charts, plan and comparison are loaded when they are first shown; until then a kernel stays small and starts soon."""
    script = """
import sys
from nulmeting import files
from nulmeting.files import Home
from widgets.app import App
from widgets.show import show
home = Home.here()
framework = files.read_framework(home, files.editions(home)[-1])
page = App(home, framework, files.read_words(home, files.LANGUAGE, framework))
page.send = lambda *_, **__: None
def hear(**message): page._handle_custom_msg(message, [])
hear(do="begin", name="Licht", schools=1, role="ibp", person="")
hear(do="go", view="questions")
hear(do="answer", on="scan", id=framework.domains[0].id, set={"paper": 2})
assert page.page["progress"]["scan"]["all"] == len(framework.domains)
heavy = ["matplotlib", "pandas", "numpy", "nulmeting.charts", "nulmeting.plan", "nulmeting.outcome", "nulmeting.compare", "nulmeting.views.results"]
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "NULMETING_HOME": str(own_home.folder)}, cwd=ROOT_FOLDER,
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
