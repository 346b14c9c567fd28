"""The meeting without a browser: what lies on the table, in which order, and that nothing of anybody else gets there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nulmeting import meeting
from nulmeting.answers import Answer, Evidence, GroupDecision, Opinion, Respondent, Round, Scan
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.scoring import perception_gap
from nulmeting.words import Words
from tests.test_page import Page, on_disk
from widgets import meeting as page_of
from widgets.session import Session

DOMAIN = "ib-11"
SECRET = "alleen voor mij"


def people(framework: Framework, *answers: dict[str, Answer], released: tuple[bool, ...] = (True, True, True)) -> tuple[Respondent, ...]:
    """The board, who is responsible and ict, each with these answers."""
    roles = ("bestuur", "ibp", "it")
    return tuple(
        Respondent(f"{role}-1", role, consents=on, answers=said)
        for role, said, on in zip(roles, answers, released, strict=False)
    )


@pytest.fixture
def session(place: Place, framework: Framework, words: Words) -> Session:
    return Session(place, framework, words)


def items(framework: Framework) -> tuple[str, ...]:
    return framework.domain[DOMAIN].items


def with_people(session: Session, respondents: tuple[Respondent, ...], **fields: Any) -> Round:
    session._set(replace(session.round, respondents=respondents, **fields))
    return session.round


# ---- the order ------------------------------------------------------------------------------------------------------------------


def test_largest_spread_first_then_other_differences_then_what_is_to_be_discussed(session: Session, framework: Framework) -> None:
    one, two, three, four = items(framework)[:4]
    alike = Answer(3, 3)
    first = {one: Answer(3, 3), two: Answer(3, 3), three: Answer(2, 2, discuss=True), four: Answer("unknown", "unknown")}
    second = {one: Answer(2, 2), two: Answer(1, 1), three: Answer(2, 2), four: alike}
    round_ = with_people(session, people(framework, first, second))
    entries = meeting.agenda(framework, round_, session.domains)
    assert [entry.item for entry in entries] == [two, one, four, three]
    assert [entry.spread for entry in entries] == [2, 1, None, 0]
    assert [entry.differs for entry in entries] == [True, True, True, False]


def test_what_is_decided_keeps_its_place_and_a_dropped_domain_goes(session: Session, framework: Framework) -> None:
    one, two = items(framework)[:2]
    respondents = people(framework, {one: Answer(3, 3), two: Answer(3, 3)}, {one: Answer(1, 1), two: Answer(2, 2)})
    round_ = with_people(session, respondents, group={one: GroupDecision(2, 2), two: GroupDecision(comment="later")})
    assert [(entry.item, entry.decided) for entry in meeting.agenda(framework, round_, session.domains)] == [(one, True), (two, False)]
    dropped = replace(round_, group_domains={DOMAIN: GroupDecision(not_applicable=True, reason="zo")})
    assert meeting.agenda(framework, dropped, session.domains) == ()
    assert meeting.agenda(framework, round_, ("ib-01",)) == ()


@pytest.mark.parametrize(("decision", "decided"), [
    (GroupDecision(), False), (GroupDecision(comment="x"), False), (GroupDecision(paper=2), False), (GroupDecision(2, "unknown"), True),
    (GroupDecision(confirmed=3), True), (GroupDecision(not_applicable=True, reason="x"), True),
])
def test_a_decision_is_both_sides_a_level_or_not_applicable(
    session: Session, framework: Framework, decision: GroupDecision, decided: bool
) -> None:
    item = items(framework)[0]
    assert meeting.is_decided(with_people(session, (), group={item: decision}), item) is decided


# ---- nothing of anybody who kept it back ------------------------------------------------------------------------------------------


def every_view(session: Session) -> list[str]:
    ids = items(session.framework)
    sections = ["", "closing", "differences", "short", "all", *(f"{way}:{item}" for item in ids for way in ("differences", "short", "all"))]
    views = [page_of.view(session, section) for section in sections]
    # As it goes over the wire.
    return [json.dumps(view, ensure_ascii=False) for view in [*views, *(page_of.kept(session, item) for item in ids)]]


@pytest.mark.parametrize("group", [{}, {"paper": 3}, {"confirmed": 2, "comment": "Zo is het."}])
def test_no_view_depends_on_what_somebody_kept_back(session: Session, framework: Framework, group: dict[str, Any]) -> None:
    """The strongest way to say it: whatever the third person answered, every value that goes to the browser is the same."""
    ids = items(framework)
    board, ibp = ({item: Answer(level, 2) for item in ids} for level in (3, 2))
    seen = set()
    for level, scan in ((1, Scan(1, 1)), (5, Scan(5, 5)), ("unknown", Scan("unknown", 4))):
        secret = {item: Answer(level, level, note=SECRET, evidence=(Evidence(SECRET),), supplier=SECRET, schools="enkele", outsourced=True)
                  for item in ids if framework.items[item].outsourceable}
        kept_back = people(framework, board, ibp, secret, released=(True, True, False))
        kept_back = (*kept_back[:2], replace(kept_back[2], scan={DOMAIN: scan}))
        with_people(session, kept_back, group={item: GroupDecision(**group) for item in ids})
        views = every_view(session)
        assert not [view for view in views if SECRET in view]
        seen.add("\n".join(views))
    assert len(seen) == 1


def test_what_is_let_go_is_seen(session: Session, framework: Framework) -> None:
    """So that the test above cannot pass because nothing is ever shown."""
    item = items(framework)[0]
    with_people(session, people(framework, {item: Answer(3, 3)}, {item: Answer(1, 1, note=SECRET)}))
    view = page_of.view(session, "differences")
    assert view["id"] == item and view["notes"][0]["lines"] == [SECRET]
    assert [len(place["roles"]) for place in view["sides"][0]["places"]][:3] == [1, 0, 1]


def test_what_is_kept_back_is_counted(session: Session, framework: Framework, words: Words) -> None:
    item = items(framework)[0]
    said = {item: Answer(1, 1)}
    with_people(session, people(framework, said, said, said, released=(False, True, False)))
    assert page_of.view(session, f"all:{item}")["hidden"] == words("together.hidden", count=2)
    with_people(session, people(framework, said, said, said, released=(True, True, False)))
    assert page_of.view(session, f"all:{item}")["hidden"] == words("together.hidden-one")


def test_a_scale_says_in_words_what_it_shows(session: Session, framework: Framework, words: Words) -> None:
    item = items(framework)[0]
    with_people(session, people(framework, {item: Answer(3, 1)}, {item: Answer(3, "unknown")}, {item: Answer(1, None)}))
    paper, practice = page_of.view(session, f"all:{item}")["sides"]
    count = [words("together.scale-count", place=words("together.level", level=level), count=many) for level, many in ((1, 1), (3, 2))]
    assert paper["text"] == words("together.scale", side=words("questions.side-paper"), answers=count)
    assert words("role.it") not in paper["text"] and words("role.it") in paper["text_roles"]
    assert sum(len(place["roles"]) for place in practice["places"]) == 2


# ---- board and practice -----------------------------------------------------------------------------------------------------------


def test_the_finding_comes_first_or_why_there_is_none(session: Session, framework: Framework, words: Words) -> None:
    scans = {domain.id: Scan(3, 3) for domain in framework.domains}
    lower = {domain.id: Scan(1, 1) for domain in framework.domains}
    board, _, ict = people(framework, {}, {}, {})
    with_people(session, (replace(board, scan=scans), replace(ict, scan=lower)))
    assert words("together.seen-higher", mean="2,0") in page_of.view(session, "")["seen"]["finding"][0]
    with_people(session, (replace(board, scan=scans, consents=False), replace(ict, scan=lower)))
    seen = page_of.view(session, "")["seen"]
    assert seen["finding"][0] == words("together.seen-little", people=2, board=1, others=1) and seen["table"]["rows"] == []
    with_people(session, (replace(ict, scan=lower),))
    assert page_of.view(session, "")["seen"]["finding"][1] == words("together.seen-help-board")


# ---- messages ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(own_home: Home, framework: Framework, words: Words) -> Page:
    page = Page(own_home, framework, words)
    page.hear({"do": "begin", "n": 1, "name": "Stichting Samen", "schools": 3, "role": "ibp", "person": ""})
    return page


def test_letting_go_and_taking_it_back(page: Page) -> None:
    for on in (True, False):
        assert page.hear({"do": "release", "n": 2, "on": on}) == {"to": "done", "n": 2}
        assert page.page["view"] == "together" and page.page["me"]["released"] is on
        assert page._session and page._session.round.respondents[0].consents is on


@pytest.mark.parametrize("on", [None, 1, "ja", []])
def test_letting_go_is_yes_or_no(page: Page, own_home: Home, on: object) -> None:
    before = on_disk(own_home)
    assert page.hear({"do": "release", "n": 2, "on": on})["to"] == "problem"
    assert on_disk(own_home) == before


@pytest.mark.parametrize("section", ["nergens", "differences:zz", "short:", "all:\ud800", ":", "closing:x", None, 3])
def test_an_unknown_place_in_the_meeting_is_the_lobby_or_the_end(page: Page, section: object) -> None:
    assert page.hear({"do": "go", "n": 2, "view": "together", "section": section}) == {"to": "done", "n": 2}
    assert page.page["view"] == "together"


def test_the_reply_to_a_decision_tells_what_follows_from_the_table_alone(page: Page, framework: Framework) -> None:
    item = items(framework)[0]
    page.hear({"do": "answer", "n": 2, "on": "item", "id": item, "set": {"paper": 1, "practice": 1}})
    said = page.hear({"do": "answer", "n": 3, "on": "group", "at": "together", "id": item, "set": {"paper": 4}})
    assert set(said) == {"to", "text", "meeting", "n"} and said["meeting"]["state"]["computed"] is None
    said = page.hear({"do": "answer", "n": 3, "on": "group", "at": "together", "id": item, "set": {"practice": 4}})
    assert said["meeting"]["state"]["computed"] == 4 and said["meeting"]["state"]["decided"]
    said = page.hear({"do": "answer", "n": 4, "on": "group", "at": "together", "id": DOMAIN,
                      "set": {"not_applicable": True, "reason": "Alles is elders."}})
    assert set(said) == {"to", "text", "n"}


def test_a_consultant_gives_an_opinion_beside_and_decides_nothing(page: Page, own_home: Home, framework: Framework, words: Words) -> None:
    item = items(framework)[0]
    page.hear({"do": "answer", "n": 2, "on": "item", "id": item, "set": {"paper": 3, "practice": 3}})
    page.hear({"do": "release", "n": 2, "on": True})
    assert page._session
    before = assessed(framework, page._session.round)
    assert page.hear({"do": "advise", "n": 3, "name": "An van Buiten"}) == {"to": "done", "n": 3}
    assert page.page["adviser"] and page.page["me"] is None
    assert page.hear({"do": "release", "n": 4, "on": True})["to"] == "problem"
    disk = on_disk(own_home)
    assert page.hear({"do": "answer", "n": 5, "on": "group", "id": item, "set": {"paper": 1}})["to"] == "problem"
    assert on_disk(own_home) == disk
    said = page.hear({"do": "answer", "n": 6, "on": "opinion", "id": item,
                      "set": {"paper": 1, "practice": 2, "finding": "Niet gezien.", "seen": "Map 3"}})
    assert words("together.opinion-differs", theirs=2, ours=3) in said["meeting"]["opinion"]
    assert page._session.round.opinions[item] == Opinion(1, 2, "Niet gezien.", "Map 3", "An van Buiten")
    after = assessed(framework, page._session.round)
    assert after.scores == before.scores
    page.hear({"do": "go", "n": 7, "view": "together", "section": f"all:{item}"})
    assert page.page["opinion"]["edit"] and not page.page["decides"]


def test_the_short_way_leaves_out_what_is_decided_and_ends(session: Session, framework: Framework) -> None:
    one, two = items(framework)[:2]
    answers = ({one: Answer(3, 3), two: Answer(3, 3)}, {one: Answer(1, 1), two: Answer(2, 2)})
    with_people(session, people(framework, *answers), group={one: GroupDecision(2, 2)})
    first = page_of.view(session, "short")
    assert first["id"] == two and first["next"] == ""
    with_people(session, people(framework, *answers), group={one: GroupDecision(2, 2), two: GroupDecision(2, 2)})
    assert page_of.view(session, "short")["section"] == "closing"
    assert page_of.view(session, "closing")["left"] == []


def test_a_mean_never_lets_one_work_out_an_answer(framework: Framework, session: Session) -> None:
    """One let go and one kept back: the mean minus the one would be the other."""
    item = framework.items[items(framework)[0]]
    carrier = next(role for role in item.carried_out_by if not framework.role[role].board)
    board = Respondent("bestuur-1", "bestuur", consents=True, answers={item.id: Answer(3, 3)})

    def gap(*carriers: tuple[bool, Answer]) -> object:
        others = tuple(Respondent(f"{carrier}-{n}", carrier, consents=on, answers={item.id: said}) for n, (on, said) in enumerate(carriers))
        return perception_gap(framework, with_people(session, (board, *others))).get(item.domain)

    low = Answer(1, 1)
    assert gap((True, low)) == 2
    assert gap((True, low), (False, low)) is None
    assert gap((True, low), (False, Answer("unknown", 1))) is None
    assert gap((False, low), (False, low)) == 2
    assert gap((True, low), (False, low), (False, low)) == 2
    assert gap((False, low), (False, Answer("unknown", 1))) is None
    assert gap((True, low), (False, Answer())) == 2
