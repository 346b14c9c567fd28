"""Prepare: conversations to have and evidence to collect, in Word and Excel."""

from __future__ import annotations

import click

from nulmeting import files
from nulmeting.cli.says import mistakes_in_a_sentence, said, words
from nulmeting.files import Home
from nulmeting.reading import read


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("prepare.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("assess.round"))
    @mistakes_in_a_sentence
    def prepare(board: str, round_: str | None) -> None:
        # Loaded only where a document is made.
        from nulmeting.exporters import as_word
        from nulmeting.figures import explain
        from nulmeting.prepare import NAME, guide, prepared, rows
        from nulmeting.sheets import preparation

        found = read(Home.here(), board, round_)
        for notice in found.notices:
            click.echo(words().error(notice), err=True)
        ready = prepared(found.framework, found.outcome.round)
        if ready.people:
            click.echo(said("prepare.kept-back", people=ready.people, items=ready.waiting))
        if not ready.proofs:
            click.echo(said("prepare.none"))
            return
        folder = files.outputs(found.place)
        made = {f"{NAME}.docx": as_word(guide(found)), f"{NAME}.xlsx": preparation(rows(found), found.words)}
        for name, data in made.items():
            files.write_file(folder / name, data)
        explain(found, folder)
        click.echo(said("prepare.counts", questions=len(ready.questions), roles=len(ready.roles), proofs=len(ready.proofs)))
        click.echo(said("prepare.done", folder=folder, files=list(made)))

    return [prepare]
