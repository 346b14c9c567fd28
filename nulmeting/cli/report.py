"""Report: hand over rounds as documents, of one board or of many in one run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from nulmeting import files
from nulmeting.cli.says import mistakes_in_a_sentence, said
from nulmeting.errors import BoardError
from nulmeting.files import Home

_ALL = "all"


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("report.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("assess.round"))
    @_kinds(_ALL)
    @mistakes_in_a_sentence
    def report(board: str, round_: str | None, **kinds: Any) -> None:
        from nulmeting.batch import one

        wish = _wish(**kinds)
        result = one(wish, files.find_round(wish.home, board, round_))
        if result.state == "failed":
            click.echo(said("batch.failure", board=board, why=result.cause), err=True)
            sys.exit(1)
        click.echo(said(f"report.{result.state}", folder=str(wish.out / board)))

    @click.command(help=said("batch.help"))
    @click.argument("boards", nargs=-1, required=True)
    @click.option("--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 256), help=said("batch.workers"))
    @_kinds("bestuur")
    @click.option("--cluster", default="", help=said("batch.cluster"))
    @click.option("--sample-reference", "sample", default=0, type=click.IntRange(0), help=said("batch.sample"))
    @mistakes_in_a_sentence
    def batch(boards: tuple[str, ...], workers: int, cluster: str, sample: int, **kinds: Any) -> None:
        from nulmeting.batch import chosen, run

        wish = _wish(**kinds)
        names = chosen(wish.home, boards)
        try:
            done = run(wish, names, workers=workers, cluster=cluster, sample=sample, title=said("batch.progress"), left=said("batch.left"))
        except KeyboardInterrupt:
            click.echo(said("batch.stopped"), err=True)
            sys.exit(130)    # as a shell counts it
        click.echo(said("batch.done", made=done.made, already=done.already, failed=len(done.failures), folder=str(wish.out)))
        for name, cause in done.failures:
            click.echo(said("batch.failure", board=name, why=cause), err=True)
        click.echo(said("batch.manifest", file=str(done.manifest)))
        if done.failures:
            sys.exit(1)

    return [report, batch]


def _kinds(variant: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options that say which documents; `variant` is the one that is made unless another is asked for."""
    folder, file = click.Path(file_okay=False, path_type=Path), click.Path(path_type=Path)

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        for option in (
            click.option("--out", default=None, type=folder, help=said("report.out")),
            click.option("--excel", is_flag=True, help=said("report.excel")),
            click.option("--logo", default=None, type=file, help=said("report.logo")),
            click.option("--word-template", "template", default=None, type=file, help=said("report.template")),
            click.option("--word", is_flag=True, help=said("report.word")),
            click.option("--variant", default=variant, help=said("report.variant")),
        ):
            command = option(command)
        return command

    return with_options


def _wish(variant: str, word: bool, template: Path | None, logo: Path | None, excel: bool, out: Path | None) -> Any:
    """What is asked for; whoever names a template or logo wants Word.

    BoardError for a document that does not exist, a template or logo that cannot be used, or a folder that holds no workbook.
    """
    from nulmeting.batch import Wish
    from nulmeting.exporters import check_house_style
    from nulmeting.report import VARIANTS

    home = Home.here()
    home.check()
    if variant not in (*VARIANTS, _ALL):
        raise BoardError("variant", value=variant[:40], known=[*VARIANTS, _ALL])
    dress, picture = (str(file.resolve()) if file else "" for file in (template, logo))
    check_house_style(dress, picture)
    variants = VARIANTS if variant == _ALL else (variant,)
    return Wish(home, (out or home.outputs).resolve(), variants, word or bool(dress or picture), dress, picture, excel)
