"""Figures: a round as data, in Excel, CSV and JSON."""

from __future__ import annotations

import click

from nulmeting import files
from nulmeting.cli.says import mistakes_in_a_sentence, said, words
from nulmeting.files import Home
from nulmeting.reading import read


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("figures.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("assess.round"))
    @mistakes_in_a_sentence
    def figures(board: str, round_: str | None) -> None:
        # Loaded only where a workbook is made.
        from nulmeting.figures import README, write

        found = read(Home.here(), board, round_)
        for notice in found.notices:
            click.echo(words().error(notice), err=True)
        folder = files.outputs(found.place)
        write(found, folder)
        click.echo(said("figures.done", folder=folder, readme=README))

    return [figures]
