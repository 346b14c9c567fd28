"""A next round on disk and from the command line: there whole or not at all, with last round's answers, also under a new edition."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from nulmeting import files
from nulmeting.answers import Answer, Evidence, GroupDecision, Settings
from nulmeting.compare import compared
from nulmeting.errors import BoardError, DataError
from nulmeting.files import Home, Place, Writer, rounds
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.words import Words
from tests.conftest import ROOT
from tests.test_cli import everything, in_this_process, nulmeting, sentence
from tests.test_page import Page
from widgets import overtime
from widgets.session import Session, again

BAD, EDITIONS = ROOT / "tests" / "bad", ROOT / "tests" / "editions"


def settings(framework: Framework) -> Settings:
    return Settings(framework.edition, "Proef", "2027-01", 4, 12, {"ibp": "directeur"})


@pytest.fixture
def first(own_home: Home, framework: Framework) -> Place:
    """A round in which two people answered a little, the group decided, and an action was planned."""
    place = files.create_round(own_home, "proef", "2026", settings(framework))
    ibp = Writer(place, "answers/ibp-1", framework, {"role": "ibp"})
    ibp.append("ibp-1", "person", "ibp-1", {"name": "Noor", "consents": True})
    ibp.append("ibp-1", "item", "go-01", {"paper": 2, "practice": 3, "evidence": [{"title": "Koers"}], "note": "é {x}", "discuss": True})
    ibp.append("ibp-1", "item", "go-02", {"note": "nog niet"})
    ibp.append("ibp-1", "scan", "ib-01", {"paper": 2, "practice": "unknown"})
    ibp.append("ibp-1", "obstacle", "capacity-hours", {"level": 2})
    Writer(place, "answers/bestuur-1", framework, {"role": "bestuur"}).append("bestuur-1", "item", "go-01", {"paper": 1, "practice": 1})
    Writer(place, "group", framework).append("ibp-1", "group", "go-01", {"confirmed": 2, "comment": "samen"})
    Writer(place, "decisions", framework).append("ibp-1", "decision", "ib04-drie-namen", {"status": "planned", "function": "ik", "date": ""})
    return place


# ---- what goes along -------------------------------------------------------------------------------------------------------------


def test_a_next_round_begins_with_last_rounds_answers(first: Place, framework: Framework) -> None:
    before = everything(first.home)
    made = files.copy_round(first, "2027", framework)
    round_ = files.read_round(made.place, framework).round
    assert round_.settings == Settings(
        framework.edition, "Proef", "2027-01", 4, 12, {"ibp": "directeur"}, previous="2026"
    )
    bestuur, ibp = round_.respondents
    assert ibp.answers["go-01"] == Answer(2, 3, note="é {x}", evidence=(Evidence("Koers"),), carried=True)
    assert ibp.answers["go-02"] == Answer(note="nog niet")
    assert bestuur.answers["go-01"] == Answer(1, 1, carried=True)
    assert (ibp.name, ibp.consents, dict(ibp.obstacles)) == ("Noor", False, {"capacity-hours": 2})
    assert (ibp.scan["ib-01"].paper, ibp.scan["ib-01"].practice) == (2, "unknown")
    assert round_.group["go-01"] == GroupDecision(confirmed=2, comment="samen", carried=True)
    assert not round_.decisions
    # The round before is as it was, its decisions with it.
    assert {name: text for name, text in everything(first.home).items() if "/2026/" in name or "boards" not in name} == before
    assert files.read_round(first, framework).round.decisions


def test_the_history_of_a_next_round_is_plain(first: Place, framework: Framework) -> None:
    place = files.copy_round(first, "2027", framework).place
    log = place.folder / "answers" / "ibp-1.jsonl"
    begun = log.read_bytes()
    Writer(place, "answers/ibp-1", framework).append("ibp-1", "item", "go-01", {"carried": False})
    assert log.read_bytes().startswith(begun)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line.get("seq") for line in lines] == [None, *range(1, len(lines))]
    assert [line["set"].get("carried") for line in lines if line.get("id") == "go-01"] == [True, False]
    assert not files.read_round(place, framework).round.respondents[1].answers["go-01"].carried


def test_a_round_that_is_there_is_not_touched(first: Place, framework: Framework) -> None:
    files.copy_round(first, "2027", framework)
    before = everything(first.home)
    with pytest.raises(BoardError) as caught:
        files.copy_round(first, "2027", framework)
    assert caught.value.message == "round-exists"
    assert everything(first.home) == before


def test_a_torn_end_is_said_and_the_rest_goes_along(first: Place, framework: Framework) -> None:
    log = first.folder / "answers" / "ibp-1.jsonl"
    with log.open("a", encoding="utf-8") as file:
        file.write('{"at":"2027-01-11T09:00:00Z","id":"go-0')
    made = files.copy_round(first, "2027", framework)
    assert [notice.message for notice in made.notices] == ["torn-line"]
    assert "go-01" in files.read_round(made.place, framework).round.respondents[1].answers


def test_a_damaged_round_is_not_copied(first: Place, framework: Framework) -> None:
    (first.folder / "group.jsonl").write_text("zomaar tekst\n", encoding="utf-8")
    with pytest.raises(DataError):
        files.copy_round(first, "2027", framework)
    assert rounds(first.home, "proef") == ["2026"]


def test_a_disk_that_is_full_leaves_nothing(first: Place, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills after any number of written files: then there is no round, and nothing lies about."""
    real, left = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "full")
        real(descriptor)

    before = everything(first.home)
    for count in range(4):
        left = count
        with monkeypatch.context() as patch, pytest.raises(BoardError) as caught:
            patch.setattr(os, "fsync", full)
            files.copy_round(first, "2027", framework)
        assert caught.value.message == "not-written"
        assert everything(first.home) == before
        assert not [path for path in first.folder.parent.iterdir() if path.name != "2026"]


