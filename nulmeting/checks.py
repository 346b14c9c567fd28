"""Checks: every mistake of sense in the data files, so that who edits them hears all of it at once.

Reading (`files`) has already refused unknown keys and wrong kinds; here stand the rules of model §1, §2, §5, §7, §8 and §9, and the
completeness of a language.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import product

from nulmeting.errors import Problem
from nulmeting.framework import (
    FILLED_BY,
    FIND_OUT_SIZES,
    GIVE_WAY,
    SAID,
    SIDES,
    Action,
    Checklist,
    ChecklistRules,
    Framework,
    Item,
)
from nulmeting.holidays import HOWS, Holidays
from nulmeting.words import Words

_MONTH = r"20\d\d-(0[1-9]|1[0-2])"


def problems(framework: Framework) -> Iterator[Problem]:
    """Every mistake of sense in a framework whose files could be read, each with its file and place.

    Empty for a sound framework. Rules and their reasons: model §1, §2, §5 and §7.
    """
    yield from _publisher_problems(framework)
    yield from _choice_problems(framework)
    yield from _reference_problems(framework)
    yield from _advice_problems(framework)
    for item in framework.items.values():
        yield from _item_problems(framework, item)
    yield from _item_counts(framework)
    for action in framework.actions.values():
        yield from _action_problems(framework, action)
    yield from _cycles(framework)
    for checklist in framework.checklists.values():
        yield from _checklist_problems(framework, checklist)
    if framework.checklists and framework.checklist_rules:
        yield from _checklist_rule_problems(framework, framework.checklist_rules)
    for (asked, side), lifters in framework.lifters().items():
        if not any(framework.reaches_target(action, asked, side) for action in lifters):
            yield Problem(f"catalogue/{framework.items[asked].domain}", asked, "side-without-action", {"side": side})


def _publisher_problems(framework: Framework) -> Iterator[Problem]:
    if framework.levels != tuple(range(1, len(framework.levels) + 1)) or len(framework.levels) < 2:
        yield Problem("publisher", "levels", "levels-not-from-one")
    elif framework.target not in framework.levels:
        yield Problem("publisher", "target", "target-not-a-level", {"value": framework.target})
    for part in framework.parts:
        count = sum(1 for item in framework.items.values() if framework.domain[item.domain].part == part)
        published = framework.published_items.get(part)
        if published is not None and count != published:
            yield Problem("publisher", part, "part-count", {"count": count, "published": published})
    for domain in framework.domains:
        if domain.part not in framework.parts:
            yield Problem("publisher", domain.id, "unknown-id", {"value": domain.part})
        if not domain.items:
            yield Problem(f"items/{domain.id}", "items", "domain-without-items")


def _choice_problems(framework: Framework) -> Iterator[Problem]:
    choices, levels = framework.choices, framework.levels
    for kind, table in choices.tables.items():
        place = f"tables/{kind}"
        if len(table) != len(levels) or any(len(row) != len(levels) for row in table):
            yield Problem("choices", place, "table-size", {"size": len(levels)})
            continue
        if any(value not in levels for row in table for value in row):
            yield Problem("choices", place, "table-level")
            continue
        if any(table[k - 1][k - 1] != k for k in levels):
            yield Problem("choices", place, "table-diagonal")
        if any(
            table[p - 1][q - 1] > table[min(p + 1, len(levels)) - 1][q - 1]
            or table[p - 1][q - 1] > table[p - 1][min(q + 1, len(levels)) - 1]
            for p, q in product(levels, levels)
        ):
            yield Problem("choices", place, "table-not-monotone")
    corners = [tuple(sorted(kind.high.items())) for kind in choices.types.list]
    wanted = [tuple(zip(sorted(SIDES), corner, strict=True)) for corner in product((False, True), repeat=len(SIDES))]
    if sorted(corners) != sorted(wanted):
        yield Problem("choices", "types/list", "types-not-four")
    for board_type in choices.types.list:
        for kind in choices.kinds:
            if kind not in board_type.weights:
                yield Problem("choices", f"types/{board_type.id}", "weight-missing", {"value": kind})
        for kind in board_type.weights:
            if kind not in choices.kinds:
                yield Problem("choices", f"types/{board_type.id}", "unknown-id", {"value": kind})
    for size in FIND_OUT_SIZES:
        if size not in choices.plan.find_out_hours:
            yield Problem("choices", "plan/find_out_hours", "missing-key", {"key": size})
    if not re.fullmatch(_MONTH, choices.plan.end):
        yield Problem("choices", "plan/end", "not-a-month", {"value": choices.plan.end})
    coverage = choices.coverage
    for place, level, known in (
        ("coverage/from_level", coverage.from_level, levels),
        ("coverage/counts_as", coverage.counts_as, [level for level in levels if level < coverage.from_level]),
        ("scores/evidence_from", choices.scores.evidence_from, levels),
        ("plan/adoption_from", choices.plan.adoption_from, levels),
        *((f"cards/{card.id}/{side}", getattr(card, side), levels) for card in choices.cards for side in SIDES),
    ):
        if level not in known:
            yield Problem("choices", place, "level-cannot-be", {"value": level})
    if choices.sector.cell < 3:
        yield Problem("choices", "sector/cell", "sector-cell", {"value": choices.sector.cell})


def _reference_problems(framework: Framework) -> Iterator[Problem]:
    """Names that stand twice where they must tell things apart, and names of things that are not there."""
    choices, plan = framework.choices, framework.choices.plan
    for file, place, names in (
        ("choices", "roles", [role.id for role in choices.roles]),
        ("choices", "types/list", [kind.id for kind in choices.types.list]),
        ("choices", "obstacles", [obstacle.id for obstacle in choices.obstacles]),
        ("choices", "obstacles", [question for obstacle in choices.obstacles for question in obstacle.questions]),
        ("choices", "coherence", [rule.id for rule in choices.coherence]),
        ("choices", "council", [subject.id for subject in choices.council]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(file, place, "double-id", {"value": name})
    uses: list[tuple[str, str, Iterable[str], Container[str]]] = [
        ("choices", "scores/scan_kind", [choices.scores.scan_kind], choices.tables),
        ("choices", "coverage/side", [choices.coverage.side], SIDES),
        ("choices", "coverage/complete", choices.coverage.complete, choices.coverage.options),
        ("choices", "gmr_asked", choices.gmr_asked, choices.gmr),
        ("choices", "gmr_first", choices.gmr_first, choices.gmr),
        ("choices", "council", [subject.gmr for subject in choices.council], choices.gmr_asked),
        ("choices", "council", [subject.source for subject in choices.council], framework.sources),
        ("choices", "question_kinds", choices.question_kinds, choices.kinds),
        ("choices", "plan/find_out_kind", [plan.find_out_kind], choices.kinds),
        ("choices", "plan/find_out_hours", plan.find_out_hours, FIND_OUT_SIZES),
        ("choices", "plan/start_now", [plan.start_now], plan.earliest),
        ("choices", "plan/adoption_side", [plan.adoption_side], SIDES),
        ("choices", "plan/relax", plan.relax, GIVE_WAY),
        ("choices", "sector/together", choices.sector.together, choices.help),
        ("choices", "synthetic/shares", choices.synthetic.shares, [kind.id for kind in choices.types.list]),
        ("choices", "synthetic/ahead", choices.synthetic.ahead, framework.domain),
        ("choices", "synthetic/behind", choices.synthetic.behind, framework.domain),
        *(("choices", f"obstacles/{obstacle.id}", obstacle.kinds, choices.kinds) for obstacle in choices.obstacles),
        *(("publisher", deadline.id, [deadline.source], framework.sources) for deadline in framework.deadlines),
    ]
    for rule in choices.coherence:
        for condition in rule.when:
            uses.append(("choices", f"coherence/{rule.id}", filter(None, [condition.side, condition.above]), SIDES))
            uses.append(("choices", f"coherence/{rule.id}", filter(None, [condition.item]), framework.items))
    if framework.reference:
        uses.append(("publisher", "reference", [framework.reference.part], framework.parts))
        uses.append(("publisher", "reference", [framework.reference.source], framework.sources))
    for file, place, values, known in uses:
        for value in values:
            if value not in known:
                yield Problem(file, place, "unknown-id", {"value": value})


def _advice_problems(framework: Framework) -> Iterator[Problem]:
    """Advice that names what is not there, or is for nobody, and types that would get too little or too much to read."""
    choices = framework.choices
    ids = [advice.id for advice in framework.advice]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Problem("advice", name, "double-id", {"value": name})
    kinds = [kind.id for kind in choices.types.list]
    obstacles = [obstacle.id for obstacle in choices.obstacles]
    for advice in framework.advice:
        for values, known in ((advice.types, kinds), (advice.obstacles, obstacles), (advice.help, choices.help)):
            for value in values:
                if value not in known:
                    yield Problem("advice", advice.id, "unknown-id", {"value": value})
        if not advice.types and not advice.obstacles:
            yield Problem("advice", advice.id, "advice-for-nobody")
        if not advice.help:
            yield Problem("advice", advice.id, "advice-without-help")
    least, most = framework.advice_each
    for kind in kinds if framework.advice else ():
        count = sum(kind in advice.types for advice in framework.advice)
        if not least <= count <= most:
            yield Problem("advice", kind, "advice-count", {"count": count, "least": least, "most": most})


def holiday_problems(holidays: Holidays) -> Iterator[Problem]:
    """Holidays that stand twice, miss a region, or whose days are no days in order."""
    file = "holidays.yaml"
    ids = [f"{holiday.id} {holiday.year}" for holiday in holidays.holidays]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Problem(file, name, "double-id", {"value": name})
    for name, holiday in zip(ids, holidays.holidays, strict=True):
        if holiday.how not in HOWS:
            yield Problem(file, name, "unknown-id", {"value": holiday.how})
        if not re.fullmatch(_MONTH, holiday.checked):
            yield Problem(file, name, "not-a-month", {"value": holiday.checked})
        for region in holidays.regions:
            if region not in holiday.days:
                yield Problem(file, name, "missing-key", {"key": region})
        for region, days in holiday.days.items():
            if region not in holidays.regions:
                yield Problem(file, name, "unknown-id", {"value": region})
            try:
                first, last = holiday.span(region)
            except ValueError:
                first, last = date.max, date.min
            if first > last:
                yield Problem(file, name, "holiday-days", {"value": days})


def holiday_text_problems(holidays: Holidays, words: Words) -> Iterator[Problem]:
    """Names of holidays and regions that a language misses."""
    for key in sorted({*(f"holiday.{holiday.id}" for holiday in holidays.holidays), *(f"region.{region}" for region in holidays.regions)}):
        if key not in words:
            yield Problem(f"words/{words.language}.yaml", key, "text-missing")


def _item_problems(framework: Framework, item: Item) -> Iterator[Problem]:
    choices, file = framework.choices, f"items/{item.domain}"
    if item.kind not in choices.tables:
        yield Problem(file, item.id, "unknown-id", {"value": item.kind})
    if item.importance not in choices.importance:
        yield Problem(file, item.id, "importance", {"value": item.importance})
    if item.attention and item.attention not in framework.attention:
        yield Problem(file, item.id, "unknown-id", {"value": item.attention})
    for role in item.roles:
        if role not in framework.role:
            yield Problem(file, item.id, "unknown-id", {"value": role})
    decider = framework.role.get(item.decided_by)
    if decider and (decider.external or decider.independent):
        yield Problem(file, item.id, "decider", {"value": decider.id})


def _item_counts(framework: Framework) -> Iterator[Problem]:
    choices = framework.choices
    marked = sum(1 for item in framework.items.values() if item.attention)
    if marked > choices.attention_items:
        yield Problem("choices", "attention_items", "too-many-attention", {"count": marked, "most": choices.attention_items})
    for point in framework.attention:
        if all(item.attention != point for item in framework.items.values()):
            yield Problem("publisher", "attention", "attention-without-item", {"value": point})
    boards = {role.id for role in choices.roles if role.board}
    asked = sum(1 for item in framework.items.values() if boards & set(item.roles))
    least, most = choices.board_items
    if not least <= asked <= most:
        yield Problem("choices", "board_items", "board-items", {"count": asked, "least": least, "most": most})


def _action_problems(framework: Framework, action: Action) -> Iterator[Problem]:
    choices, plan, file = framework.choices, framework.choices.plan, _file_of(framework, action)

    def problem(message: str, **values: object) -> Problem:
        return Problem(file, action.id, message, values)

    for kind, known in (
        (action.kind, choices.kinds),
        (action.owner, framework.role),
        (action.start, plan.earliest),
        (action.gmr, choices.gmr),
    ):
        if kind not in known:
            yield problem("unknown-id", value=kind)
    named: list[tuple[tuple[str, ...], Container[str]]] = [
        (action.source, framework.sources), (action.help, choices.help), (action.needs, framework.actions),
        (action.council, [subject.id for subject in choices.council]),
    ]
    for values, there in named:
        for value in values:
            if value not in there:
                yield problem("unknown-id", value=value)
    if action.kind == plan.find_out_kind:
        yield problem("find-out-is-generated", value=action.kind)
    if not action.lifts and action.id not in framework.own_actions:
        yield problem("lifts-nothing")
    if action.domain not in framework.domain:
        yield problem("unknown-id", value=action.domain)
    for lift in action.lifts:
        if lift.item not in framework.items:
            yield problem("unknown-id", value=lift.item)
        if lift.side not in SIDES:
            yield problem("unknown-id", value=lift.side)
        if lift.to not in framework.levels[1:]:
            yield problem("lift-level", item=lift.item, value=lift.to)
        elif action.hours < plan.one_step_below_hours and lift.to > framework.levels[1]:
            yield problem("short-lifts-far", item=lift.item, hours=action.hours, limit=plan.one_step_below_hours)
        if lift.side == plan.adoption_side and lift.to >= plan.adoption_from and not action.adopts:
            yield problem("not-adopted", item=lift.item, value=lift.to)
    if not 0 < action.first_hours <= action.hours:
        yield problem("first-hours", first=action.first_hours, hours=action.hours)
    if action.start == plan.start_now and not framework.startable(action):
        yield problem("not-tomorrow", first=plan.first_hours, hours=plan.hours)
    owner = framework.role.get(action.owner)
    if owner and owner.external:
        yield problem("owner-external", value=owner.id)
    if owner and owner.independent and action.duty not in choices.duties:
        yield problem("owner-independent", value=owner.id, duties=choices.duties)
    if action.duty and not (owner and owner.independent):
        yield problem("duty-without-independence", value=action.duty)


def _file_of(framework: Framework, action: Action) -> str:
    own = framework.own_actions.get(action.id)
    return f"checklists/{own}/checklist" if own else f"catalogue/{action.domain}"


def _checklist_problems(framework: Framework, checklist: Checklist) -> Iterator[Problem]:
    """A checklist that names what is not there, or holds what nobody would see."""
    file, rules = f"checklists/{checklist.id}/checklist", framework.checklist_rules
    themes = [theme.id for theme in checklist.themes]
    for place, names in (
        ("groups", list(checklist.groups)), ("situations", [entry.id for entry in checklist.situations]), ("themes", themes),
        ("spots", [spot.id for spot in checklist.spots]), ("moves", [move.id for move in checklist.moves]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(file, place, "double-id", {"value": name})
    uses: list[tuple[str, Iterable[str], Container[str]]] = [
        ("filled_by", [checklist.filled_by], FILLED_BY),
        *((situation.id, situation.points, checklist.points) for situation in checklist.situations),
        *((theme.id, theme.points, checklist.points) for theme in checklist.themes),
        *((spot.id, spot.items, framework.items) for spot in checklist.spots),
        *((move.id, move.themes, themes) for move in checklist.moves),
    ]
    for point in checklist.points.values():
        uses += [
            (point.id, [point.group], checklist.groups), (point.id, point.actions, framework.actions),
            (point.id, [link.item for link in point.links], framework.items),
            (point.id, [link.side for link in point.links if link.side], SIDES),
        ]
        if rules:
            uses.append((point.id, [point.when] if point.when else [], rules.whens))
            uses.append((point.id, [point.law.status] if point.law else [], rules.legal))
        if point.law and not re.fullmatch(_MONTH, point.law.checked):
            yield Problem(file, point.id, "not-a-month", {"value": point.law.checked})
        if not 0 < point.weight <= max(framework.choices.importance):
            yield Problem(file, point.id, "point-weight", {"most": max(framework.choices.importance)})
    for place, values, known in uses:
        for value in values:
            if value not in known:
                yield Problem(file, place, "unknown-id", {"value": value})
    asked = {action for point in checklist.points.values() for action in point.actions}
    for action in checklist.own:
        if action not in asked:
            yield Problem(file, action, "action-without-point")
    for group in checklist.groups:
        if all(point.group != group for point in checklist.points.values()):
            yield Problem(file, group, "group-without-points")


def _checklist_rule_problems(framework: Framework, rules: ChecklistRules) -> Iterator[Problem]:
    file = "checklists/choices"
    for place, shares in (("steps", rules.steps), ("doubts", rules.doubts)):
        for name, share in shares.items():
            if name not in SAID:
                yield Problem(file, place, "unknown-id", {"value": name})
            if share > 1:
                yield Problem(file, place, "point-share", {"value": name})
    if rules.high_from not in framework.levels:
        yield Problem(file, "high_from", "level-cannot-be", {"value": rules.high_from})


def _cycles(framework: Framework) -> Iterator[Problem]:
    done: set[str] = set()

    def visit(action: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if action in path:
            where = _file_of(framework, framework.actions[action])
            yield Problem(where, action, "cycle", {"path": " → ".join((*path[path.index(action) :], action))})
        elif action not in done and action in framework.actions:
            for need in framework.actions[action].needs:
                yield from visit(need, (*path, action))
            done.add(action)

    for action in framework.actions:
        yield from visit(action, ())


def text_problems(framework: Framework, words: Words) -> Iterator[Problem]:
    """Sentences of the framework that a language misses, has too many of, or that break a rule about what they must say.

    A language is offered only when this is empty: there is no silent fallback.
    """
    expected = _expected(framework)
    for key, (file, least, most) in expected.items():
        place = f"{file}/text/{words.language}" if file.startswith("checklists/") else f"text/{words.language}/{file}"
        if key not in words:
            yield Problem(place, key, "text-missing")
        elif not least <= len(words.lines(key)) <= most:
            yield Problem(place, key, "text-count", {"count": len(words.lines(key)), "least": least, "most": most})
        elif not all(line.strip() for line in words.lines(key)):
            yield Problem(place, key, "text-empty")
    for key in words:
        if key.split(".")[0] in ("item", "action", "domain", "advice", "checklist") and key not in expected:
            yield Problem(f"text/{words.language}/advice" if key.startswith("advice.") else f"text/{words.language}", key, "text-extra")
    mark = words("gmr.mark")
    for action in framework.actions.values():
        key = f"action.{action.id}.first_step"
        if action.gmr in framework.choices.gmr_first and key in words and mark not in words(key):
            yield Problem(f"text/{words.language}/{action.domain}", key, "first-step-without-gmr", {"mark": mark})


def _expected(framework: Framework) -> dict[str, tuple[str, int, int]]:
    """Per key the file it belongs in and how many sentences it holds (least, most)."""
    keys: dict[str, tuple[str, int, int]] = {}
    for key in _names_in_publisher(framework):
        keys[key] = ("publisher", 1, 1)
    for key in _names_in_choices(framework):
        keys[key] = ("choices", 1, 1)
    for advice in framework.advice:
        for part in ("title", "how", "asks"):
            keys[f"advice.{advice.id}.{part}"] = ("advice", 1, 1)
    for domain in framework.domains:
        keys[f"domain.{domain.id}"] = ("publisher", 1, 1)
        for part in ("about", *SIDES):
            keys[f"domain.{domain.id}.{part}"] = (domain.id, 1, 1)
    for item in framework.items.values():
        start = f"item.{item.id}."
        keys[start + "title"] = ("publisher" if item.official else item.domain, 1, 1)
        for part in ("why", *SIDES):
            keys[start + part] = (item.domain, 1, 1)
        keys[start + "three"] = (item.domain, 2, 4)
        keys[start + "evidence"] = (item.domain, 1, 3)
        for part, wanted in (("outsourced", item.outsourceable), ("not_applicable", item.not_applicable), ("law", item.law)):
            if wanted:
                keys[start + part] = (item.domain, 1, 1)
    for action in framework.actions.values():
        start = f"action.{action.id}."
        own = framework.own_actions.get(action.id)
        file = f"checklists/{own}" if own else action.domain
        for part in ("title", "first_step", "leaves"):
            keys[start + part] = (file, 1, 1)
        if action.gmr in framework.choices.gmr_asked:
            keys[start + "gmr"] = (file, 1, 1)
        if action.kind in framework.choices.question_kinds:
            keys[start + "supplier_question"] = (file, 1, 1)
    for checklist in framework.checklists.values():
        keys.update(_expected_of_checklist(checklist))
    return keys


def _expected_of_checklist(checklist: Checklist) -> dict[str, tuple[str, int, int]]:
    file, start = f"checklists/{checklist.id}", f"checklist.{checklist.id}."
    one = (file, 1, 1)
    keys = {start + part: one for part in ("title", "about", "intro")}
    keys.update({f"{start}group.{group}": one for group in checklist.groups})
    for point in checklist.points.values():
        for part, wanted in (("question", True), ("help", True), ("law", point.law), ("not_applicable", point.not_applicable),
                             ("no_action", not point.actions)):
            if wanted:
                keys[f"{start}point.{point.id}.{part}"] = one
    keys.update({f"{start}situation.{situation.id}": one for situation in checklist.situations})
    for section, entries, many in (("theme", checklist.themes, "risks"), ("spot", checklist.spots, ""), ("move", checklist.moves, "steps")):
        for entry in entries:
            keys[f"{start}{section}.{entry.id}.title"] = one
            keys[f"{start}{section}.{entry.id}.{many or 'how'}"] = (file, 1, 5) if many else one
    return keys


def _names_in_publisher(framework: Framework) -> Iterator[str]:
    """What is called by a name and comes from the publisher."""
    yield from (f"level.{level}" for level in framework.levels)
    yield from (f"part.{part}" for part in framework.parts)
    yield from (f"attention.{point}" for point in framework.attention)
    yield from (f"source.{source}" for source in framework.sources)
    yield from (f"deadline.{deadline.id}" for deadline in framework.deadlines)
    yield from (f"status.{item.official.status}" for item in framework.items.values() if item.official)
    if framework.reference:
        yield "reference"


def _names_in_choices(framework: Framework) -> Iterator[str]:
    """What is called by a name or said in a sentence and is our own choice."""
    choices = framework.choices
    yield "gmr.mark"
    yield from (f"council.{subject.id}.{part}" for subject in choices.council for part in ("about", "who", "right", "article"))
    yield from (f"axis.{side}" for side in SIDES)
    yield from (f"answer.{kind}.{side}.{level}" for kind in ("own", "outsourced") for side in SIDES for level in framework.levels)
    yield from (f"card.{kind}.{card.id}" for kind in ("own", "outsourced") for card in choices.cards)
    yield from (f"coverage.{option}" for option in choices.coverage.options)
    yield from (f"type.{kind.id}.{part}" for kind in choices.types.list for part in ("name", "about", "needs"))
    yield from (f"role.{role.id}" for role in choices.roles)
    yield from (f"help.{entry}" for entry in choices.help)
    yield from (f"importance.{level}" for level in choices.importance)
    yield from (f"coherence.{rule.id}" for rule in choices.coherence)
    yield from (f"obstacle.answer.{level}" for level in choices.obstacle_levels)
    for obstacle in choices.obstacles:
        yield f"obstacle.{obstacle.id}.name"
        yield from (f"obstacle.{obstacle.id}.questions.{question}" for question in obstacle.questions)
