"""Files: the only door to the disk. Where folders are, strict reading of data, and the append-only change logs of a round.

Data files are read strictly: an unknown, missing or doubled key, a wrong kind, a level that is not there: every mistake of every file at
once, each with file and place. A round on disk is `round.json` beside change logs: one line a change, acknowledged after fsync; the
state is their replay, so history is free and nobody overwrites anybody.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import yaml
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from nulmeting import answers as said
from nulmeting import checks
from nulmeting.answers import Answer, Decision, GroupDecision, Respondent, Round, Scan, Settings
from nulmeting.errors import BoardError, DataError, NulmetingError, Problem
from nulmeting.framework import (
    CARRIES,
    Action,
    Carry,
    Choices,
    Deadline,
    Domain,
    Framework,
    Item,
    Law,
    Lift,
    Official,
    Reference,
)
from nulmeting.words import Text, Words

FORMAT = 1
"""Version of the round files this program writes; a newer one is refused, untouched."""

LANGUAGE = "nl"
DEFAULT_ROUND = "1"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
# Names that Windows keeps for devices: a folder of that name cannot be made there.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}

T = TypeVar("T")


# ---- where folders are -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds `assessments/` and `outputs/`: NULMETING_HOME, else the folder above this package."""

    folder: Path

    @classmethod
    def here(cls) -> Home:
        """The home this process works in."""
        return cls(Path(os.environ.get("NULMETING_HOME") or Path(__file__).parent.parent).resolve())

    def check(self) -> None:
        """BoardError when this folder holds no workbook."""
        if not self.frameworks.is_dir() or not self.words.is_dir():
            raise BoardError("home", folder=str(self.folder))

    @property
    def frameworks(self) -> Path:
        """The editions of the framework."""
        return self.folder / "assessments" / "frameworks"

    @property
    def words(self) -> Path:
        """The sentences of the interface, a file a language."""
        return self.folder / "assessments" / "words"

    @property
    def boards(self) -> Path:
        """A folder per board, in it a folder per round."""
        return self.folder / "assessments" / "boards"