KILLED = """
import os, sys
from pathlib import Path
from nulmeting import files
home = files.Home(Path(sys.argv[1]))
framework = files.read_framework(home, files.editions(home)[-1])
real, left = os.fsync, int(sys.argv[2])
def fsync(descriptor):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    real(descriptor)
os.fsync = fsync
files.copy_round(files.find_round(home, "proef", "2026"), "2027", framework)
"""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_killed_while_copying_there_is_no_half_round(first: Place, framework: Framework, after: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(first.home.folder), str(after)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == -9
    assert rounds(first.home, "proef") == ["2026"]
    # What was made beside it is in nobody's way.
    made = files.copy_round(first, "2027", framework)
    assert len(files.read_round(made.place, framework).round.respondents) == 2


def test_a_previous_round_that_is_gone_leaves_nothing_to_compare(first: Place, framework: Framework) -> None:
    place = files.copy_round(first, "2027", framework).place
    assert files.previous_round(place, files.read_settings(place)) == first
    shutil.rmtree(first.folder)
    assert files.previous_round(place, files.read_settings(place)) is None
    assert nulmeting(first.home, "assess", "proef").returncode == 0


def test_what_a_next_round_is_called(first: Place, framework: Framework) -> None:
    names = []
    for _ in range(3):
        names.append(files.next_round(first.home, "proef", date(2026, 5, 1)))
        files.create_round(first.home, "proef", names[-1], settings(framework))
    assert names == ["2026-2", "2026-3", "2026-4"]
    assert files.next_round(first.home, "proef", date(2027, 5, 1)) == "2027"


# ---- on the page -------------------------------------------------------------------------------------------------------------------


def test_a_next_round_from_the_page(first: Place, framework: Framework, words: Words) -> None:
    page = Page(first.home, framework, words)
    [entry] = page.page["own"]
    name = files.next_round(first.home, "proef", date.today())
    assert entry["again"] == words("start.again", round=name)
    assert page.hear({"do": "again", "n": 1, "board": "proef", "round": "2026"}) == {"to": "done", "n": 1}
    assert page.page["view"] == "who"
    assert page.page["board"]["notices"] == [words("error.copied", round="2026")]
    assert page.hear({"do": "join", "n": 2, "id": "ibp-1"})["to"] == "done"
    page.hear({"do": "go", "n": 3, "view": "overtime"})
    assert page.page["summary"][1] == words("overtime.unchanged")
    assert [item["id"] for domain in page.page["waiting"] for item in domain["items"]] == ["go-01"]
    assert page.hear({"do": "still", "n": 4, "id": "go-01"})["to"] == "saved"
    assert page.page["waiting"] == []
    # The group's decision lapsed: it was last round's, and somebody judged again.
    assert page.page["summary"][1] == words("overtime.changed-one", parts=[words("overtime.counted.judged", count=1)])
    # Only the last round can be gone on with.
    page.hear({"do": "go", "n": 5, "view": "start"})
    assert [bool(entry.get("again")) for entry in page.page["own"]] == [False, True]
    before = everything(first.home)
    reply = page.hear({"do": "again", "n": 6, "board": "proef", "round": "2026"})
    assert reply["text"] == words("error.again-last")
    assert everything(first.home) == before


def test_a_next_round_that_cannot_be(first: Place, framework: Framework, words: Words, home: Home) -> None:
    shutil.copytree(home.boards / "demo-half", first.home.boards / "demo-half")
    page = Page(first.home, framework, words)
    before = everything(first.home)
    assert page.hear({"do": "again", "n": 1, "board": "demo-half", "round": "1"})["text"] == words("error.again-example")
    for junk in ({"board": "../x", "round": "1"}, {"board": "proef", "round": "9"}, {"board": [], "round": {}}, {}):
        assert page.hear({"do": "again", "n": 2, **junk})["to"] == "problem"
    page.hear({"do": "open", "n": 3, "board": "proef", "round": "2026"})
    page.hear({"do": "join", "n": 4, "id": "ibp-1"})
    # A first round has nothing to compare with.
    assert page.page["board"]["over_time"] is False
    for message in ({"do": "go", "view": "overtime"}, {"do": "still", "id": "go-01"}, {"do": "still", "id": "zz"}):
        assert page.hear({"n": 5, **message})["text"] == words("error.message")
    assert everything(first.home) == before


def test_the_numbers_of_the_page_are_those_of_the_record(home: Home, framework: Framework, words: Words) -> None:
    session = Session(files.find_round(home, "demo-tweede"), framework, words)
    session.join("ibp-1")
    record = json.loads(nulmeting(home, "assess", "demo-tweede", "--json").stdout)["compared"]
    view = overtime.view(session)
    scores = next(table for table in view["tables"] if table["id"] == "scores")
    assert scores["rows"][0][1:3] == [f"{record['total'][name]:.2f}".replace(".", ",") for name in ("before", "after")]
    assert {data["id"]: len(data["rows"]) + len(data["rest"]) for data in view["differences"]} == record["counts"]
    assert len(view["decisions"]["rows"]) == len(record["decisions"])
    domains = next(table for table in view["tables"] if table["id"] == "domains")
    assert len(domains["rows"]) == sum(bool(domain["counts"]) for domain in record["domains"])
    # The example tells the whole story: something improved, was judged differently, fell away, and waits.
    assert {"improved", "judged", "scope", "known"} <= set(record["counts"]) and record["waiting"]
    assert {"done", "reached", "partly", "declined"} == {fate["fate"] for fate in record["decisions"]}


# ---- the command line ----------------------------------------------------------------------------------------------------------------


def test_new_from_a_round(first: Place, framework: Framework) -> None:
    done = nulmeting(first.home, "new", "proef", "--round", "2027", "--from", "2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Overgenomen uit meting '2026': 2 antwoorden van 2 deelnemers."
    found = files.read_settings(Place(first.home, "proef", "2027"))
    assert (found.name, found.schools, found.previous) == ("Proef", 4, "2026")
    assert found.start_month == files.next_month(date.today())
    told = nulmeting(first.home, "assess", "proef")
    assert "Er is nog niets anders dan toen." in told.stdout
    assert "compared" not in json.loads(nulmeting(first.home, "assess", "proef", "--round", "2026", "--json").stdout)


def test_new_from_a_round_that_is_not_there(first: Place) -> None:
    before = everything(first.home)
    assert "heeft geen meting '9'" in sentence(nulmeting(first.home, "new", "proef", "--round", "2", "--from", "9"))
    assert "heeft al een meting '2026'" in sentence(in_this_process(first.home, "new", "proef", "--round", "2026", "--from", "2026"))
    assert "De editie 'x' van het normenkader is er niet" in sentence(in_this_process(first.home, "new", "nieuw", "--round", "1", "--edition", "x"))
    assert everything(first.home) == before


# ---- a new edition -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_editions(tmp_path: Path, home: Home) -> Home:
    """The made-up edition `proef` with a board, and the edition `proef-2` that follows it."""
    own = Home(tmp_path)
    for name in ("proef", "proef-2"):
        shutil.copytree(BAD / "edition", own.frameworks / name)
    shutil.copytree(EDITIONS / "proef-2", own.frameworks / "proef-2", dirs_exist_ok=True)
    shutil.copytree(home.words, own.words)
    place = Place(own, "bestuur", "1")
    shutil.copytree(BAD / "board", place.folder)
    log = Writer(place, "answers/ibp-1", files.read_framework(own, "proef"))
    log.append("ibp-1", "item", "lijst", {"paper": 1, "practice": 1})
    log.append("ibp-1", "item", "brief", {"paper": 2, "practice": 2})
    return own


REPORT = """\
Overgenomen uit meting '1': 2 antwoorden van 1 deelnemers.
Onveranderd meegegaan, met uw antwoorden: 1 van de 3 vragen.
Anders geschreven: uw antwoord gaat mee, kijk of het nog klopt:
  - Een slot op de deur → Een slot op elke deur
Opgesplitst: beantwoord de nieuwe vragen:
  - Een lijst
Nieuw:
  - Een lijst van personeel
  - Een lijst van leerlingen
"""


def test_a_new_edition_carries_the_answers_and_says_so(two_editions: Home) -> None:
    done = nulmeting(two_editions, "new", "bestuur", "--round", "2", "--from", "1", "--edition", "proef-2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(REPORT)
    framework = files.read_framework(two_editions, "proef-2")
    round_ = files.read_round(Place(two_editions, "bestuur", "2"), framework).round
    assert round_.settings.edition == "proef-2"
    [person] = round_.respondents
    assert dict(person.answers) == {"slot": Answer(2, 3, discuss=True, carried=True), "post": Answer(2, 2, carried=True)}
    # What the group settled on about a reworded item is asked again.
    assert not round_.group
    assert nulmeting(two_editions, "check").returncode == 0
    record = json.loads(nulmeting(two_editions, "assess", "bestuur", "--round", "2", "--json").stdout)["compared"]
    assert {(item["item"], item["was"], item["explanation"], item["how"]) for item in record["items"]} == {
        ("slot", "slot", "edition", "reworded"), ("lijst-personeel", None, "edition", "new"), ("lijst-leerlingen", None, "edition", "new"),
        ("post", "brief", "carried", None), (None, "lijst", "edition", "split"),
    }
    # The round before is still read under its own edition.
    assert nulmeting(two_editions, "assess", "bestuur", "--round", "1").returncode == 0


def test_the_page_says_what_a_new_edition_did(two_editions: Home) -> None:
    framework = files.read_framework(two_editions, "proef-2")
    words = files.read_words(two_editions, "nl", framework)
    page = Page(two_editions, framework, words)
    assert page.hear({"do": "again", "n": 1, "board": "bestuur", "round": "1"})["to"] == "done"
    assert words("error.edition-changed", round="1") in page.page["board"]["notices"]
    page.hear({"do": "join", "n": 2, "id": "ibp-1"})
    page.hear({"do": "go", "n": 3, "view": "overtime"})
    told = [line for part in page.page["edition"] for line in ([f"{part['title']}:", *(f"  - {item}" for item in part["items"])]
                                                              if part["items"] else [part["title"]])]
    assert told == REPORT.splitlines()[1:]
    # The round of the earlier edition opens under its own words; back at the start it is the latest again.
    page.hear({"do": "open", "n": 4, "board": "bestuur", "round": "1"})
    page.hear({"do": "join", "n": 5, "id": "ibp-1"})
    page.hear({"do": "go", "n": 6, "view": "questions", "section": "een"})
    assert [item["title"] for item in page.page["items"]] == ["Een slot op de deur", "Een lijst"]
    page.hear({"do": "go", "n": 7, "view": "start"})
    assert page.hear({"do": "begin", "n": 8, "name": "Nieuw", "schools": 1, "role": "ibp", "person": ""})["to"] == "done"
    assert files.read_settings(files.find_round(two_editions, "nieuw")).edition == "proef-2"


def test_a_dropped_item_is_said_too(two_editions: Home) -> None:
    path = two_editions.frameworks / "proef-2" / "carry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("how: same, to: post", "how: dropped, to: none"), encoding="utf-8")
    done = nulmeting(two_editions, "new", "bestuur", "--round", "2", "--from", "1", "--edition", "proef-2")
    assert "Vervallen: uw antwoord telt niet meer mee en blijft bewaard bij de vorige meting:\n  - Een brief\n" in done.stdout
    assert "  - Post aan ouders\n" in done.stdout


def test_an_answer_that_can_no_longer_be_given_is_asked_again(two_editions: Home) -> None:
    """An item that was n.v.t. may no longer be."""
    before = files.read_framework(two_editions, "proef")
    place = Place(two_editions, "bestuur", "1")
    Writer(place, "answers/ibp-1", before).append("ibp-1", "item", "brief", {"not_applicable": True, "reason": "geen ouders"})
    for path, old, new in (("items/twee.yaml", "not_applicable: yes", "not_applicable: no"),
                           ("text/nl/twee.yaml", "    not_applicable: Alleen als er geen ouders zijn.\n", "")):
        file = two_editions.frameworks / "proef-2" / path
        assert old in file.read_text(encoding="utf-8")
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = nulmeting(two_editions, "new", "bestuur", "--round", "2", "--from", "1", "--edition", "proef-2")
    assert "Uw antwoord van toen kan bij deze vraag niet meer: antwoord opnieuw:\n  - Een brief → Post aan ouders\n" in done.stdout
    framework = files.read_framework(two_editions, "proef-2")
    assert "post" not in files.read_round(Place(two_editions, "bestuur", "2"), framework).round.respondents[0].answers


def test_an_edition_that_does_not_say_is_refused(two_editions: Home) -> None:
    (two_editions.frameworks / "proef-2" / "carry.yaml").unlink()
    before = everything(two_editions)
    said = sentence(nulmeting(two_editions, "new", "bestuur", "--round", "2", "--from", "1", "--edition", "proef-2"))
    assert said.startswith("De editie 'proef-2' zegt niet wat er met antwoorden uit 'proef' gebeurt.")
    assert everything(two_editions) == before


def test_a_role_that_is_gone_is_refused(two_editions: Home) -> None:
    framework = files.read_framework(two_editions, "proef")
    Writer(Place(two_editions, "bestuur", "1"), "answers/fg-1", framework, {"role": "fg"}).append("fg-1", "person", "fg-1", {"name": ""})
    for path in (two_editions.frameworks / "proef-2").rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("fg:", "toezicht:").replace("owner: fg", "owner: toezicht")
                        .replace("id: fg,", "id: toezicht,"), encoding="utf-8")
    said = sentence(nulmeting(two_editions, "new", "bestuur", "--round", "2", "--from", "1", "--edition", "proef-2"))
    assert "bestaat de rol 'fg' niet meer" in said
    assert rounds(two_editions, "bestuur") == ["1"]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("item: lijst, how: split, to: none", "item: lijst, how: same, to: post", "carry-double"),
    ("item: lijst, how: split, to: none", "item: slot, how: split, to: none", "double-id"),
    ("item: lijst, how: split, to: none", "item: lijst, how: weg, to: none", "carry"),
    ("how: same, to: post", "how: same, to: brief", "unknown-id"),
    ("edition: proef", "editie: proef", "extra-key"),
])
def test_a_mistake_in_a_carry_table_is_named(two_editions: Home, old: str, new: str, message: str) -> None:
    path = two_editions.frameworks / "proef-2" / "carry.yaml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        files.read_framework(two_editions, "proef-2")
    assert message in {problem.message for problem in caught.value.problems}
    assert {problem.file for problem in caught.value.problems} == {"carry.yaml"}


@pytest.mark.parametrize(("old", "new", "message"), [
    ("  - {item: lijst, how: split, to: none}\n", "", "carry-missing"),
    ("item: lijst, how: split", "item: lijstje, how: split", "unknown-id"),
    ("edition: proef", "edition: elders", "unknown-id"),
])
def test_check_holds_a_carry_table_beside_the_edition_before(two_editions: Home, words: Words, old: str, new: str, message: str) -> None:
    path = two_editions.frameworks / "proef-2" / "carry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    problems = files.succession_problems(two_editions, files.read_framework(two_editions, "proef-2"))
    assert message in {problem.message for problem in problems}
    done = in_this_process(two_editions, "check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [words.problem(problem) for problem in problems]


def test_an_edition_does_not_look_ahead(two_editions: Home) -> None:
    old, new = (files.read_framework(two_editions, name) for name in ("proef", "proef-2"))
    before = files.read_round(Place(two_editions, "bestuur", "1"), old).round
    after = files.read_round(again(two_editions, "bestuur", "1", new), new).round
    assert compared(assessed(old, before), assessed(new, after)).carry
    with pytest.raises(BoardError) as caught:
        compared(assessed(new, after), assessed(old, before))
    assert caught.value.message == "carry-none"
