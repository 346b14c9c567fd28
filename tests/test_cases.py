"""Cases a consultant can check on paper: small boards in YAML, each with the sum in a comment (tests/cases/)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from nulmeting import checks, files, scoring
from nulmeting.answers import UNKNOWN, Answer, Decision, GroupDecision, Respondent, Round, Scan, Settings
from nulmeting.files import Home
from nulmeting.framework import SIDES, Action, Domain, Framework, Item, Law, Lift
from nulmeting.outcome import Outcome, assessed, what_if

FOLDER = Path(__file__).parent / "cases"
CASES = {
    f"{path.stem}: {case['name']}": case
    for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
}
GIVEN = {"name", "items", "answers", "scan", "group", "group_domains", "actions", "decisions", "obstacles", "settings", "what_if", "board",
         "expect"}


# ---- from a case to a framework and a round --------------------------------------------------------------------------------------------


def flag(value: str) -> bool:
    return {"yes": True, "no": False}[value]


def framework_of(case: dict[str, Any], edition: Framework) -> Framework:
    """The items and actions of a case, with the tables, weights and limits of the real edition."""
    items = {id_: item_of(id_, **fields) for id_, fields in case["items"].items()}
    actions = {id_: action_of(id_, order, **fields) for order, (id_, fields) in enumerate(case.get("actions", {}).items())}
    domains = dict.fromkeys([*(item.domain for item in items.values()), *(action.domain for action in actions.values())])
    framework = replace(
        edition,
        parts=("security",),
        attention=(),
        domains=tuple(
            Domain(domain, "security", number, None, True, tuple(item.id for item in items.values() if item.domain == domain))
            for number, domain in enumerate(domains, start=1)
        ),
        items=items,
        actions=actions,
        published_items={},
        checklists={},
        choices=replace(edition.choices, board_items=(0, 99), synthetic=replace(edition.choices.synthetic, ahead={}, behind={}), coherence=tuple(
            rule for rule in edition.choices.coherence if all(condition.item is None for condition in rule.when)
        )),
    )
    # A case may leave sides without an action and begin tomorrow with what cannot; anything else would be a slip in the case.
    slips = [problem for problem in checks.problems(framework)
             if problem.message not in ("side-without-action", "not-tomorrow") and problem.values.get("value") != "punt"]
    assert not slips, slips
    return framework


def item_of(id_: str, domain: str = "d1", kind: str = "practice", importance: str = "2", attention: str = "no", law: str = "no",
            na: str = "no", decided_by: str = "bestuur") -> Item:
    duty = None if law == "no" else Law("avg", {"yes": "wet", "later": "komt"}[law], "2026-11")
    return Item(id_, domain, kind, int(importance), "punt" if flag(attention) else None, duty, flag(na), True, ("ibp",), decided_by)


def action_of(id_: str, order: int, lifts: list[str], owner: str = "ibp", kind: str = "inrichten", hours: str = "4", first: str = "1",
              start: str = "morgen", cost: str = "0", needs: tuple[str, ...] = (), domain: str = "d1") -> Action:
    lifted = [lift.split() for lift in lifts]
    return Action(
        id_, domain, kind, tuple(Lift(item, side, int(to)) for item, side, to in lifted), Fraction(first), Fraction(hours), owner, start,
        int(cost), tuple(needs), "geen", True, None, (), (),
    )


def side_of(value: str) -> int | str | None:
    return {"?": UNKNOWN, "-": None}[value] if value in "?-" else int(value)


def answer_of(value: list[str] | str) -> Answer:
    if value == "nvt":
        return Answer(not_applicable=True, reason="Dat hebben wij niet.")
    paper, practice, *schools = value
    return Answer(side_of(paper), side_of(practice), schools=schools[0] if schools else None)


def group_of(paper: str = "-", practice: str = "-", confirmed: str = "", not_applicable: str = "no", reason: str = "") -> GroupDecision:
    return GroupDecision(side_of(paper), side_of(practice), int(confirmed) if confirmed else None, "", flag(not_applicable), reason)


def round_of(case: dict[str, Any], framework: Framework) -> Round:
    answers, scans, obstacles = (case.get(key, {}) for key in ("answers", "scan", "obstacles"))
    people = [
        Respondent(
            role, role, answers={item: answer_of(value) for item, value in answers.get(role, {}).items()},
            scan={domain: Scan(*map(side_of, value)) for domain, value in scans.get(role, {}).items()},
            obstacles={question: int(level) for question, level in obstacles.get(role, {}).items()},
        )
        for role in dict.fromkeys([*answers, *scans, *obstacles])
    ]
    fixed = {"start_month": "2027-01", **case.get("settings", {})}
    if "capacity" in fixed:
        fixed["capacity"] = int(fixed["capacity"])
    return Round(
        "geval", "1", Settings(framework.edition, "Geval", **fixed), tuple(people),
        group={item: group_of(**value) for item, value in case.get("group", {}).items()},
        group_domains={domain: group_of(**value) for domain, value in case.get("group_domains", {}).items()},
        decisions={action: Decision(**value) for action, value in case.get("decisions", {}).items()},
    )


# ---- what a case may expect ------------------------------------------------------------------------------------------------------------


def number(value: Fraction | int | None) -> str:
    return "none" if value is None else str(Fraction(value))


def yes(value: bool) -> str:
    return "yes" if value else "no"


def months(outcome: Outcome) -> list[list[str]]:
    return [[entry.action, entry.month] for entry in outcome.plan.roadmap.entries]


def why_not(outcome: Outcome) -> dict[str, str]:
    return {entry.option.id: entry.why for entry in outcome.plan.not_chosen}


def states(outcome: Outcome) -> list[str]:
    return sorted({score.state for score in outcome.scores.items.values()})


def attention_within(outcome: Outcome, count: int) -> set[str | None]:
    items = [outcome.framework.items[gap.item] for gap in outcome.gaps.gaps]
    return {item.attention for item in [item for item in items if item.law is None][:count]}


Found = Callable[[Outcome], Any]

# Per item, domain or action: what is found for each that the case names.
EACH: dict[str, Callable[[Outcome, str], Any]] = {
    "level": lambda o, id_: number(o.scores.items[id_].level),
    "state": lambda o, id_: o.scores.items[id_].state,
    "sides": lambda o, id_: [number(o.sides[id_].side(side).value) for side in SIDES],
    "bounds": lambda o, id_: [str(o.scores.items[id_].low), str(o.scores.items[id_].high)],
    "steps": lambda o, id_: {side: str(steps) for side, steps in o.scores.items[id_].side_gaps.items()},
    "weight": lambda o, id_: number(o.framework.weight(o.framework.items[id_])),
    "domain": lambda o, id_: number(o.scores.domains[id_].score),
    "shown": lambda o, id_: yes(o.scores.domains[id_].shown),
    "domain_bounds": lambda o, id_: [number(o.scores.domains[id_].low), number(o.scores.domains[id_].high)],
    "axis": lambda o, id_: number(o.scores.axes[id_].score),
    "flips": lambda o, id_: number(o.position.flips[id_]),
    "points": lambda o, id_: number(next(thing.value for thing in o.plan.tomorrow if thing.option.id == id_)),
    "first_hours": lambda o, id_: number(next(thing.option.first_hours for thing in o.plan.tomorrow if thing.option.id == id_)),
}

WHOLE: dict[str, Found] = {
    "open": lambda o: [item for item, sides in o.sides.items() if sides.open],
    "spread": lambda o: {item: str(steps) for item, steps in scoring.spread(o.framework, o.round).items()},
    "total": lambda o: number(o.scores.total.score),
    "total_bounds": lambda o: [number(o.scores.total.low), number(o.scores.total.high)],
    "item_mean": lambda o: number(o.scores.item_means["security"]),
    "meets_target": lambda o: yes(o.scores.meets_target),
    "below_target": lambda o: str(o.scores.below_target),
    "type": lambda o: o.position.id or "none",
    "provisional": lambda o: yes(o.position.provisional),
    "possible": lambda o: list(o.position.possible),
    "near": lambda o: list(o.position.near),
    "asks": lambda o: {item: list(rules) for item, rules in o.contradictions.items()},
    "gaps": lambda o: [gap.item for gap in o.gaps.gaps],
    "find_out": lambda o: [entry.item for entry in o.gaps.find_out],
    "law_now": lambda o: sorted(o.gaps.law_now),
    "plan": lambda o: [thing.option.id for thing in o.plan.tomorrow],
    "relaxed": lambda o: list(o.plan.relaxed),
    "blocked": lambda o: dict(o.plan.blocked),
    "not_chosen": why_not,
    "roadmap": months,
    "reached": lambda o: o.plan.roadmap.reached or "none",
    "hours_a_month": lambda o: number(o.plan.roadmap.hours_a_month_needed),
    "cost": lambda o: str(o.plan.roadmap.cost),
    # About the examples.
    "things": lambda o: str(len(o.plan.tomorrow)),
    "useful": lambda o: yes(all(thing.value > 0 for thing in o.plan.tomorrow)),
    "all_states": states,
    "some_states": lambda o: sorted(states(o)),
    "outsourced": lambda o: yes(any(sides.outsourced for sides in o.sides.values())),
    "people": lambda o: str(len(o.round.respondents)),
    "some_open": lambda o: yes(any(sides.open for sides in o.sides.values())),
    "some_confirmed": lambda o: yes(any(sides.confirmed for sides in o.sides.values())),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: dict[str, Any], home: Home, framework: Framework) -> None:
    assert set(case) <= GIVEN, set(case) - GIVEN
    if "board" in case:
        own, round_ = framework, files.read_round(files.find_round(home, case["board"]), framework).round
    else:
        own = framework_of(case, framework)
        round_ = round_of(case, own)
    outcome = assessed(own, round_)
    assert outcome.plan.optimal
    found: dict[str, Any] = {}
    for key, wanted in case["expect"].items():
        if key in EACH:
            found[key] = {id_: EACH[key](outcome, id_) for id_ in wanted}
        elif key in WHOLE:
            found[key] = WHOLE[key](outcome)
        elif key == "attention_in_first":
            found[key] = wanted if set(framework.attention) <= attention_within(outcome, int(wanted)) else attention_within(outcome, int(wanted))
        else:
            then = what_if(outcome, case["what_if"])
            found[key] = {
                "then_total": number(then.scores.total.score),
                "then_type": then.position.id or "none",
                "then_gaps": [gap.item for gap in then.gaps.gaps],
            }[key]
    wanted = {key: sorted(value) if key == "some_states" else value for key, value in case["expect"].items()}
    assert found == wanted


def test_there_are_enough_cases_and_each_expects_something() -> None:
    assert len(CASES) >= 40
    assert all(case["expect"] for case in CASES.values())
    names = [case["name"] for path in FOLDER.glob("*.yaml") for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))
