"""The program as a person runs it: exit codes, and one clear Dutch sentence for every mistake, never a trace."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from nulmeting import cli, files
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import as_record, assessed, stable
from tests.conftest import ROOT
from tests.written import changed

DUTCH = re.compile(r"\b(de|het|een|dit|er|geen|wel|kan|is|bij)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|error|invalid|usage|not|found|such|expected|failed)\b", re.IGNORECASE)


def nulmeting(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program on `home`, started from a folder where nothing is."""
    return subprocess.run(
        [sys.executable, "-m", "nulmeting", *arguments],
        cwd=home.folder, env={**os.environ, "NULMETING_HOME": str(home.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", timeout=60,
    )


def in_this_process(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same without a process of its own: for long tables of small mistakes."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("NULMETING_HOME", str(home.folder))
        try:
            cli.main(arguments)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def sentence(done: subprocess.CompletedProcess[str], code: int = 1) -> str:
    """The one sentence of a run that failed as it should."""
    assert done.returncode == code, done
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert DUTCH.search(lines[0]) and not ENGLISH.search(lines[0].split("'")[0]), lines[0]
    assert "Traceback" not in lines[0] and "{" not in lines[0] and lines[0].endswith((".", "?", "--help", "--round 1"))
    return lines[0]


def everything(home: Home) -> dict[str, bytes]:
    """Every file below a home, to see that nothing changed."""
    return {str(path.relative_to(home.folder)): path.read_bytes() for path in home.folder.rglob("*") if path.is_file()}


@pytest.fixture
def example(home: Home, own_home: Home) -> Place:
    """The board `demo-half` in a home of one's own."""
    shutil.copytree(home.boards / "demo-half", own_home.boards / "demo-half")
    return Place(own_home, "demo-half", "1")


# ---- what it says when all is well ---------------------------------------------------------------------------------------------------


def test_check_counts_what_the_issue_promises(home: Home, framework: Framework) -> None:
    done = nulmeting(home, "check")
    assert done.returncode == 0 and done.stderr == ""
    assert "22 domeinen, 94 vragen: 38 bevestigde normen + 56 eigen vragen" in done.stdout
    assert "188 kanten, 0 zonder actie tot het streefniveau" in done.stdout
    [(actions, tomorrow, domains)] = re.findall(r"(\d+) acties, waarvan (\d+) morgen kunnen beginnen \(in (\d+) domeinen", done.stdout)
    assert int(actions) == len(framework.actions) >= 150
    assert int(tomorrow) >= 50
    assert int(domains) == 22
    [types] = re.findall(r"Typen bij .*", done.stdout)
    assert max(int(share) for share in re.findall(r"(\d+) %", types)) <= 60
    [(best, found)] = re.findall(r"Het plan bij \d+ besturen: (\d+) % zeker het beste, (\d+) %", done.stdout)
    assert int(best) + int(found) == 100
    assert done.stdout.endswith("Alles is in orde.\n")


def test_new_makes_a_round_that_assess_can_read(own_home: Home) -> None:
    done = nulmeting(own_home, "new", "mijn-bestuur", "--round", "2027", "--name", "Stichting <b>'De Linde'</b>", "--schools", "7")
    assert (done.returncode, done.stderr) == (0, "")
    assert "mijn-bestuur" in done.stdout and "2027" in done.stdout
    settings = files.read_settings(files.find_round(own_home, "mijn-bestuur"))
    assert (settings.name, settings.schools, settings.example) == ("Stichting <b>'De Linde'</b>", 7, False)
    assessed_ = nulmeting(own_home, "assess", "mijn-bestuur")
    assert (assessed_.returncode, assessed_.stderr) == (0, "")
    assert assessed_.stdout.splitlines()[0] == "Stichting <b>'De Linde'</b>, meting 2027"
    assert sum(1 for line in assessed_.stdout.splitlines() if re.match(r"  [1-5]\. ", line)) == 5


def test_assess_takes_the_last_round_unless_one_is_named(example: Place) -> None:
    shutil.copytree(example.folder, example.folder.parent / "2")
    for arguments, wanted in (((), "2"), (("--round", "1"), "1")):
        done = nulmeting(example.home, "assess", "demo-half", *arguments)
        assert done.returncode == 0
        assert done.stdout.splitlines()[0].endswith(f"meting {wanted}")


def test_json_is_the_record_and_nothing_else(home: Home, framework: Framework) -> None:
    done = nulmeting(home, "assess", "demo-half", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    outcome = assessed(framework, files.read_round(files.find_round(home, "demo-half"), framework).round)
    assert json.loads(done.stdout) == json.loads(json.dumps(as_record(outcome, stable(outcome))))


def test_help_is_there_for_every_command(own_home: Home) -> None:
    for command in ((), ("check",), ("new",), ("assess",), ("sheet",), ("existing",), ("prepare",), ("serve",)):
        done = in_this_process(own_home, *command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert DUTCH.search(done.stdout)
    assert nulmeting(own_home).stdout == nulmeting(own_home, "--help").stdout


def test_an_unknown_option_ends_a_process_too(own_home: Home) -> None:
    assert "De optie '--frob' bestaat hier niet. Wel kunt u kiezen: --round, --json" in sentence(nulmeting(own_home, "assess", "x", "--frob"), 2)


# ---- mistakes of a person --------------------------------------------------------------------------------------------------------------

NAMES = {
    "slash": "a/b", "up": "../proef", "dots": "..", "quote": "o'brien", "double-quote": 'a"b', "tag": "<script>alert(1)</script>",
    "long": "a" * 300, "device": "con", "capital": "Proef", "accent": "café", "space": "mijn bestuur", "line": "a\nb", "hyphen": "a-",
    "empty": "", "braces": "{0}", "absolute": "/tmp/x",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_is_refused(own_home: Home, name: str) -> None:
    before = everything(own_home)
    done = in_this_process(own_home, "new", "--round", "1", "--", name)
    assert done.returncode == 1
    assert done.stderr.startswith("'") and "kan geen naam van een bestuur zijn" in done.stderr and len(done.stderr) < 250
    assert everything(own_home) == before


def test_an_odd_round_or_board_to_assess(example: Place) -> None:
    home = example.home
    assert "'../1' kan geen naam van een meting zijn" in sentence(nulmeting(home, "new", "proef", "--round=../1"))
    assert "'../1' kan geen naam van een meting zijn" in sentence(nulmeting(home, "assess", "demo-half", "--round=../1"))
    assert "'../demo-half' kan geen naam van een bestuur zijn" in sentence(nulmeting(home, "assess", "../demo-half"))


def test_an_unknown_board_or_round(example: Place) -> None:
    home = example.home
    assert "Er is geen bestuur 'bestaat-niet'" in sentence(nulmeting(home, "assess", "bestaat-niet"))
    assert "'demo-half' heeft geen meting '2031'" in sentence(nulmeting(home, "assess", "demo-half", "--round", "2031"))


def test_a_round_that_exists_is_left_as_it_is(example: Place) -> None:
    before = everything(example.home)
    assert "heeft al een meting '1'" in sentence(nulmeting(example.home, "new", "demo-half", "--round", "1"))
    assert everything(example.home) == before


COMMAND_LINES = {
    "option": (["assess", "demo-half", "--frob"], "De optie '--frob' bestaat hier niet"),
    "command": (["frob"], "Dit commando bestaat niet"),
    "argument-too-many": (["assess", "a", "b"], "Dit commando bestaat niet of is niet af"),
    "argument-missing": (["assess"], "Bij board ontbreekt de waarde"),
    "round-missing": (["new", "proef"], "Bij --round ontbreekt de waarde"),
    "no-number": (["new", "proef", "--round", "1", "--schools", "veel"], "Bij --schools ontbreekt de waarde of kan ze niet"),
    "no-schools": (["new", "proef", "--round", "1", "--schools", "0"], "Bij --schools"),
    "port": (["serve", "--port", "99999"], "Bij --port"),
}


@pytest.mark.parametrize(("arguments", "wanted"), COMMAND_LINES.values(), ids=COMMAND_LINES)
def test_a_wrong_command_line_is_said_in_dutch(own_home: Home, arguments: list[str], wanted: str) -> None:
    assert wanted in sentence(in_this_process(own_home, *arguments), code=2)
    assert not any(own_home.boards.iterdir())


def test_a_folder_without_a_workbook(tmp_path: Path) -> None:
    for command in (["check"], ["new", "proef", "--round", "1"], ["serve", "--no-open"]):
        assert str(tmp_path) in (said := sentence(nulmeting(Home(tmp_path), *command))) and "NULMETING_HOME" in said
    assert not any(tmp_path.iterdir())


# ---- mistakes in files -------------------------------------------------------------------------------------------------------------------


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def line(place: Place, text: str) -> str:
    """One more change in the log of the one respondent."""
    log = place.folder / "answers" / "ibp-1.jsonl"
    number = len(log.read_text(encoding="utf-8").splitlines())
    with log.open("a", encoding="utf-8") as file:
        file.write(text.replace("SEQ", str(number)) + "\n")
    return f"regel {number + 1} "


def answered(item: str, answer: str) -> str:
    """A change as a log holds it, with its number still to be filled in."""
    return f'{{"at":"2027-01-11T09:00:00Z","id":{json.dumps(item)},"on":"item","seq":SEQ,"set":{answer},"who":"ibp-1"}}'


# The other lines that cannot be stand in tests/bad/.
LINES = {
    "unknown item": (answered("bestaat-niet", '{"paper":1}'), "'bestaat-niet' komt in deze editie van het normenkader niet voor"),
    "level 6": (answered("go-01", '{"paper":6}'), "'6' is geen antwoord bij 'go-01': kies een niveau van 1 tot 5"),
    "n.v.t. without reason": (answered("op-01", '{"not_applicable":true}'), "waarom dit niet van toepassing is"),
    "n.v.t. where it cannot be": (answered("go-01", '{"not_applicable":true,"reason":"nee"}'), "'go-01' kan niet op 'niet van toepassing' staan"),
    "not JSON": ("zomaar tekst", "is beschadigd"),
    "an id that is no text": ('{"at":"","id":["go-01"],"on":"item","seq":SEQ,"set":{},"who":"ibp-1"}', "is beschadigd"),
}


@pytest.mark.parametrize(("text", "wanted"), LINES.values(), ids=LINES)
def test_a_line_of_a_log_that_cannot_be(example: Place, text: str, wanted: str) -> None:
    where = line(example, text)
    before = everything(example.home)
    said = sentence(nulmeting(example.home, "assess", "demo-half"))
    assert said.startswith("boards/demo-half/1/answers/ibp-1.jsonl") and where in said and wanted in said
    assert everything(example.home) == before


ROUNDS = {
    "edition": (lambda text: text.replace("2024-06", "2031-01"), "De editie 'normenkader-ibp-fo-2031-01' van het normenkader is er niet"),
    "newer": (lambda text: text.replace('"format": 1', '"format": 2'), "nieuwere versie (formaat 2; deze versie kent 1)"),
    "cut": (lambda text: text[: len(text) // 2], "half geschreven of van iets anders"),
    "empty": (lambda text: "", "leeg, half geschreven"),
    "list": (lambda text: "[]", "half geschreven of van iets anders"),
    "foreign": (lambda text: '{"hello": "world"}', "het nummer van het bestandsformaat"),
    "extra": (lambda text: text.replace('"schools"', '"scholen"'), "de sleutel 'scholen' hoort hier niet"),
    "role": (lambda text: text.replace('"functions": {', '"functions": {"koning": "Willem", '), "'koning' bestaat niet"),
}


@pytest.mark.parametrize(("change", "wanted"), ROUNDS.values(), ids=ROUNDS)
def test_a_round_file_that_cannot_be(example: Place, change: Callable[[str], str], wanted: str) -> None:
    edit(example.folder / "round.json", change)
    before = everything(example.home)
    assert wanted in sentence(nulmeting(example.home, "assess", "demo-half"))
    assert everything(example.home) == before


def test_a_log_that_is_missing_its_round(example: Place) -> None:
    (example.folder / "round.json").unlink()
    assert "Er is geen bestuur 'demo-half'" in sentence(nulmeting(example.home, "assess", "demo-half"))


def test_a_torn_last_line_is_said_and_the_rest_counts(example: Place) -> None:
    log = example.folder / "answers" / "ibp-1.jsonl"
    whole = nulmeting(example.home, "assess", "demo-half").stdout
    with log.open("a", encoding="utf-8") as file:
        file.write('{"at":"2027-01-11T09:00:00Z","id":"go-01","on":"it')
    before = log.read_bytes()
    done = nulmeting(example.home, "assess", "demo-half")
    assert (done.returncode, done.stdout) == (0, whole)
    assert "De laatste regel van boards/demo-half/1/answers/ibp-1.jsonl was maar half geschreven" in done.stderr
    assert log.read_bytes() == before


def test_check_also_reads_every_board(example: Place) -> None:
    line(example, answered("go-01", '{"paper":6}'))
    # A made-up sector of ten boards will do here.
    edit(next(example.home.frameworks.iterdir()) / "choices.yaml", lambda text: text.replace("boards: 1000", "boards: 10"))
    done = nulmeting(example.home, "check")
    assert done.returncode == 1
    assert "'6' is geen antwoord bij 'go-01'" in done.stderr and "Alles is in orde" not in done.stdout


def test_every_mistake_of_the_data_is_told_at_once(own_home: Home) -> None:
    folder = next(own_home.frameworks.iterdir())
    edit(folder / "items" / "ib-01.yaml", lambda text: text.replace("importance: 3", "importance: veel", 1))
    edit(folder / "catalogue" / "ib-02.yaml", lambda text: text.replace("cost: 0", "kosten: 0", 1))
    (folder / "items" / "ib-03.yaml").unlink()
    done = nulmeting(own_home, "check")
    assert (done.returncode, done.stdout) == (1, "")
    found = done.stderr.splitlines()
    assert len(found) == 4
    assert [said.split(",")[0].split(":")[0] for said in found] == [
        "items/ib-01.yaml", "items/ib-03.yaml", "catalogue/ib-02.yaml", "catalogue/ib-02.yaml",
    ]


def test_words_that_are_broken_are_told_without_them(own_home: Home) -> None:
    path = own_home.words / "nl.yaml"
    edit(path, lambda text: text.replace("language: Nederlands", "language: Nederlands\nlanguage: Frysk"))
    done = nulmeting(own_home, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "words/nl.yaml" in done.stderr


def test_a_file_of_items_that_cannot_be_read_stops_an_assessment(example: Place) -> None:
    folder = next(example.home.frameworks.iterdir())
    (folder / "choices.yaml").write_text("tables: [", encoding="utf-8")
    assert "choices.yaml" in sentence(nulmeting(example.home, "assess", "demo-half"))


def test_a_change_holds_what_the_answer_does_not_say_by_itself(home: Home, framework: Framework) -> None:
    """`tests.written` is how other tests put answers on disk: only what somebody said."""
    person = files.read_round(files.find_round(home, "demo-half"), framework).round.respondents[0]
    assert all(changed(answer) for answer in person.answers.values())
