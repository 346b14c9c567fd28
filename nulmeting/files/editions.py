"""Editions: the framework and its words from the data files, with a consultant's overlay laid over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nulmeting import checks
from nulmeting.errors import BoardError, Problem
from nulmeting.files.checklists import texts_of, with_checklists
from nulmeting.files.home import Home
from nulmeting.files.strict import Collected, T, read_yaml, structure
from nulmeting.framework import (
    CARRIES,
    Action,
    Advice,
    Carry,
    Choices,
    Deadline,
    Domain,
    Framework,
    Item,
    Official,
    Reference,
    Succession,
)
from nulmeting.words import Text, Words


@dataclass(frozen=True, slots=True)
class _PublishedDomain:
    id: str
    part: str
    number: int
    code: str | None
    official_name: bool


@dataclass(frozen=True, slots=True)
class _PublishedNorm:
    id: str
    code: str
    status: str
    checked: str


@dataclass(frozen=True, slots=True)
class _Publisher:
    edition: str
    levels: int
    target: int
    published_items: Mapping[str, int]
    domains: tuple[_PublishedDomain, ...]
    norms: tuple[_PublishedNorm, ...]
    attention: tuple[str, ...]
    reference: Reference | None
    deadlines: tuple[Deadline, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Items:
    domain: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    domain: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class _Advices:
    each_type: tuple[int, int]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class _Move:
    item: str
    domain: str


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A consultant's own file beside an edition: official codes they looked up, and items they add, drop or move (model §8)."""

    id: str
    norms: tuple[_PublishedNorm, ...]
    add: tuple[Item, ...]
    actions: tuple[Action, ...]
    drop: tuple[str, ...]
    move: tuple[_Move, ...]
    carry: tuple[Carry, ...]


@dataclass(frozen=True, slots=True)
class _Succession:
    """What stands in `carry.yaml` of an edition that follows another: per item what becomes of earlier answers (model §8)."""

    edition: str
    carry: tuple[Carry, ...]


def editions(home: Home) -> list[str]:
    """The editions that can be measured with, by name; BoardError when the home holds no workbook."""
    home.check()
    return sorted(folder.name for folder in home.frameworks.iterdir() if (folder / "publisher.yaml").is_file())


def data_files(home: Home) -> list[Path]:
    """The data all boards share: editions, checklists, words and holidays; in order."""
    return sorted(path for path in (home.folder / "assessments").glob("*") if path.is_file()) + sorted(
        path for folder in (home.frameworks, home.checklists, home.words) for path in folder.rglob("*") if path.is_file())


def data_stamp(home: Home) -> frozenset[tuple[str, int, int]]:
    """What tells whether the data all boards share was changed since: every file with its size and time of writing (ns)."""
    return frozenset((str(path), (about := path.stat()).st_size, about.st_mtime_ns) for path in data_files(home))


