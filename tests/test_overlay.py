"""A consultant's overlay: official codes filled in, items added, dropped and moved, and what becomes of earlier answers."""

import shutil
from pathlib import Path

import pytest

from nulmeting import files
from nulmeting.answers import Settings
from nulmeting.errors import BoardError, DataError
from nulmeting.files import Home, Writer
from nulmeting.outcome import assessed

ROOT = Path(__file__).parent.parent
EDITION = "normenkader-ibp-fo-2024-06"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The workbook's data without boards, and without an overlay yet."""
    for name in ("frameworks", "words", "checklists"):
        shutil.copytree(ROOT / "assessments" / name, tmp_path / "assessments" / name)
    return Home(tmp_path)


def lay_over(home: Home, *changes: tuple[str, str]) -> None:
    """Put the example overlay in place, with pieces of its text replaced."""
    text = (ROOT / "tests" / "overlay" / "overlay.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder = home.frameworks / EDITION
    (folder / "overlay.yaml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "overlay" / "text.yaml", folder / "text" / "nl" / "overlay.yaml")


def test_codes_are_filled_in_and_items_come_go_and_move(home: Home) -> None:
    before = files.read_framework(home, EDITION)
    lay_over(home)
    after = files.read_framework(home, EDITION)
    words = files.read_words(home, "nl", after)
    assert after.edition == f"{EDITION}+proef"
    assert before.items["v-sleutelpersonen"].official is None
    official = after.items["v-sleutelpersonen"].official
    assert official is not None and official.code == "XX.99"
    assert words("item.v-sleutelpersonen.title") == "Een titel die de consultant opzocht"
    assert set(after.items) - set(before.items) == {"v-camera-op-het-plein"}
    assert set(before.items) - set(after.items) == {"v-spoedwijzigingen"}
    assert "v-camera-op-het-plein" in after.domain["ib-12"].items
    assert "v-back-ups-terugzetten" in after.domain["ib-14"].items
    assert "v-back-ups-terugzetten" not in after.domain["ib-13"].items
    assert all(lift.item != "v-spoedwijzigingen" for action in after.actions.values() for lift in action.lifts)


def test_a_checklist_goes_on_without_what_an_overlay_drops(home: Home) -> None:
    before = files.read_framework(home, EDITION)
    lay_over(home, ("drop: [v-spoedwijzigingen]", "drop: [v-spoedwijzigingen, v-verwerkersovereenkomsten]"))
    after = files.read_framework(home, EDITION)
    files.read_words(home, "nl", after)
    gone = set(before.actions) - set(after.actions)
    assert "privacy5-netwerkbeheerder" in gone
    for name, known in after.checklists.items():
        assert list(known.points) == list(before.checklists[name].points)
        assert all(link.item in after.items for point in known.points.values() for link in point.links)
        assert not gone & {action for point in known.points.values() for action in point.actions}
    assert after.checklists["telefonie"].points["overeenkomst"].links == () and after.actions["telefonie-overeenkomst"].lifts == ()


def test_earlier_answers_are_carried_and_what_stays_behind_is_said(home: Home) -> None:
    before = files.read_framework(home, EDITION)
    place = files.create_round(home, "proefbestuur", "1", Settings(EDITION, "Proefbestuur", "2027-01"))
    writer = Writer(place, "answers/bestuur-1", before, {"role": "bestuur"})
    for item in ("v-bezoekers-en-sleutels", "v-crisisplan", "v-kritieke-processen", "v-spoedwijzigingen", "go-01"):
        writer.append("bestuur-1", "item", item, {"paper": 3, "practice": 2})
    log = writer.path.read_bytes()
    lay_over(home)
    after = files.read_framework(home, EDITION)
    opened = files.read_round(place, after)
    answers = opened.round.respondents[0].answers
    assert set(answers) == {"v-camera-op-het-plein", "v-crisisplan", "go-01"}
    assert answers["v-camera-op-het-plein"].paper == 3
    assert answers["v-crisisplan"].discuss
    assert not answers["go-01"].discuss
    assert assessed(after, opened.round).scores.items["v-camera-op-het-plein"].level == 2
    [notice] = opened.notices
    assert notice.message == "set-aside"
    assert notice.values["items"] == ["v-kritieke-processen", "v-spoedwijzigingen"]
    assert writer.path.read_bytes() == log

    # Going on under the overlay keeps the same log, and what is judged again is no longer marked.
    again = Writer(place, "answers/bestuur-1", after, {"role": "bestuur"})
    again.append("bestuur-1", "item", "v-crisisplan", {"discuss": False})
    assert not files.read_round(place, after).round.respondents[0].answers["v-crisisplan"].discuss


def test_a_round_made_under_an_overlay_is_refused_without_it(home: Home) -> None:
    lay_over(home)
    after = files.read_framework(home, EDITION)
    place = files.create_round(home, "proefbestuur", "1", Settings(after.edition, "Proefbestuur", "2027-01"))
    (home.frameworks / EDITION / "overlay.yaml").unlink()
    with pytest.raises(BoardError) as caught:
        files.read_round(place, files.read_framework(home, EDITION))
    assert caught.value.message == "edition"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("drop: [v-spoedwijzigingen]", "drop: [v-bestaat-niet]", "unknown-id"),
        ("domain: ib-14}", "domain: ib-99}", "unknown-id"),
        ("id: v-camera-op-het-plein\n", "id: go-01\n", "double-id"),
        ("{id: v-sleutelpersonen,", "{id: v-bestaat-niet,", "unknown-id"),
        ("how: same, to: v-camera-op-het-plein", "how: same, to: none", "carry"),
        ("how: split, to: none", "how: weg, to: none", "carry"),
        ("how: same, to: v-camera-op-het-plein", "how: same, to: v-crisisplan", "carry-chain"),
        ("how: same, to: v-camera-op-het-plein", "how: same, to: v-bestaat-niet", "unknown-id"),
        ("id: proef\n", "id: proef\nextra: 1\n", "extra-key"),
    ],
)
def test_a_mistake_in_an_overlay_is_named(home: Home, old: str, new: str, message: str) -> None:
    lay_over(home, (old, new))
    with pytest.raises(DataError) as caught:
        files.read_framework(home, EDITION)
    assert message in {problem.message for problem in caught.value.problems}
    words = files.read_words(home, "nl")
    assert all(line.startswith(("overlay.yaml", "catalogue/", "items/")) for line in words.error(caught.value).splitlines())
