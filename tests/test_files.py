"""Rounds on disk: what was acknowledged is there, whatever happens; what is damaged, foreign or newer is left as it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nulmeting import files
from nulmeting.answers import Evidence, Settings
from nulmeting.errors import BoardError, DataError
from nulmeting.files import Home, Place, Writer
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.conftest import ROOT
from tests.written import written

PERSON = {"role": "ibp"}


@pytest.fixture
def place(tmp_path: Path, framework: Framework) -> Place:
    """An empty round of the board `proef`; logs need no framework beside them."""
    (tmp_path / "assessments" / "boards").mkdir(parents=True)
    return files.create_round(Home(tmp_path), "proef", "1", Settings(framework.edition, "Proef", "2027-01"))


@pytest.fixture
def writer(place: Place, framework: Framework) -> Writer:
    """The log of one person, three changes long."""
    log = Writer(place, "answers/ibp-1", framework, PERSON)
    log.append("ibp-1", "item", "go-01", {"paper": 2})
    log.append("ibp-1", "item", "go-01", {"practice": "unknown"})
    log.append("ibp-1", "item", "go-02", {"note": "é – “aan” \u2028 {x}", "evidence": [{"title": "Besluit", "place": "map"}]})
    return log


def answers(place: Place, framework: Framework) -> dict:
    [person] = files.read_round(place, framework).round.respondents
    return dict(person.answers)


def said(words: Words, error: DataError | BoardError) -> str:
    """The sentence of a mistake; there is one, and nothing in it is left to fill in."""
    sentence = words.error(error)
    assert "{" not in sentence and "\n" not in sentence
    return sentence


# ---- what was acknowledged is there ---------------------------------------------------------------------------------------------------


def test_what_is_acknowledged_can_be_read_back(place: Place, writer: Writer, framework: Framework) -> None:
    found = answers(place, framework)
    assert (found["go-01"].paper, found["go-01"].practice) == (2, "unknown")
    assert found["go-02"].note == "é – “aan” \u2028 {x}"
    assert found["go-02"].evidence == (Evidence("Besluit", "map"),)
    change = writer.append("ibp-1", "item", "go-01", {"paper": None})
    assert (change.seq, change.on, change.id, change.set) == (4, "item", "go-01", {"paper": None})
    assert answers(place, framework)["go-01"].paper is None


def test_a_change_never_touches_what_stands_before_it(writer: Writer) -> None:
    before = writer.path.read_bytes()
    writer.append("ibp-1", "scan", "ib-01", {"paper": 1})
    after = writer.path.read_bytes()
    assert after.startswith(before) and after.endswith(b"\n")
    assert [json.loads(line).get("seq") for line in after.splitlines()] == [None, 1, 2, 3, 4]


def test_what_is_taken_back_is_gone_and_its_history_is_not(place: Place, writer: Writer, framework: Framework) -> None:
    writer.append("ibp-1", "obstacle", "capacity-hours", {"level": 2})
    writer.append("ibp-1", "obstacle", "capacity-hours", {"level": None})
    decisions = Writer(place, "decisions", framework)
    decisions.append("ibp-1", "decision", "ib04-drie-namen", {"status": "planned", "function": "bestuurder", "date": "2027-02-01"})
    assert files.read_round(place, framework).round.decisions["ib04-drie-namen"].function == "bestuurder"
    decisions.append("ibp-1", "decision", "ib04-drie-namen", {"status": None})
    round_ = files.read_round(place, framework).round
    assert not round_.decisions and not round_.respondents[0].obstacles
    assert len(decisions.path.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize("board", ["demo-groep", "demo-half", "demo-snelscan", "demo-opniveau"])
def test_an_example_written_again_reads_the_same(home: Home, tmp_path: Path, framework: Framework, board: str) -> None:
    round_ = files.read_round(files.find_round(home, board), framework).round
    place = written(Home(tmp_path), framework, round_)
    assert files.read_round(place, framework).round == round_


# ---- a torn end ------------------------------------------------------------------------------------------------------------------------


def test_cut_anywhere_a_log_keeps_every_whole_line_or_says_so(place: Place, writer: Writer, framework: Framework, words: Words) -> None:
    """What a crash in the middle of a write leaves: any beginning of the file."""
    whole = writer.path.read_bytes()
    ends = [place for place, sign in enumerate(whole) if sign == ord("\n")]
    for length in range(len(whole)):
        writer.path.write_bytes(whole[:length])
        lines = sum(1 for end in ends if end < length)
        if not lines:
            with pytest.raises(DataError) as caught:
                files.read_round(place, framework)
            assert caught.value.problems[0].message == "torn-file"
            continue
        opened = files.read_round(place, framework)
        log = opened.round.respondents[0].answers
        assert len(log) == (0 if lines == 1 else 1 if lines < 4 else 2)
        torn = whole[length - 1] != ord("\n")
        assert [notice.message for notice in opened.notices] == ["torn-line"] * torn
        assert writer.path.read_bytes() == whole[:length]
    assert "maar half geschreven" in said(words, BoardError("torn-line", file=writer.file))


def test_a_torn_end_is_set_aside_before_the_next_change(place: Place, writer: Writer, framework: Framework) -> None:
    whole = writer.path.read_bytes()
    torn = b'{"at":"2027-01-11T09:00:00Z","id":"go-03","on":"ite'
    writer.path.write_bytes(whole + torn)
    assert writer.append("ibp-1", "item", "go-05", {"paper": 4}).seq == 4
    assert writer.path.read_bytes().startswith(whole) and torn not in writer.path.read_bytes()
    assert [path.read_bytes() for path in writer.path.parent.glob("*.torn-*")] == [torn]
    opened = files.read_round(place, framework)
    assert not opened.notices and opened.round.respondents[0].answers["go-05"].paper == 4


# ---- newer, foreign, damaged: refused and left as it is -----------------------------------------------------------------------------------

HEAD = {"edition": "normenkader-ibp-fo-2024-06", "format": 1, "role": "ibp"}
STRANGE = {
    "newer": (json.dumps({**HEAD, "format": 2}) + "\n", "newer-format"),
    "newer, with more after it": (json.dumps({**HEAD, "format": 7, "schema": []}) + '\n{"v":1}\n', "newer-format"),
    "no format": ('{"hello":"world"}\n', "foreign-format"),
    "format as text": (json.dumps({**HEAD, "format": "1"}) + "\n", "foreign-format"),
    "format true": (json.dumps({**HEAD, "format": True}) + "\n", "foreign-format"),
    "a list": ("[1]\n", "foreign-format"),
    "other edition": (json.dumps({**HEAD, "edition": "normenkader-2031"}) + "\n", "other-edition"),
    "empty": ("", "torn-file"),
    "half a head": ('{"edition":"normenk', "torn-file"),
    "a picture": ("\x89PNG\r\n\x1a\n\x00\x00", "damaged-line"),
    "a letter": ("Beste allemaal,\n", "damaged-line"),
    "deep": ("[" * 100_000 + "\n", "damaged-line"),
}


@pytest.mark.parametrize(("text", "message"), STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("name", ["answers/ibp-1", "group", "decisions"])
def test_a_strange_log_is_refused_and_left_as_it_is(
    place: Place, framework: Framework, words: Words, text: str, message: str, name: str
) -> None:
    path = place.folder / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="latin-1")
    before = path.read_bytes()
    for attempt in (
        lambda: files.read_round(place, framework),
        lambda: Writer(place, name, framework, PERSON).append("ibp-1", "item", "go-01", {"paper": 1}),
    ):
        with pytest.raises(DataError) as caught:
            attempt()
        assert [problem.message for problem in caught.value.problems] == [message]
        assert said(words, caught.value).startswith(f"boards/proef/1/{name}.jsonl")
        assert path.read_bytes() == before
    assert {path.name for path in place.folder.rglob("*")} <= {"answers", path.name, "round.json", ".lock"}


def test_a_person_without_a_role_is_refused(place: Place, framework: Framework) -> None:
    for role in ("koning", None, ["ibp"], {}):
        path = place.folder / "answers" / "ibp-1.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({**HEAD, "role": role}) + "\n", encoding="utf-8")
        with pytest.raises(DataError) as caught:
            files.read_round(place, framework)
        assert [(problem.message, problem.place) for problem in caught.value.problems] == [("unknown-id", "role")]


def test_a_newer_round_is_refused_and_left_as_it_is(place: Place, framework: Framework) -> None:
    path = place.folder / "round.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DataError) as caught:
        files.read_round(place, framework)
    assert caught.value.problems[0].message == "newer-format"
    assert path.read_bytes() == before


# ---- several at once ---------------------------------------------------------------------------------------------------------------------

WRITING = """
import sys
from pathlib import Path
from nulmeting.files import Home, Place, Writer
class Edition:
    edition, carries_from = "normenkader-ibp-fo-2024-06", None
home, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
log = Writer(Place(Home(home), "proef", "1"), "group", Edition)
sys.stdin.readline()
for number in range(count):
    change = log.append(who, "group", "go-01", {"comment": f"{who} {number}"})
    print(change.seq, flush=True)
"""


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITING, str(home), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def changes(place: Place) -> list[dict]:
    return [json.loads(line) for line in (place.folder / "group.jsonl").read_text(encoding="utf-8").splitlines()[1:]]


def test_two_processes_at_one_log_lose_nothing(place: Place, framework: Framework) -> None:
    both = [start(place.home.folder, who, "60") for who in ("anna", "bram")]
    for process in both:
        print(file=process.stdin, flush=True)
    told = [[int(line) for line in process.communicate(timeout=60)[0].split()] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    found = changes(place)
    assert [change["seq"] for change in found] == list(range(1, 121))
    assert sorted(told[0] + told[1]) == list(range(1, 121))
    for who, seqs in zip(("anna", "bram"), told, strict=True):
        assert [change["set"]["comment"] for change in found if change["who"] == who] == [f"{who} {number}" for number in range(60)]
        assert [change["seq"] for change in found if change["who"] == who] == seqs
    # They really went on at the same time: nobody wrote all of it in one piece.
    assert len({change["who"] for change in found[:100]}) == 2
    assert files.read_round(place, framework).round.group["go-01"].comment == found[-1]["set"]["comment"]


def test_what_a_killed_process_acknowledged_is_there(place: Place, framework: Framework) -> None:
    process = start(place.home.folder, "anna", "100000")
    print(file=process.stdin, flush=True)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(30)]
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in process.communicate(timeout=60)[0].split("\n")[:-1] if line]
    files.read_round(place, framework)
    again = start(place.home.folder, "bram", "1")
    assert again.communicate("\n", timeout=60)[0].strip() == str(len(changes(place)))
    found = changes(place)
    assert [change["seq"] for change in found] == list(range(1, len(found) + 1))
    assert len(found) > told[-1]
    assert [change["set"]["comment"] for change in found[: told[-1]]] == [f"anna {number}" for number in range(told[-1])]


def test_a_log_that_somebody_holds_is_said_to_be_busy(place: Place, writer: Writer, framework: Framework, words: Words,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    import filelock

    # The same lock, waited for a tenth of a second only.
    lock = filelock.FileLock
    monkeypatch.setattr(filelock, "FileLock", lambda path, timeout: lock(path, timeout=0.1))
    before = writer.path.read_bytes()
    with lock(str(place.folder / ".lock")), pytest.raises(BoardError) as caught:
        writer.append("ibp-1", "item", "go-01", {"paper": 1})
    assert "Iemand anders schrijft nu" in said(words, caught.value)
    assert writer.path.read_bytes() == before


# ---- a disk that does not take it ----------------------------------------------------------------------------------------------------------

# Run apart, and not as root: from inside the home with relative paths only, so that nothing above it need be readable.
UNLUCKY = """
import os, resource, sys
from pathlib import Path
from nulmeting import files
from nulmeting.answers import Settings
from nulmeting.errors import BoardError
from nulmeting.files import Home, Place, Writer
import filelock
class Edition:
    edition, carries_from = "normenkader-ibp-fo-2024-06", None