def read_framework(home: Home, edition: str) -> Framework:
    """The framework of an edition, checked; DataError with every problem of every file, BoardError when there is no such edition."""
    if edition not in editions(home):
        raise BoardError("edition", value=edition[:60], known=editions(home))
    folder = home.frameworks / edition
    collected = Collected()

    def read(name: str, kind: type[T]) -> T | None:
        file = f"{name}.yaml"
        return collected.get(lambda: structure(_with_domain(read_yaml(folder / file, file)), kind, file))

    publisher, choices = read("publisher", _Publisher), read("choices", Choices)
    overlay = read("overlay", _Overlay) if (folder / "overlay.yaml").exists() else None
    succession = read("carry", _Succession) if (folder / "carry.yaml").exists() else None
    advice = read("advice", _Advices) if (folder / "advice.yaml").exists() else None
    domains = publisher.domains if publisher else ()
    items = {domain.id: read(f"items/{domain.id}", _Items) for domain in domains}
    catalogue = {domain.id: read(f"catalogue/{domain.id}", _Catalogue) for domain in domains}
    _unique({}, domains, "publisher.yaml", collected)
    for name in ("items", "catalogue"):
        for path in sorted((folder / name).glob("*")):
            # Which files belong is for the publisher's file to say; while that cannot be read, nobody knows.
            if publisher and (path.stem not in items or path.suffix != ".yaml"):
                collected.problems.append(Problem(f"{name}/{path.name}", "", "foreign-file"))
    collected.done()
    assert publisher and choices
    for name, found in (("items", items), ("catalogue", catalogue)):
        for stem, entries in found.items():
            if entries and entries.domain != stem:
                collected.problems.append(Problem(f"{name}/{stem}.yaml", "domain", "domain-mismatch", {"value": entries.domain}))
    norms = _unique({}, publisher.norms, "publisher.yaml", collected)
    all_items: dict[str, Item] = {}
    all_actions: dict[str, Action] = {}
    for domain in domains:
        ours, actions = items[domain.id], catalogue[domain.id]
        assert ours and actions
        for item in ours.items:
            if item.id in all_items:
                collected.problems.append(Problem(f"items/{domain.id}.yaml", item.id, "double-id", {"value": item.id}))
            norm = norms.get(item.id)
            all_items[item.id] = replace(item, official=Official(norm.code, norm.status, norm.checked)) if norm else item
        for action in actions.actions:
            if action.id in all_actions:
                collected.problems.append(Problem(f"catalogue/{domain.id}.yaml", action.id, "double-id", {"value": action.id}))
            all_actions[action.id] = action
    collected.problems.extend(Problem("publisher.yaml", norm, "norm-without-item") for norm in norms if norm not in all_items)
    if succession:
        collected.problems.extend(_succession_problems(succession, all_items))
    before = {*all_items, *all_actions}
    if overlay:
        collected.problems.extend(_lay_over(overlay, {domain.id for domain in domains}, all_items, all_actions))
    framework = Framework(
        edition=f"{publisher.edition}+{overlay.id}" if overlay else publisher.edition,
        levels=tuple(range(1, publisher.levels + 1)),
        target=publisher.target,
        parts=tuple(publisher.published_items),
        attention=publisher.attention,
        sources=publisher.sources,
        reference=publisher.reference,
        deadlines=publisher.deadlines,
        domains=tuple(
            Domain(
                domain.id, domain.part, domain.number, domain.code, domain.official_name,
                tuple(item.id for item in all_items.values() if item.domain == domain.id),
            )
            for domain in domains
        ),
        items=all_items,
        actions=all_actions,
        choices=choices,
        # With an overlay the numbers are the consultant's, no longer the publisher's.
        published_items={} if overlay else publisher.published_items,
        carries_from=publisher.edition if overlay else None,
        carry=_carries(overlay) if overlay else {},
        succeeds=Succession(succession.edition, {carry.item: carry for carry in succession.carry}) if succession else None,
        advice=advice.advice if advice else (),
        advice_each=advice.each_type if advice else (0, 0),
    )
    framework = with_checklists(home, editions(home), framework, before - {*all_items, *all_actions}, collected)
    collected.problems.extend(replace(problem, file=f"{problem.file}.yaml") for problem in checks.problems(framework))
    collected.done()
    return framework


def _lay_over(overlay: _Overlay, domains: set[str], items: dict[str, Item], actions: dict[str, Action]) -> Iterator[Problem]:
    """Put an overlay over the items and actions of an edition, in place; what cannot be is said and left out."""
    file = "overlay.yaml"
    for added in overlay.add:
        if added.id in items or added.domain not in domains:
            yield Problem(file, added.id, *(("double-id", {"value": added.id}) if added.id in items else
                                            ("unknown-id", {"value": added.domain})))
            continue
        items[added.id] = added
    for new in overlay.actions:
        if new.id in actions or new.domain not in domains:
            yield Problem(file, new.id, *(("double-id", {"value": new.id}) if new.id in actions else
                                          ("unknown-id", {"value": new.domain})))
            continue
        actions[new.id] = new
    for norm in overlay.norms:
        if norm.id not in items:
            yield Problem(file, norm.id, "unknown-id", {"value": norm.id})
        else:
            items[norm.id] = replace(items[norm.id], official=Official(norm.code, norm.status, norm.checked))
    for move in overlay.move:
        if move.item not in items or move.domain not in domains:
            yield Problem(file, move.item, "unknown-id", {"value": move.domain if move.item in items else move.item})
        else:
            items[move.item] = replace(items[move.item], domain=move.domain)
    for item in overlay.drop:
        if items.pop(item, None) is None:
            yield Problem(file, "drop", "unknown-id", {"value": item})
    # An action goes on without what is no longer asked; one that lifted only that has nothing left to do.
    for action in list(actions.values()):
        lifts = tuple(lift for lift in action.lifts if lift.item not in overlay.drop)
        if lifts != action.lifts:
            if lifts:
                actions[action.id] = replace(action, lifts=lifts)
            else:
                del actions[action.id]
    sources = {carry.item for carry in overlay.carry}
    for carry in overlay.carry:
        if problem := _carry_problem(carry, items, file):
            yield problem
        elif carry.to in sources and carry.to != carry.item:
            yield Problem(file, carry.item, "carry-chain", {"value": carry.to})