def checked_name(name: object, kind: str) -> str:
    """A board, round or respondent name that is a safe folder name everywhere, else a BoardError (`kind` says which it is).

    Letters a–z, digits and hyphens, at most 64 signs; no device names of Windows.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _RESERVED:
        shown = str(name)
        raise BoardError(f"{kind}-name", value=shown if len(shown) <= 40 else shown[:37] + "...")
    return name


# ---- strict reading --------------------------------------------------------------------------------------------------------


class _StrictLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML in which every scalar arrives as it was written (`no`, `2026.10`, `11.4`) and no key may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _Wrong("yaml-key", line=key_node.start_mark.line + 1)
            if key in seen:
                raise _Wrong("double-key", key=key, line=key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep=True)


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _StrictLoader.construct_mapping)


class _Wrong(ValueError):
    """One wrong value while reading, with the id of its sentence; becomes a Problem with file and place."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def _read_yaml(path: Path, file: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.load(text, Loader=_StrictLoader)
    except FileNotFoundError:
        raise DataError([Problem(file, "", "file-missing")]) from None
    except (OSError, UnicodeDecodeError):
        raise DataError([Problem(file, "", "file-unreadable")]) from None
    except _Wrong as wrong:
        raise DataError([Problem(file, "", wrong.message, wrong.values)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError([Problem(file, "", "yaml", {"line": mark.line + 1 if mark else 1})]) from None


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)

    def scalar(value: Any, pattern: str, message: str) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise _Wrong(message, value=value if isinstance(value, str) else "…")
        return value

    def text(value: Any, _: Any) -> str:
        if not isinstance(value, str):
            raise _Wrong("not-text")
        if not value.strip():
            raise _Wrong("empty-text")
        return value

    def optional(kind: Any) -> Callable[[Any, Any], Any]:
        return lambda value, _: None if value == "none" else converter.structure(value, kind)

    def several(kind: Any) -> Callable[[Any, Any], Any]:
        def hook(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                raise _Wrong("not-a-list")
            return tuple(converter.structure(value, list[kind]))

        return hook

    converter.register_structure_hook(str, text)
    converter.register_structure_hook(int, lambda value, _: int(scalar(value, r"\d{1,9}", "not-a-whole-number")))
    converter.register_structure_hook(Fraction, lambda value, _: Fraction(scalar(value, r"\d{1,9}(\.\d{1,4})?", "not-a-number")))
    converter.register_structure_hook(bool, lambda value, _: scalar(value, "yes|no", "not-yes-no") == "yes")
    for kind in (str, int, Law, Reference):
        converter.register_structure_hook_func(lambda type_, kind=kind: type_ == kind | None, optional(kind))
    converter.register_structure_hook_factory(
        lambda type_: getattr(type_, "__origin__", None) is tuple and type_.__args__[-1] is Ellipsis,
        lambda type_: several(type_.__args__[0]),
    )
    return converter


_CONVERTER = _converter()


def _structure(raw: Any, kind: type[T], file: str) -> T:
    """`raw` as a `kind`, or a DataError with every mistake in it."""
    try:
        return _CONVERTER.structure(raw, kind)
    except (ClassValidationError, IterableValidationError, _Wrong, TypeError, ValueError) as error:
        raise DataError(list(_problems(error, raw, file, ()))) from None


def _problems(error: BaseException, raw: Any, file: str, path: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        with_note, without = error.group_exceptions()
        for inner, note in with_note:
            key = getattr(note, "name", None) or getattr(note, "index", None)
            yield from _problems(inner, _below(raw, key), file, (*path, _step(raw, key)))
        for inner in without:
            yield from _problems(inner, raw, file, path)
        return
    place = "/".join(path)
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Problem(file, place, "extra-key", {"key": key})
    elif isinstance(error, KeyError):
        yield Problem(file, "/".join(path[:-1]) if path and path[-1] == error.args[0] else place, "missing-key", {"key": error.args[0]})
    elif isinstance(error, _Wrong):
        yield Problem(file, place, error.message, error.values)
    else:
        yield Problem(file, place, "wrong-kind")


def _below(raw: Any, key: Any) -> Any:
    try:
        return raw[key]
    except (KeyError, IndexError, TypeError):
        return None


def _step(raw: Any, key: Any) -> str:
    """One step of a place: the id of a list's element where it has one, else its number counted from one."""
    if isinstance(key, int):
        element = _below(raw, key)
        return element["id"] if isinstance(element, Mapping) and isinstance(element.get("id"), str) else str(key + 1)
    return str(key)


class _Collected:
    """Problems of several files together: one reading tells everything that is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def get(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except DataError as error:
            self.problems.extend(error.problems)
            return None

    def done(self) -> None:
        if self.problems:
            raise DataError(self.problems)


# ---- the framework ---------------------------------------------------------------------------------------------------------


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
class _OurItem:
    id: str
    kind: str
    importance: int
    attention: str | None
    law: Law | None
    not_applicable: bool
    outsourceable: bool
    carried_out_by: tuple[str, ...]
    decided_by: str


@dataclass(frozen=True, slots=True)
class _Items:
    domain: str
    items: tuple[_OurItem, ...]


@dataclass(frozen=True, slots=True)
class _OurAction:
    id: str
    kind: str
    lifts: tuple[Lift, ...]
    first_hours: Fraction
    hours: Fraction
    owner: str
    start: str
    cost: int
    needs: tuple[str, ...]
    gmr: str
    adopts: bool
    duty: str | None
    source: tuple[str, ...]
    help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    domain: str
    actions: tuple[_OurAction, ...]


@dataclass(frozen=True, slots=True)
class _Move:
    item: str
    domain: str


@dataclass(frozen=True, slots=True)
class _AddedItem(_OurItem):
    domain: str


@dataclass(frozen=True, slots=True)
class _AddedAction(_OurAction):
    domain: str


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A consultant's own file beside an edition: official codes they looked up, and items they add, drop or move (model §8)."""

    id: str
    norms: tuple[_PublishedNorm, ...]
    add: tuple[_AddedItem, ...]
    actions: tuple[_AddedAction, ...]
    drop: tuple[str, ...]
    move: tuple[_Move, ...]
    carry: tuple[Carry, ...]


def editions(home: Home) -> list[str]:
    """The editions that can be measured with, by name; BoardError when the home holds no workbook."""
    home.check()
    return sorted(folder.name for folder in home.frameworks.iterdir() if (folder / "publisher.yaml").is_file())


def read_framework(home: Home, edition: str) -> Framework:
    """The framework of an edition, checked; DataError with every problem of every file, BoardError when there is no such edition."""
    if edition not in editions(home):
        raise BoardError("edition", value=edition[:60], known=editions(home))
    folder = home.frameworks / edition
    collected = _Collected()

    def read(name: str, kind: type[T]) -> T | None:
        file = f"{name}.yaml"
        return collected.get(lambda: _structure(_read_yaml(folder / file, file), kind, file))

    publisher, choices = read("publisher", _Publisher), read("choices", Choices)
    overlay = read("overlay", _Overlay) if (folder / "overlay.yaml").exists() else None
    domains = publisher.domains if publisher else ()
    items = {domain.id: read(f"items/{domain.id}", _Items) for domain in domains}
    catalogue = {domain.id: read(f"catalogue/{domain.id}", _Catalogue) for domain in domains}
    for name in ("items", "catalogue"):
        for path in sorted((folder / name).glob("*")):
            if path.stem not in items or path.suffix != ".yaml":
                collected.problems.append(Problem(f"{name}/{path.name}", "", "foreign-file"))
    collected.done()
    assert publisher and choices
    for domain, entries in (*items.items(), *catalogue.items()):
        if entries and entries.domain != domain:
            folder_name = "items" if isinstance(entries, _Items) else "catalogue"
            collected.problems.append(Problem(f"{folder_name}/{domain}.yaml", "domain", "domain-mismatch", {"value": entries.domain}))
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
            official = Official(norm.code, norm.status, norm.checked) if norm else None
            all_items[item.id] = Item(**_fields(item), domain=domain.id, official=official)
        for action in actions.actions:
            if action.id in all_actions:
                collected.problems.append(Problem(f"catalogue/{domain.id}.yaml", action.id, "double-id", {"value": action.id}))
            all_actions[action.id] = Action(**_fields(action), domain=domain.id)
    collected.problems.extend(Problem("publisher.yaml", norm, "norm-without-item") for norm in norms if norm not in all_items)
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
            Domain(**_fields(domain), items=tuple(item for item, value in all_items.items() if value.domain == domain.id))
            for domain in domains
        ),
        items=all_items,
        actions=all_actions,
        choices=choices,
        # With an overlay the numbers are the consultant's, no longer the publisher's.
        published_items={} if overlay else publisher.published_items,
        carries_from=publisher.edition if overlay else None,
        carry=_carries(overlay) if overlay else {},
    )
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
        items[added.id] = Item(**_fields(added))
    for new in overlay.actions:
        if new.id in actions or new.domain not in domains:
            yield Problem(file, new.id, *(("double-id", {"value": new.id}) if new.id in actions else
                                          ("unknown-id", {"value": new.domain})))
            continue
        actions[new.id] = Action(**_fields(new))
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
        goes_on = carry.how in ("same", "reworded")
        if carry.how not in CARRIES or goes_on != (carry.to is not None):
            yield Problem(file, carry.item, "carry", {"value": carry.how})
        elif carry.to is not None and carry.to not in items:
            yield Problem(file, carry.item, "unknown-id", {"value": carry.to})
        elif carry.to in sources and carry.to != carry.item:
            yield Problem(file, carry.item, "carry-chain", {"value": carry.to})


def _carries(overlay: _Overlay) -> dict[str, Carry]:
    dropped = {item: Carry(item, "dropped", None) for item in overlay.drop}
    return {**dropped, **{carry.item: carry for carry in overlay.carry}}


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _unique(found: dict[str, Any], entries: tuple[Any, ...], file: str, collected: _Collected) -> dict[str, Any]:
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
    collected = _Collected()
    texts: dict[str, Text] = {}

    def read(path: Path, file: str, prefix: str = "") -> None:
        raw = collected.get(lambda: _read_yaml(path, file))
        for key, value in _flat(raw, prefix, file, collected):
            texts[key] = value

    read(home.words / f"{language}.yaml", f"words/{language}.yaml")
    if framework is None:
        collected.done()
        return Words(language, texts)
    folder = home.frameworks / (framework.carries_from or framework.edition) / "text" / language
    for name in ("publisher", "choices"):
        read(folder / f"{name}.yaml", f"text/{language}/{name}.yaml")
    for domain in framework.domains:
        file = f"text/{language}/{domain.id}.yaml"
        raw = collected.get(lambda name=domain.id, file=file: _read_yaml(folder / f"{name}.yaml", file))  # type: ignore[misc]
        if isinstance(raw, Mapping):
            for section, prefix in (("domain", f"domain.{domain.id}"), ("items", "item"), ("actions", "action")):
                for key, value in _flat(raw.get(section, {}), prefix, file, collected):
                    if key in texts:
                        collected.problems.append(Problem(file, key, "double-id", {"value": key}))
                    texts[key] = value
            for section in sorted(set(raw) - {"domain", "items", "actions"}):
                collected.problems.append(Problem(file, "", "extra-key", {"key": section}))
    if framework.carries_from:
        raw = collected.get(lambda: _read_yaml(folder / "overlay.yaml", f"text/{language}/overlay.yaml"))
        texts.update(_flat(raw or {}, "", f"text/{language}/overlay.yaml", collected))
    for item in framework.items.values():
        # A confirmed norm carries the publisher's title, never one of ours.
        title = texts.pop(f"norm.{item.id}", None)
        if item.official and title is not None:
            if f"item.{item.id}.title" in texts and not framework.carries_from:
                collected.problems.append(Problem(f"text/{language}/{item.domain}.yaml", item.id, "title-of-a-norm"))
            texts[f"item.{item.id}.title"] = title
    words = Words(language, texts)
    collected.problems.extend(replace(problem, file=f"{problem.file}.yaml") for problem in checks.text_problems(framework, words))
    collected.done()
    return words


def _flat(raw: Any, prefix: str, file: str, collected: _Collected) -> Iterator[tuple[str, Text]]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key, file, collected)
    elif isinstance(raw, list) and all(isinstance(line, str) for line in raw):
        yield prefix, tuple(line.strip() for line in raw)
    elif isinstance(raw, str):
        yield prefix, raw.strip()
    elif raw is not None:
        collected.problems.append(Problem(file, prefix, "not-text"))


