"""Says: the sentences of the program, and how a mistake ends a command with one of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import click

from nulmeting import files
from nulmeting.errors import NulmetingError
from nulmeting.files import Home
from nulmeting.words import Words


@cache
def words() -> Words:
    """The words of the program; a folder that holds no workbook has no words to say so with, then those of the clone."""
    home = Home.here()
    return files.read_words(home if home.words.is_dir() else Home.clone(), files.LANGUAGE)


def said(key: str, **values: Any) -> str:
    """A sentence of the program by its key below `cli.`."""
    return words()("cli." + key, **values)


def mistakes_in_a_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose expected mistakes give one sentence on standard error and exit code 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        try:
            command(*args, **values)
        except NulmetingError as error:
            click.echo(words().error(error), err=True)
            sys.exit(1)

    return run