os.chdir(sys.argv[1])
place = Place(Home(Path()), "proef", "1")
words = files.read_words(Home.clone(), "nl")
if sys.argv[2] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
elif os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
attempts = {
    "change": lambda: Writer(place, "answers/ibp-1", Edition, {"role": "ibp"}).append("ibp-1", "item", "go-01", {"note": "x" * 500}),
    "first": lambda: Writer(place, "answers/it-1", Edition, {"role": "it"}).append("it-1", "item", "go-01", {"note": "x" * 500}),
    "round": lambda: files.create_round(place.home, "proef", "2", Settings("e", "n" * 150, "2027-01", functions={"ibp": "f" * 400})),
    "board": lambda: files.create_round(place.home, "nieuw", "1", Settings("e", "n" * 150, "2027-01", functions={"ibp": "f" * 400})),
    "settings": lambda: files.write_settings(place, Settings("e", "n" * 150, "2027-01", functions={"ibp": "f" * 400})),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, "done")
    except BoardError as error:
        print(name, words.error(error))
"""


def unlucky(place: Place, *arguments: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", UNLUCKY, str(place.home.folder), *arguments], capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def kept(place: Place) -> dict[str, bytes]:
    folder = place.home.folder
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


@pytest.fixture
def read_only(place: Place, writer: Writer) -> Iterator[Place]:
    """The round of `writer`, in which nothing may be written; others may read."""
    every = [place.home.folder, *place.home.folder.rglob("*")]
    (place.folder / ".lock").unlink(missing_ok=True)
    for path in every:
        if path.exists():
            path.chmod(0o555 if path.is_dir() else 0o444)
    yield place
    for path in every:
        if path.is_dir():
            path.chmod(0o755)


def test_a_folder_that_is_read_only_is_said(read_only: Place, framework: Framework) -> None:
    before = kept(read_only)
    said_ = unlucky(read_only, "read-only")
    assert set(said_) == {"change", "first", "round", "board", "settings"}
    for sentence in said_.values():
        assert sentence.startswith("Er is niets bewaard in boards/") and "hier mag u niet schrijven" in sentence
    assert kept(read_only) == before
    assert answers(read_only, framework)["go-01"].paper == 2


@pytest.mark.parametrize("room", [0, 40, 400, 700])
def test_a_full_disk_is_said_and_nothing_is_half(place: Place, writer: Writer, framework: Framework, room: int) -> None:
    before = kept(place)
    said_ = unlucky(place, "full", str(room))
    failed = {name: sentence for name, sentence in said_.items() if sentence != "done"}
    assert set(failed) >= {"change"}
    for sentence in failed.values():
        assert sentence.startswith("Er is niets bewaard in boards/") and "de schijf is vol" in sentence
    after = kept(place)
    assert {name: data for name, data in after.items() if name in before and "settings" in failed} == (before if "settings" in failed else {})
    # Nothing empty or half is left behind: all of it can be read, and gone on with.
    assert [path for path in place.home.folder.rglob("*") if path.name.startswith((".tmp", ".new"))] == []
    assert all(after.values())
    for round_ in files.rounds(place.home, "proef"):
        files.read_settings(files.find_round(place.home, "proef", round_))
    if "settings" in failed:
        files.read_round(place, framework)
        writer.append("ibp-1", "item", "go-01", {"paper": 5})
        Writer(place, "answers/it-1", framework, {"role": "it"}).append("it-1", "item", "go-01", {"paper": 4})
        assert [person.answers["go-01"].paper for person in files.read_round(place, framework).round.respondents] == [5, 4]


def test_what_else_goes_wrong_with_a_disk_is_said_as_the_system_says_it(place: Place, framework: Framework, words: Words) -> None:
    (place.folder / "answers").write_text("", encoding="utf-8")    # a file where a folder should be
    with pytest.raises(BoardError) as caught:
        Writer(place, "answers/ibp-1", framework, PERSON).append("ibp-1", "item", "go-01", {"paper": 1})
    assert caught.value.values["why"].message == "disk-other"
    assert said(words, caught.value).startswith("Er is niets bewaard in boards/proef/1/answers/ibp-1.jsonl: ")


# ---- names -------------------------------------------------------------------------------------------------------------------------------

ODD = ["", ".", "..", "a/b", "a\\b", "../x", "/etc", "con", "nul", "com1", "lpt0", "aux", "prn", "A", "é", "a b", "a\n", "a\x00", "-a", "a-", "a.b",
       "a'b", 'a"b', "<b>", "{0}", "%s", "a" * 65, "a" * 300, "ﬁ", "١", "demo_half", None, 1, ["a"]]


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_an_odd_name_is_refused_before_the_disk_is_touched(place: Place, words: Words, name: object) -> None:
    before = kept(place)
    settings = files.read_settings(place)
    for kind, attempt in (
        ("board-name", lambda: files.create_round(place.home, name, "1", settings)),
        ("round-name", lambda: files.create_round(place.home, "proef", name, settings)),
        ("board-name", lambda: files.find_round(place.home, name)),
        ("board-name", lambda: files.rounds(place.home, name)),
        ("round-name", lambda: files.find_round(place.home, "proef", name) if name is not None else files.checked_name(name, "round")),
        ("person-name", lambda: files.checked_name(name, "person")),
    ):
        with pytest.raises(BoardError) as caught:
            attempt()
        assert caught.value.message == kind
        assert len(words.error(caught.value)) < 200
    assert kept(place) == before


@pytest.mark.parametrize("name", ["a", "1", "demo-half", "2027-2", "a" * 64, "constant", "com", "lpt10"])
def test_a_plain_name_is_taken(place: Place, name: str) -> None:
    made = files.create_round(place.home, name, name, files.read_settings(place))
    assert files.find_round(place.home, name, name) == made
    assert name in files.boards(place.home)


def test_folders_that_are_no_boards_are_passed_over(place: Place) -> None:
    for name in (".git", "Mijn Bestuur", "leeg", "proef/.new-1", "proef/Concept"):
        (place.home.boards / name).mkdir(parents=True)
    (place.home.boards / "proef" / "Concept" / "round.json").write_text("{}", encoding="utf-8")
    (place.home.boards / "README").write_text("", encoding="utf-8")
    assert files.boards(place.home) == ["proef"]
    assert files.rounds(place.home, "proef") == ["1"]


def test_a_round_that_exists_is_not_made_again(place: Place, words: Words) -> None:
    before = kept(place)
    with pytest.raises(BoardError) as caught:
        files.create_round(place.home, "proef", "1", replace(files.read_settings(place), name="Anders"))
    assert "heeft al een meting '1'" in said(words, caught.value)
    assert kept(place) == before
    assert sorted(path.name for path in (place.home.boards / "proef").iterdir()) == ["1"]


# ---- settings ------------------------------------------------------------------------------------------------------------------------------


def test_settings_are_replaced_whole(place: Place) -> None:
    settings = replace(files.read_settings(place), name="Stichting ‘De Eik’", capacity=40, functions={"ibp": "directeur"}, schools=12)
    files.write_settings(place, settings)
    assert files.read_settings(place) == settings
    assert sorted(path.name for path in place.folder.iterdir()) == ["round.json"]


def test_the_last_round_is_the_last_by_name(place: Place) -> None:
    settings = files.read_settings(place)
    for name in ("2027", "2026", "2027-2"):
        files.create_round(place.home, "proef", name, settings)
    assert files.rounds(place.home, "proef") == ["1", "2026", "2027", "2027-2"]
    assert files.find_round(place.home, "proef").round == "2027-2"


def test_answers_are_for_their_owner_only(place: Place, writer: Writer) -> None:
    assert place.folder.stat().st_mode & 0o077 == 0
    assert writer.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("today", "month"), [(date(2026, 11, 30), "2026-12"), (date(2026, 12, 1), "2027-01"), (date(2027, 1, 31), "2027-02")])
def test_a_plan_begins_next_month(today: date, month: str) -> None:
    assert files.next_month(today) == month


# ---- a home --------------------------------------------------------------------------------------------------------------------------------


def test_home_is_named_by_the_environment_or_is_the_clone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NULMETING_HOME", raising=False)
    assert Home.here().folder == ROOT.resolve()
    for empty in ("", str(ROOT)):
        monkeypatch.setenv("NULMETING_HOME", empty)
        assert Home.here().folder == ROOT.resolve()
    monkeypatch.setenv("NULMETING_HOME", str(tmp_path))
    assert Home.here().folder == tmp_path.resolve()
    with pytest.raises(BoardError) as caught:
        files.editions(Home.here())
    assert caught.value.message == "home"


def test_an_edition_or_language_that_is_not_there(home: Home, words: Words) -> None:
    with pytest.raises(BoardError) as caught:
        files.read_framework(home, "normenkader-2031")
    assert said(words, caught.value) == (
        "De editie 'normenkader-2031' van het normenkader is er niet. Wel zijn er: normenkader-ibp-fo-2024-06."
    )
    for name in ("fy", "../words/nl", "nl.yaml"):
        with pytest.raises(BoardError) as caught:
            files.read_words(home, name)
        assert said(words, caught.value).endswith("Wel zijn er: nl.")
