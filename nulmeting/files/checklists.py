"""Checklists: the deep dives from their data files, a folder each, for every edition they were written for (model §9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nulmeting.errors import Problem
from nulmeting.files.home import NAME, Home
from nulmeting.files.strict import Collected, read_yaml, structure
from nulmeting.framework import Action, Checklist, ChecklistRules, Framework, Move, Point, Situation, Spot, Theme


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands in `checklist.yaml`; the sentences stand in `text/<language>.yaml` beside it."""

    editions: tuple[str, ...]
    filled_by: str
    minutes: int
    groups: tuple[str, ...]
    points: tuple[Point, ...]
    situations: tuple[Situation, ...]
    themes: tuple[Theme, ...]
    spots: tuple[Spot, ...]
    moves: tuple[Move, ...]
    actions: tuple[Action, ...]


def with_checklists(home: Home, known: Collection[str], framework: Framework, dropped: Collection[str], collected: Collected) -> Framework:
    """A framework with the checklists that were written for its edition, and with their own actions behind those of the catalogue.

    `known` are the editions there are, `dropped` the items and actions that a consultant's overlay took away: a checklist goes on
    without these. What is wrong is added to `collected`.
    """
    folders = [folder for folder in sorted(home.checklists.glob("*")) if folder.name != _RULES]
    if not folders:
        return framework
    rules = collected.get(lambda: structure(read_yaml(home.checklists / _RULES, f"checklists/{_RULES}"), ChecklistRules, f"checklists/{_RULES}"))
    checklists: dict[str, Checklist] = {}
    actions: dict[str, Action] = {}
    for folder in folders:
        file = f"checklists/{folder.name}/checklist.yaml"
        if not folder.is_dir() or not NAME.fullmatch(folder.name):
            collected.problems.append(Problem(f"checklists/{folder.name}", "", "foreign-checklist"))
            continue
        written = collected.get(lambda path=folder, file=file: structure(read_yaml(path / "checklist.yaml", file), _Written, file))  # type: ignore[misc]
        if written is None:
            continue
        collected.problems.extend(
            Problem(file, "editions", "unknown-id", {"value": edition}) for edition in written.editions if edition not in known)
        if framework.published not in written.editions:
            continue
        for place, ids in (("points", written.points), ("actions", written.actions)):
            names = [entry.id for entry in ids]
            collected.problems.extend(Problem(file, place, "double-id", {"value": name}) for name in sorted({n for n in names if names.count(n) > 1}))
        collected.problems.extend(
            Problem(file, action.id, "double-id", {"value": action.id})
            for action in written.actions if action.id in framework.actions or action.id in actions)
        own = tuple(replace(action, lifts=tuple(lift for lift in action.lifts if lift.item not in dropped)) for action in written.actions)
        actions.update((action.id, action) for action in own)
        checklists[folder.name] = Checklist(
            folder.name, written.filled_by, written.minutes, written.groups,
            {point.id: _without(point, dropped) for point in written.points}, written.situations, written.themes,
            tuple(replace(spot, items=tuple(item for item in spot.items if item not in dropped)) for spot in written.spots),
            written.moves, tuple(action.id for action in own),
        )
    return replace(framework, actions={**framework.actions, **actions}, checklists=checklists, checklist_rules=rules)


def _without(point: Point, dropped: Collection[str]) -> Point:
    return replace(
        point, links=tuple(link for link in point.links if link.item not in dropped),
        actions=tuple(action for action in point.actions if action not in dropped),
    )


_RULES = "choices.yaml"


def texts_of(home: Home, framework: Framework, language: str) -> Mapping[str, tuple[Path, str]]:
    """Where the sentences of each checklist of a framework stand, and how messages name that file."""
    return {
        name: (home.checklists / name / "text" / f"{language}.yaml", f"checklists/{name}/text/{language}.yaml") for name in framework.checklists
    }
