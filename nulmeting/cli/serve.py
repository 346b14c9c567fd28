"""Serve: start the workbook for whoever sits at this computer."""

from __future__ import annotations

import click

from nulmeting import files
from nulmeting.cli.says import mistakes_in_a_sentence, said
from nulmeting.files import Home


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("serve.help"))
    @click.option("--port", default=8866, type=click.IntRange(1, 65535), help=said("serve.port"))
    @click.option("--open/--no-open", "open_browser", default=True, help=said("serve.open"))
    @click.option("--warm/--no-warm", default=True, help=said("serve.warm"))
    @mistakes_in_a_sentence
    def serve(port: int, open_browser: bool, warm: bool) -> None:
        from nulmeting.serve import serve as run

        home = Home.here()
        home.check()
        run(home.folder, files.NOTEBOOK, port=port, open_browser=open_browser, warm=warm,
            announce=lambda address: click.echo(said("serve.address", address=address)))

    return [serve]