# ---- rounds on disk ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where one round of one board lives."""

    home: Home
    board: str
    round: str

    @property
    def folder(self) -> Path:
        """The folder of the round; board and round are safe names, so it never lies elsewhere."""
        return self.home.boards / checked_name(self.board, "board") / checked_name(self.round, "round")

    @property
    def file(self) -> str:
        """How messages name this round."""
        return f"boards/{self.board}/{self.round}"


def boards(home: Home) -> list[str]:
    """The boards that have at least one round, by name."""
    if not home.boards.is_dir():
        return []
    return sorted(folder.name for folder in home.boards.iterdir() if _NAME.fullmatch(folder.name) and rounds(home, folder.name))


def rounds(home: Home, board: str) -> list[str]:
    """The rounds of a board, by name; empty for a board that is not there."""
    folder = home.boards / checked_name(board, "board")
    return sorted(path.parent.name for path in folder.glob("*/round.json") if _NAME.fullmatch(path.parent.name))


def next_month(today: date) -> str:
    """The month in which a plan that is made today begins: the next one."""
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"


def find_round(home: Home, board: str, round_: str | None = None) -> Place:
    """The place of a round that exists: the named one, else the last by name. BoardError when board or round is not there."""
    found = rounds(home, board)
    if not found:
        raise BoardError("no-board", board=board)
    if round_ is None:
        return Place(home, board, found[-1])
    checked_name(round_, "round")
    if round_ not in found:
        raise BoardError("no-round", board=board, round=round_, known=found)
    return Place(home, board, round_)