def _carry_problem(carry: Carry, items: Collection[str], file: str) -> Problem | None:
    goes_on = carry.how in ("same", "reworded")
    if carry.how not in CARRIES or goes_on != (carry.to is not None):
        return Problem(file, carry.item, "carry", {"value": carry.how})
    if carry.to is not None and carry.to not in items:
        return Problem(file, carry.item, "unknown-id", {"value": carry.to})
    return None


def _succession_problems(succession: _Succession, items: Collection[str]) -> Iterator[Problem]:
    """What an edition's own carry table gets wrong, looked at without the edition before it."""
    file = "carry.yaml"
    for item, count in Counter(carry.item for carry in succession.carry).items():
        if count > 1:
            yield Problem(file, item, "double-id", {"value": item})
    for to, count in Counter(carry.to for carry in succession.carry).items():
        if to is not None and count > 1:
            yield Problem(file, to, "carry-double", {"value": to})
    for carry in succession.carry:
        if problem := _carry_problem(carry, items, file):
            yield problem


def succession_problems(home: Home, framework: Framework) -> list[Problem]:
    """What the carry table of an edition leaves open about the edition before it; empty where it follows none.

    Every item of the edition before must be named, unless it goes along under its own id: nothing may get lost without a word.
    """
    if framework.succeeds is None:
        return []
    file, name = f"{framework.published}/carry.yaml", framework.succeeds.edition
    if name not in editions(home):
        return [Problem(file, "edition", "unknown-id", {"value": name[:60]})]
    before, named = read_framework(home, name), framework.succeeds.carry
    taken = {carry.to: carry.item for carry in named.values() if carry.to is not None}
    return [
        *(Problem(file, item, "unknown-id", {"value": item}) for item in named if item not in before.items),
        *(Problem(file, item, "carry-missing", {"value": item})
          for item in before.items if item not in named and (item not in framework.items or item in taken)),
    ]


def _carries(overlay: _Overlay) -> dict[str, Carry]:
    dropped = {item: Carry(item, "dropped", None) for item in overlay.drop}
    return {**dropped, **{carry.item: carry for carry in overlay.carry}}


