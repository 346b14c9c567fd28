"""The program `nulmeting`: check the data, begin a round, assess a board, hand it over, see many boards together, serve the workbook.

Its sentences stand in `assessments/words`; a mistake of a person gives one sentence on standard error and exit code 1 (2 for a wrong
command line, as click does). Each module holds commands that belong together and gives them with `commands()`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from nulmeting.cli import board, check, figures, prepare, report, sector, serve, sheet
from nulmeting.cli.says import said, words
from nulmeting.errors import BoardError, DataError

_MODULES = (check, board, sheet, prepare, figures, report, sector, serve)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; expected mistakes end it with one sentence, never with a trace."""
    try:
        _program()(arguments, prog_name="nulmeting", standalone_mode=False)
    except click.UsageError as error:
        click.echo(words().error(_misunderstood(error)), err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)    # Ctrl-C, as a shell counts it
    except DataError as error:
        # The very words file may be what is broken: then say the problem plainly.
        click.echo(_broken_words(error), err=True)
        sys.exit(1)


def _misunderstood(error: click.UsageError) -> BoardError:
    """What is wrong with a command line, in the language of the program: click itself knows English only."""
    command = error.ctx.command_path if error.ctx else "nulmeting"
    if isinstance(error, click.NoSuchOption) and error.ctx:
        known = [name for param in error.ctx.command.get_params(error.ctx) if isinstance(param, click.Option) for name in param.opts]
        return BoardError("option", value=error.option_name[:40], known=known)
    if isinstance(error, click.BadParameter) and error.param:
        return BoardError("option-value", name=max(error.param.opts, key=len), command=command)
    return BoardError("command", command=command)


def _broken_words(error: DataError) -> str:
    return "\n".join(f"{problem.file}: {problem.place} {problem.message} {problem.values}" for problem in error.problems)


def _program() -> click.Group:
    """The commands, made when asked so that their help can come from the words file."""

    @click.group(help=said("help"), context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
    @click.pass_context
    def program(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    for module in _MODULES:
        for command in module.commands():
            program.add_command(command)
    return program
