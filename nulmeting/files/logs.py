"""Change logs: one line a change, acknowledged after fsync. The state is their replay, so nobody overwrites anybody."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nulmeting import answers as said
from nulmeting.answers import Answer, Decision, Form, GroupDecision, Opinion, Respondent, Round, Scan
from nulmeting.errors import BoardError, DataError, NulmetingError, Problem
from nulmeting.files.rounds import FORMAT, Place, not_written, read_settings, refuse_format, write_whole
from nulmeting.framework import FIND_OUT, Framework


@dataclass(frozen=True, slots=True)
class Said:
    """One change that a file somebody hands in comes down to: of what (`on` and `id`), and the fields it sets."""

    on: str
    id: str
    set: Mapping[str, Any]


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
                refuse_format(head, file)
                if head.get("edition") not in editions:
                    raise DataError([Problem(file, "edition", "other-edition", {"value": str(head.get("edition"))[:60]})])
                continue
            change = Change(**raw)
            if type(change.seq) is not int or change.seq != len(changes) + 1 or not (
                isinstance(change.id, str) and isinstance(change.set, dict)
            ):
                raise ValueError
            changes.append(change)
        except (ValueError, TypeError, RecursionError):
            raise DataError([Problem(file, "", "damaged-line", {"line": number})]) from None
    if head is None:
        raise DataError([Problem(file, "", "torn-file")])
    return _Log(head, tuple(changes), len(data) - len(tail), bool(tail))


@dataclass(frozen=True, slots=True)
class Opened:
    """A round as read from disk, with notices about what was set aside (message ids and values, for `Words`).

    `changed` is the moment of the last change in any of its logs (`2027-01-31T10:05:00Z`); empty when nobody changed anything yet.
    """

    round: Round
    notices: tuple[NulmetingError, ...]
    changed: str = ""


def read_round(place: Place, framework: Framework) -> Opened:
    """A round: the replay of its change logs. DataError for damaged files, which are left as they are."""
    settings = read_settings(place)
    if settings.edition not in _readable(framework):
        raise BoardError("edition", value=settings.edition[:60], known=[framework.edition])
    if unknown := sorted(set(settings.functions) - set(framework.role)):
        raise DataError([Problem(f"{place.file}/round.json", "functions", "unknown-id", {"value": role}) for role in unknown])
    notices: list[NulmetingError] = []
    moments: list[str] = []
    people = []
    for path in sorted((place.folder / "answers").glob("*.jsonl")):
        people.append(_respondent(framework, path, f"{place.file}/answers/{path.name}", notices, moments))
    # The lists that were taken away since; who took one away did not mean to lose the round.
    gone = {path.stem for path in (place.folder / "checklists").glob("*.jsonl")} - set(framework.checklists)
    group: dict[str, GroupDecision] = {}
    group_domains: dict[str, GroupDecision] = {}
    decisions: dict[str, Decision] = {}
    opinions: dict[str, Opinion] = {}

    def settle(change: Change) -> None:
        into = group_domains if change.id in framework.domain else group
        into[change.id] = said.changed_group(framework, change.id, into.get(change.id, GroupDecision()), change.set)

    def decide(change: Change) -> None:
        about = {change.id, str(change.set.get("instead_of") or change.id)}
        if gone and any(name not in framework.actions and not name.startswith(FIND_OUT) for name in about):
            return    # about an action that went with its checklist
        decision = said.changed_decision(framework, change.id, change.set)
        decisions.pop(change.id, None)
        if decision:
            decisions[change.id] = decision

    def opine(change: Change) -> None:
        opinions[change.id] = said.changed_opinion(framework, change.id, opinions.get(change.id, Opinion()), change.set)

    for name, apply in (("group", settle), ("decisions", decide), ("opinions", opine)):
        path = place.folder / f"{name}.jsonl"
        if path.exists():
            file = f"{place.file}/{name}.jsonl"
            _replay(framework, _read_log(path, file, _readable(framework)), file, apply, notices, moments)
    checklists = _checklists(place, framework, notices, moments)
    round_ = Round(place.board, place.round, settings, tuple(people), group, group_domains, decisions, opinions, checklists)
    return Opened(round_, tuple(notices), max(moments, default=""))


def _checklists(
    place: Place, framework: Framework, notices: list[NulmetingError], moments: list[str]
) -> dict[str, dict[str, Form]]:
    """The filled-in checklists, a log each. A board fills in one form, whoever is at the keyboard; a school one under a code."""
    found: dict[str, dict[str, Form]] = {}
    for path in sorted((place.folder / "checklists").glob("*.jsonl")):
        name, file = path.stem, f"{place.file}/checklists/{path.name}"
        if name not in framework.checklists:
            notices.append(BoardError("checklist-gone", file=file))
            continue
        forms = found.setdefault(name, {})
        asked = {*framework.checklists[name].points, *(situation.id for situation in framework.checklists[name].situations)}
        aside: set[str] = set()

        def fill(
            change: Change, name: str = name, forms: dict[str, Form] = forms, asked: set[str] = asked, aside: set[str] = aside
        ) -> None:
            if change.id not in asked:
                aside.add(change.id)    # whoever took a point out of a list did not mean to lose the round
                return
            form = said.form_of(framework, name, change.who)
            forms[form] = said.changed_form(framework, name, forms.get(form, Form()), change.on, change.id, change.set)

        _replay(framework, _read_log(path, file, _readable(framework)), file, fill, notices, moments)
        if aside:
            notices.append(BoardError("set-aside", file=file, items=sorted(aside)))
    return found


def stamp(place: Place) -> dict[Path, tuple[int, int]]:
    """What a round looks like on disk, cheaply (size and time a file): another value means that somebody wrote in it since."""
    found = {}
    logs = (path for folder in ("", "answers", "checklists") for path in (place.folder / folder).glob("*.jsonl"))
    for path in (place.folder / "round.json", *logs):
        with suppress(FileNotFoundError):
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _respondent(framework: Framework, path: Path, file: str, notices: list[NulmetingError], moments: list[str]) -> Respondent:
    log = _read_log(path, file, _readable(framework))
    role = log.head.get("role")
    if not isinstance(role, str) or role not in framework.role:
        raise DataError([Problem(file, "role", "unknown-id", {"value": str(role)[:60]})])
    person = Respondent(path.stem, role)
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

    _replay(framework, log, file, apply, notices, moments)
    return replace(person, answers=answers, scan=scan, obstacles=obstacles)


def _readable(framework: Framework) -> tuple[str, ...]:
    """The editions whose logs this framework can read: its own, and the one below a consultant's overlay."""
    return (framework.edition, framework.carries_from) if framework.carries_from else (framework.edition,)