def read_settings(place: Place) -> Settings:
    """`round.json` of a round. A newer format is refused untouched; anything torn or foreign is a DataError."""
    file = f"{place.file}/round.json"
    raw = _read_json(place.folder / "round.json", file)
    _refuse_format(raw, file)
    values = {key: value for key, value in raw.items() if key != "format"}
    problems = [Problem(file, "", "extra-key", {"key": key}) for key in sorted(set(values) - set(Settings.__slots__))]
    problems += [Problem(file, "", "missing-key", {"key": key}) for key in ("edition", "name", "start_month") if key not in values]
    for key, good in (
        ("edition", lambda value: isinstance(value, str)),
        ("name", lambda value: isinstance(value, str) and 0 < len(value) <= 200),
        ("start_month", lambda value: isinstance(value, str) and re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value)),
        ("schools", lambda value: type(value) is int and 1 <= value <= 200),
        ("capacity", lambda value: value is None or (type(value) is int and 1 <= value <= 1000)),
        ("example", lambda value: isinstance(value, bool)),
        ("functions", lambda value: isinstance(value, dict) and all(isinstance(name, str) for name in value.values())),
    ):
        if key in values and not good(values[key]):
            problems.append(Problem(file, key, f"setting-{key}"))
    if problems:
        raise DataError(problems)
    return Settings(**values)


