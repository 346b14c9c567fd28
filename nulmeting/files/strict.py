"""Strict reading: every scalar arrives as it was written, and every mistake of a file is told at once, with file and place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import yaml
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from nulmeting.errors import DataError, Problem
from nulmeting.framework import Item, Law, Reference

T = TypeVar("T")


class _StrictLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML in which every scalar arrives as it was written (`no`, `2026.10`, `11.4`) and no key may stand twice."""

    # What a tag means is of no use to us; looking for it took a third of the reading.
    def resolve(self, kind: type, _value: object, _implicit: object) -> str:
        return "" if kind is yaml.ScalarNode else kind.__name__

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self, *_: object) -> None:
        pass


_BUSY = object()


def _plain(node: yaml.Node, made: dict[int, Any]) -> Any:
    """Text, list or mapping of a node, whatever tag it carries; `made` holds what an alias may point at."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    value = made.get(id(node))
    if value is _BUSY:
        raise yaml.constructor.ConstructorError(None, None, "an alias inside what it stands for", node.start_mark)
    if value is not None:
        return value
    made[id(node)] = _BUSY
    if isinstance(node, yaml.SequenceNode):
        value = [_plain(part, made) for part in node.value]
    else:
        value = {}
        for key_node, part in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Wrong("yaml-key", line=key_node.start_mark.line + 1)
            if key_node.value in value:
                raise _Wrong("double-key", key=key_node.value, line=key_node.start_mark.line + 1)
            value[key_node.value] = _plain(part, made)
    made[id(node)] = value
    return value


class _Wrong(ValueError):
    """One wrong value while reading, with the id of its sentence; becomes a Problem with file and place."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def read_yaml(path: Path, file: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        loader = _StrictLoader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        return None if node is None else _plain(node, {})
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
        converter.register_structure_hook(kind | None, optional(kind))
    converter.register_structure_hook_factory(
        lambda type_: getattr(type_, "__origin__", None) is tuple and type_.__args__[-1] is Ellipsis,
        lambda type_: several(type_.__args__[0]),
    )
    # Last, because it looks up the hooks above. Whether an item is a confirmed norm is for the publisher's file to say, never for ours.
    converter.register_structure_hook(Item, make_dict_structure_fn(
        Item, converter, official=override(omit=True), _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
    ))
    return converter


_CONVERTER = _converter()


def structure(raw: Any, kind: type[T], file: str) -> T:
    """`raw` as a `kind`, or a DataError with every mistake in it."""
    try:
        return _CONVERTER.structure(raw, kind)
    except (ClassValidationError, IterableValidationError, _Wrong, AttributeError, TypeError, ValueError) as error:
        raise DataError(list(_problems(error, raw, file, ()))) from None


def read_data(path: Path, kind: type[T]) -> T:
    """A person's own YAML file as a `kind`, read as strictly as ours; DataError with every mistake in it, by the name of the file."""
    return structure(read_yaml(path, path.name), kind, path.name)


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


class Collected:
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