def _with_domain(raw: Any) -> Any:
    """A file of one domain names it once, at its top; every entry below belongs to it."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("domain"), str):
        return raw
    return {
        key: [{"domain": raw["domain"], **entry} if isinstance(entry, Mapping) else entry for entry in value]
        if isinstance(value, list) else value
        for key, value in raw.items()
    }


def _unique(found: dict[str, Any], entries: tuple[Any, ...], file: str, collected: Collected) -> dict[str, Any]:
    for entry in entries:
        if entry.id in found:
            collected.problems.append(Problem(file, entry.id, "double-id", {"value": entry.id}))
        found[entry.id] = entry
    return found


def languages(home: Home) -> list[str]:
    """The languages of the interface."""
    return sorted(path.stem for path in home.words.glob("*.yaml"))


def read_words(home: Home, language: str, framework: Framework | None = None) -> Words:
    """All sentences of a language: the interface's, and with `framework` those of its edition, checked to be complete.

    BoardError for a language that is not there; DataError with every sentence that is missing, too much or empty.
    """
    if language not in languages(home):
        raise BoardError("language", value=language[:20], known=languages(home))
    collected = Collected()
    texts: dict[str, Text] = {}
    came_from: dict[str, str] = {}

    def read(path: Path, file: str, prefix: str = "") -> None:
        raw = collected.get(lambda: read_yaml(path, file))
        for key, value in _flat(raw, prefix, file, collected):
            texts[key] = value

    read(home.words / f"{language}.yaml", f"words/{language}.yaml")
    if framework is None:
        collected.done()
        return Words(language, texts)
    folder = home.frameworks / (framework.carries_from or framework.edition) / "text" / language
    for name in ("publisher", "choices", *(("advice",) if framework.advice else ())):
        read(folder / f"{name}.yaml", f"text/{language}/{name}.yaml")
    for domain in framework.domains:
        file = f"text/{language}/{domain.id}.yaml"
        raw = collected.get(lambda name=domain.id, file=file: read_yaml(folder / f"{name}.yaml", file))  # type: ignore[misc]
        if isinstance(raw, Mapping):
            for section, prefix in (("domain", f"domain.{domain.id}"), ("items", "item"), ("actions", "action")):
                for key, value in _flat(raw.get(section, {}), prefix, file, collected):
                    if key in texts:
                        collected.problems.append(Problem(file, key, "double-id", {"value": key}))
                    texts[key] = value
                    came_from[key] = file
            for section in sorted(set(raw) - {"domain", "items", "actions"}):
                collected.problems.append(Problem(file, "", "extra-key", {"key": section}))
    for name, (path, file) in texts_of(home, framework, language).items():
        raw = collected.get(lambda path=path, file=file: read_yaml(path, file))  # type: ignore[misc]
        if isinstance(raw, Mapping):
            # Its own actions are actions like any other; all else is called by the name of the checklist.
            for section, prefix, part in (("actions", "action", raw.get("actions", {})),
                                          ("", f"checklist.{name}", {key: value for key, value in raw.items() if key != "actions"})):
                for key, value in _flat(part, prefix, file, collected):
                    if section and key in texts:
                        collected.problems.append(Problem(file, key, "double-id", {"value": key}))
                    texts[key] = value
                    came_from[key] = file
    if framework.carries_from:
        # What the overlay dropped keeps its sentences in the edition; nobody asks for them now.
        for key in [key for key in texts if _is_dropped(framework, key)]:
            del texts[key]
        raw = collected.get(lambda: read_yaml(folder / "overlay.yaml", f"text/{language}/overlay.yaml"))
        texts.update(_flat(raw or {}, "", f"text/{language}/overlay.yaml", collected))
    for item in framework.items.values():
        # A confirmed norm carries the publisher's title, never one of ours.
        title = texts.pop(f"norm.{item.id}", None)
        if item.official and title is not None:
            if f"item.{item.id}.title" in texts and not framework.carries_from:
                collected.problems.append(Problem(f"text/{language}/{item.domain}.yaml", item.id, "title-of-a-norm"))
            texts[f"item.{item.id}.title"] = title
    words = Words(language, texts)
    unread = {problem.file for problem in collected.problems}
    for problem in checks.text_problems(framework, words):
        if problem.message == "text-missing" and f"{problem.file}.yaml" in unread:
            continue    # it may well be there: the file itself could not be read
        collected.problems.append(replace(problem, file=came_from.get(problem.place, f"{problem.file}.yaml")))
    collected.done()
    return words


def _is_dropped(framework: Framework, key: str) -> bool:
    section, _, rest = key.partition(".")
    known = {"item": framework.items, "action": framework.actions}.get(section)
    return known is not None and rest.split(".")[0] not in known


def _flat(raw: Any, prefix: str, file: str, collected: Collected) -> Iterator[tuple[str, Text]]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key, file, collected)
    elif isinstance(raw, list) and all(isinstance(line, str) for line in raw):
        yield prefix, tuple(line.strip() for line in raw)
    elif isinstance(raw, str):
        yield prefix, raw.strip()
    elif raw is not None:
        collected.problems.append(Problem(file, prefix, "not-text"))
