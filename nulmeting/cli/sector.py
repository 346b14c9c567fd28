"""Sector: many boards together, each board's own place among them, and made-up boards to try it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nulmeting import files
from nulmeting.cli.says import mistakes_in_a_sentence, said
from nulmeting.files import Home

if TYPE_CHECKING:
    from nulmeting.gathering import Gathered

_FOLDER = click.Path(file_okay=False, path_type=Path)

_FORMATS = ("html", "pdf", "docx", "csv")


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("sector.help"))
    @click.argument("folder", type=_FOLDER)
    @click.option("--board", default=None, help=said("sector.board"))
    @click.option("--out", default=None, type=_FOLDER, help=said("sector.out"))
    @click.option("--format", "formats", default=_FORMATS, multiple=True, type=click.Choice(_FORMATS), help=said("sector.formats"))
    @mistakes_in_a_sentence
    def sector(folder: Path, board: str | None, out: Path | None, formats: Sequence[str]) -> None:
        # Loaded only where a document is made.
        from nulmeting.gathering import gathered

        here = Home.here()
        here.check()
        found = gathered(Home(here.folder, folder.resolve()), board)
        for each in found.broken:
            click.echo(said("sector.broken", board=each.board, why=each.why), err=True)
        # No board can have a folder of this name: those have no capitals.
        target = out or here.outputs / "Sector"
        name = f"sector-{board}" if board else "sector"
        made = {f"{name}.{ending}": make() for ending, make in _makers(here, found).items() if ending in formats}
        for file, content in made.items():
            files.write_file(target / file, content)
        click.echo(said("sector.done", boards=found.sector.boards, folder=str(target), files=sorted(made)))

    @click.command(help=said("synthetic.help"))
    @click.argument("count", type=click.IntRange(1, 9999))
    @click.option("--out", required=True, type=_FOLDER, help=said("synthetic.out"))
    @click.option("--seed", default=0, type=click.IntRange(0), help=said("synthetic.seed"))
    @mistakes_in_a_sentence
    def synthetic(count: int, out: Path, seed: int) -> None:
        write_made_up(Home(Home.here().folder, out.resolve()), range(1, count + 1), seed)
        click.echo(said("synthetic.done", count=count, folder=str(out)))

    return [sector, synthetic]


def _makers(home: Home, found: Gathered) -> Mapping[str, Callable[[], bytes]]:
    """What makes a file of each of `_FORMATS`."""
    from nulmeting.figures import as_csv
    from nulmeting.report import as_page, sector_document, sector_rows

    def pdf() -> bytes:
        from nulmeting.exporters.pdf import as_pdf

        return as_pdf(document)

    def word() -> bytes:
        from nulmeting.exporters.word import as_word

        return as_word(document)

    words = files.read_words(home, files.LANGUAGE, found.framework)
    document = sector_document(found, words)
    return {
        "html": lambda: as_page(document).encode(),
        "pdf": pdf,
        "docx": word,
        "csv": lambda: as_csv(sector_rows(found, words), words),
    }


def write_made_up(home: Home, numbers: Sequence[int], seed: int) -> None:
    """Write made-up boards into `home.boards`; BoardError at the first that is there already, or that the disk refuses."""
    from nulmeting.synthetic import believable

    framework = files.read_framework(home, files.editions(home)[-1])
    words = files.read_words(home, files.LANGUAGE, framework)
    for number in numbers:
        for round_ in believable(framework, words, number, seed):
            at = f"{int(round_.id) - 1}-11-16T09:00:00Z"
            files.create_round(home, round_.board, round_.id, round_.settings, files.logs_of(framework, round_, at))