def write_settings(place: Place, settings: Settings) -> None:
    """Replace `round.json` whole: written beside it, synced, then renamed over it, so that a half file never stands there."""
    _write_settings_in(place.folder, settings)


def create_round(home: Home, board: str, round_: str, settings: Settings) -> Place:
    """A new, empty round on disk; BoardError when it exists already (nothing is touched then)."""
    place = Place(home, board, round_)
    folder = place.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made whole beside its place, then renamed: a round is there or it is not.
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        _write_settings_in(made, settings)
        made.chmod(0o700)
        try:
            made.rename(folder)
        except OSError:
            raise BoardError("round-exists", board=board, round=round_) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return place


def _write_settings_in(folder: Path, settings: Settings) -> None:
    record = {"format": FORMAT, **asdict(settings)}
    _write_whole(folder / "round.json", json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _read_json(path: Path, file: str) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError([Problem(file, "", "file-missing")]) from None
    except (OSError, ValueError, RecursionError):
        raise DataError([Problem(file, "", "torn-file")]) from None
    if not isinstance(raw, dict):
        raise DataError([Problem(file, "", "torn-file")])
    return raw


def _refuse_format(raw: Mapping[str, Any], file: str) -> None:
    version = raw.get("format")
    if type(version) is not int or version < 1:
        raise DataError([Problem(file, "format", "foreign-format")])
    if version > FORMAT:
        raise DataError([Problem(file, "format", "newer-format", {"value": version, "known": FORMAT})])


# ---- change logs -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """One acknowledged change: its number in the log, when, by whom, of what (`on` and `id`), and the fields that changed."""

    seq: int
    at: str
    who: str
    on: str
    id: str
    set: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Log:
    head: Mapping[str, Any]
    changes: tuple[Change, ...]
    good_bytes: int
    torn: bool


def _read_log(path: Path, file: str, editions: tuple[str, ...]) -> _Log:
    """A change log. A torn last line (a crash in the middle of a write) is left out and said; anything else foreign is a DataError."""
    try:
        data = path.read_bytes()
    except OSError:
        raise DataError([Problem(file, "", "file-unreadable")]) from None
    lines = data.split(b"\n")
    tail = lines.pop()
    head: dict[str, Any] | None = None
    changes: list[Change] = []
    for number, line in enumerate(lines, start=1):
        try:
            raw = json.loads(line)
            if head is None:
                head = raw if isinstance(raw, dict) else {}
                _refuse_format(head, file)
                if head.get("edition") not in editions:
                    raise DataError([Problem(file, "edition", "other-edition", {"value": str(head.get("edition"))[:60]})])
                continue
            change = Change(**raw)
            if type(change.seq) is not int or change.seq != len(changes) + 1 or not isinstance(change.set, dict):
                raise ValueError
            changes.append(change)
        except (ValueError, TypeError, RecursionError):
            raise DataError([Problem(file, "", "damaged-line", {"line": number})]) from None
    if head is None:
        raise DataError([Problem(file, "", "torn-file")])
    return _Log(head, tuple(changes), len(data) - len(tail), bool(tail))


@dataclass(frozen=True, slots=True)
class Opened:
    """A round as read from disk, with notices about what was set aside (message ids and values, for `Words`)."""

    round: Round
    notices: tuple[NulmetingError, ...]


def read_round(place: Place, framework: Framework) -> Opened:
    """A round: the replay of its change logs. DataError for damaged files, which are left as they are."""
    settings = read_settings(place)
    if settings.edition not in _readable(framework):
        raise BoardError("edition", value=settings.edition[:60], known=[framework.edition])
    if unknown := sorted(set(settings.functions) - set(framework.role)):
        raise DataError([Problem(f"{place.file}/round.json", "functions", "unknown-id", {"value": role}) for role in unknown])
    notices: list[NulmetingError] = []
    people = []
    for path in sorted((place.folder / "answers").glob("*.jsonl")):
        people.append(_respondent(framework, path, f"{place.file}/answers/{path.name}", notices))
    group: dict[str, GroupDecision] = {}
    group_domains: dict[str, GroupDecision] = {}
    decisions: dict[str, Decision] = {}

    def settle(change: Change) -> None:
        into = group_domains if change.id in framework.domain else group
        into[change.id] = said.changed_group(framework, change.id, into.get(change.id, GroupDecision()), change.set)

    def decide(change: Change) -> None:
        decision = said.changed_decision(framework, change.id, change.set)
        decisions.pop(change.id, None)
        if decision:
            decisions[change.id] = decision

    for name, apply in (("group", settle), ("decisions", decide)):
        path = place.folder / f"{name}.jsonl"
        if path.exists():
            file = f"{place.file}/{name}.jsonl"
            _replay(framework, _read_log(path, file, _readable(framework)), file, apply, notices)
    return Opened(Round(place.board, place.round, settings, tuple(people), group, group_domains, decisions), tuple(notices))


def _respondent(framework: Framework, path: Path, file: str, notices: list[NulmetingError]) -> Respondent:
    log = _read_log(path, file, _readable(framework))
    if log.head.get("role") not in framework.role:
        raise DataError([Problem(file, "role", "unknown-id", {"value": str(log.head.get("role"))[:60]})])
    person = Respondent(path.stem, log.head["role"])
    answers: dict[str, Answer] = {}
    scan: dict[str, Scan] = {}
    obstacles: dict[str, int] = {}

    def apply(change: Change) -> None:
        if change.on == "item":
            answers[change.id] = said.changed_answer(framework, change.id, answers.get(change.id, Answer()), change.set)
        elif change.on == "scan":
            scan[change.id] = said.changed_scan(framework, change.id, scan.get(change.id, Scan()), change.set)
        elif change.on == "obstacle":
            level = said.changed_obstacle(framework, change.id, change.set)
            obstacles.pop(change.id, None)
            if level is not None:
                obstacles[change.id] = level
        elif change.on == "person":
            nonlocal person
            person = said.changed_person(framework, person, change.set)
        else:
            raise BoardError("unknown-field", field=str(change.on)[:60])

    _replay(framework, log, file, apply, notices)
    return replace(person, answers=answers, scan=scan, obstacles=obstacles)


def _readable(framework: Framework) -> tuple[str, ...]:
    """The editions whose logs this framework can read: its own, and the one below a consultant's overlay."""
    return (framework.edition, framework.carries_from) if framework.carries_from else (framework.edition,)


def _carried(framework: Framework, changes: Iterable[Change], set_aside: set[str]) -> Iterator[Change]:
    """The changes as they count under the overlay; items whose answers do not go along are collected in `set_aside`."""
    marked: set[str] = set()
    for change in changes:
        carry = framework.carry.get(change.id) if isinstance(change.id, str) else None
        if carry is None:
            yield change
        elif carry.to is None:
            set_aside.add(change.id)
        else:
            fields_ = dict(change.set)
            if carry.how == "reworded" and change.on == "item" and carry.to not in marked:
                marked.add(carry.to)
                fields_ = {"discuss": True, **fields_}
            yield replace(change, id=carry.to, set=fields_)


def _replay(
    framework: Framework, log: _Log, file: str, apply: Callable[[Change], None], notices: list[NulmetingError]
) -> None:
    set_aside: set[str] = set()
    for change in _carried(framework, log.changes, set_aside):
        try:
            apply(change)
        except BoardError as error:
            raise DataError([Problem(file, f"{change.id}", "line-cannot-be", {"line": change.seq + 1, "why": error})]) from None
    if set_aside:
        notices.append(BoardError("set-aside", file=file, items=sorted(set_aside)))
    if log.torn:
        notices.append(BoardError("torn-line", file=file))


class Writer:
    """Appends changes to one log of a round: under a lock, fsynced, numbered; what it returns is safe on disk.

    Several writers may share a log (two tabs, two people): each appends behind what the other wrote.
    """

    def __init__(self, place: Place, name: str, framework: Framework, head: Mapping[str, Any] | None = None) -> None:
        """`name` is `answers/<respondent>`, `group` or `decisions`; `head` is kept in the first line of a new log."""
        self.place, self.name, self.editions = place, name, _readable(framework)
        self.file = f"{place.file}/{name}.jsonl"
        self.path = place.folder / f"{name}.jsonl"
        self.head = {"format": FORMAT, "edition": framework.edition, **(head or {})}

    def append(self, who: str, on: str, id_: str, fields: Mapping[str, Any]) -> Change:
        """One change, acknowledged: on return it is on disk. BoardError when it cannot be written; the log is then as it was."""
        # Loaded only where a file is written: 9 MB that a reader does not need.
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(str(self.place.folder / ".lock"), timeout=10):
                return self._append(who, on, id_, fields)
        except Timeout:
            raise BoardError("busy", file=self.file) from None
        except OSError as error:
            raise BoardError("not-written", file=self.file, why=error.strerror or type(error).__name__) from None

    def _append(self, who: str, on: str, id_: str, fields: Mapping[str, Any]) -> Change:
        new = not self.path.exists()
        if new:
            self._write(0, _line(self.head))
        log = _read_log(self.path, self.file, self.editions)
        if log.torn:
            # Set the torn end aside rather than write behind it; nothing anybody was told is safe stands there.
            torn = self.path.read_bytes()[log.good_bytes :]
            self.path.with_suffix(f".torn-{len(log.changes)}").write_bytes(torn)
        change = Change(len(log.changes) + 1, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), who, on, id_, dict(fields))
        self._write(log.good_bytes, _line(asdict(change)))
        return change

    def _write(self, at: int, line: bytes) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.ftruncate(descriptor, at)
            os.lseek(descriptor, at, os.SEEK_SET)
            try:
                written = os.write(descriptor, line)
                if written != len(line):
                    raise OSError(28, os.strerror(28))
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, at)
                raise
        finally:
            os.close(descriptor)


def _line(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