def _carried(framework: Framework, changes: Iterable[Change], set_aside: set[str]) -> Iterator[Change]:
    """The changes as they count under the overlay; items whose answers do not go along are collected in `set_aside`."""
    marked: set[str] = set()
    for change in changes:
        carry = framework.carry.get(change.id) if isinstance(change.id, str) else None
        if carry is None or change.on in ("point", "situation"):
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
    framework: Framework, log: _Log, file: str, apply: Callable[[Change], None], notices: list[NulmetingError], moments: list[str]
) -> None:
    moments.extend(str(change.at) for change in log.changes[-1:])
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
        """`name` is `answers/<respondent>`, `checklists/<id>`, `group`, `decisions` or `opinions`; `head` is kept in the first line of a new log.

        `began_at` tells afterwards at which byte of the log the last change was written.
        """
        self.place, self.name, self.editions = place, name, _readable(framework)
        self.file = f"{place.file}/{name}.jsonl"
        self.path = place.folder / f"{name}.jsonl"
        self.head = {"format": FORMAT, "edition": framework.edition, **(head or {})}
        self.began_at = 0

    def append(self, who: str, on: str, id_: str, fields: Mapping[str, Any], *, by_day: bool = False) -> Change:
        """One change, acknowledged: on return it is on disk. BoardError when it cannot be written; the log is then as it was.

        With `by_day` no more is kept of when than the day: the minute would tell who it was.
        """
        with self._locked():
            return self._append(who, on, id_, fields, f"{_now()[:10]}T00:00:00Z" if by_day else _now())

    def append_all(self, who: str, said: Iterable[Said], *, new: bool = False) -> int:
        """Many changes at once, all of them or none, also when the machine stops halfway; how many were written.

        The log is written whole beside its place and renamed over it. With `new` it must not be there yet: somebody else's log is
        never added to (BoardError). Otherwise as `append`.
        """
        with self._locked():
            there = self.path.exists()
            if there and new:
                raise BoardError("busy", file=self.file)
            log = _read_log(self.path, self.file, self.editions) if there else None
            known = log.changes if log else ()
            now = _now()
            changes = [Change(number, now, who, one.on, one.id, dict(one.set)) for number, one in enumerate(said, start=len(known) + 1)]
            if log and log.torn:
                self._set_torn_aside(log)
            before = self.path.read_bytes()[: log.good_bytes] if log else line(self.head)
            write_whole(self.path, before + b"".join(line(asdict(change)) for change in changes))
            return len(changes)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Loaded only where a file is written: 9 MB that a reader does not need.
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(str(self.place.folder / ".lock"), timeout=10):
                yield
        except Timeout:
            raise BoardError("busy", file=self.file) from None
        except OSError as error:
            raise not_written(self.file, error) from None

    def _append(self, who: str, on: str, id_: str, fields: Mapping[str, Any], at: str) -> Change:
        new = not self.path.exists()
        try:
            if new:
                self._write(0, line(self.head))
            return self._append_behind(who, on, id_, fields, at)
        except OSError:
            if new:
                # An empty log would pass for a damaged one; nothing anybody was told is safe stands in it.
                self.path.unlink(missing_ok=True)
            raise

    def _append_behind(self, who: str, on: str, id_: str, fields: Mapping[str, Any], at: str) -> Change:
        log = _read_log(self.path, self.file, self.editions)
        if log.torn:
            self._set_torn_aside(log)
        self.began_at = log.good_bytes
        change = Change(len(log.changes) + 1, at, who, on, id_, dict(fields))
        self._write(log.good_bytes, line(asdict(change)))
        return change

    def _set_torn_aside(self, log: _Log) -> None:
        """Keep the torn end apart rather than write behind it; nothing anybody was told is safe stands there."""
        torn = self.path.read_bytes()[log.good_bytes :]
        self.path.with_suffix(f".torn-{len(log.changes)}").write_bytes(torn)

    def _write(self, at: int, line: bytes) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.ftruncate(descriptor, at)
            os.lseek(descriptor, at, os.SEEK_SET)
            try:
                written = os.write(descriptor, line)
                if written != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, at)
                raise
        finally:
            os.close(descriptor)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def line(record: Mapping[str, Any]) -> bytes:
    """One line of a log, as it stands on disk."""
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
