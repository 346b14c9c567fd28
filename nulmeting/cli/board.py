"""Board: begin a round, assess it, and take its calendar."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import click

from nulmeting import files
from nulmeting.answers import Settings
from nulmeting.cli.says import mistakes_in_a_sentence, said, words
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.reading import compared_with_previous, read
from nulmeting.sentences import edition_report, lines


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("new.help"))
    @click.argument("board")
    @click.option("--round", "round_", required=True, help=said("new.round"))
    @click.option("--name", default=None, help=said("new.name"))
    @click.option("--schools", default=None, type=click.IntRange(1, 200), help=said("new.schools"))
    @click.option("--from", "from_", default=None, help=said("new.from"))
    @click.option("--edition", default=None, help=said("new.edition"))
    @mistakes_in_a_sentence
    def new(board: str, round_: str, name: str | None, schools: int | None, from_: str | None, edition: str | None) -> None:
        home = Home.here()
        framework = files.read_framework(home, edition or files.editions(home)[-1])
        start = files.next_month(date.today())
        if from_ is None:
            files.create_round(home, board, round_, Settings(framework.published, (name or board)[:200], start, schools or 1))
        else:
            _begin_with(files.find_round(home, board, from_), round_, framework, start, name, schools)
        click.echo(said("new.done", board=board, round=round_))


    @click.command(help=said("assess.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("assess.round"))
    @click.option("--json", "as_json", is_flag=True, help=said("assess.json"))
    @mistakes_in_a_sentence
    def assess(board: str, round_: str | None, as_json: bool) -> None:
        found = read(Home.here(), board, round_)
        for notice in found.notices:
            click.echo(words().error(notice), err=True)
        if as_json:
            click.echo(json.dumps(found.record(), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(lines(found.outcome, found.words, found.comparison)))

    @click.command(help=said("calendar.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("assess.round"))
    @mistakes_in_a_sentence
    def calendar(board: str, round_: str | None) -> None:
        # Loaded only where a calendar is made.
        from nulmeting.calendar import calendar_file

        found = read(Home.here(), board, round_)
        # As bytes: a terminal's own idea of line ends would break the file.
        click.echo(calendar_file(found.outcome, found.words), nl=False)

    return [new, assess, calendar]


def _begin_with(before: Place, round_: str, framework: Framework, start: str, name: str | None, schools: int | None) -> None:
    """Make a round with the answers of one before it, and say what went along; under a new edition item by item."""
    old = files.read_settings(before)
    settings = replace(old, name=(name or old.name)[:200], start_month=start, schools=schools or old.schools)
    made = files.copy_round(before, round_, framework, settings)
    for notice in made.notices:
        click.echo(words().error(notice), err=True)
    people = made.copied.round.respondents
    answers = sum(answer.answered for person in people for answer in person.answers.values())
    click.echo(said("new.copied", round=before.round, answers=answers, people=len(people)))
    comparison = compared_with_previous(made.place, assessed(framework, files.read_round(made.place, framework).round))
    if comparison:
        of = {known.edition: files.read_words(before.home, files.LANGUAGE, known) for known in (made.before, framework)}
        for title, items in edition_report(comparison, of[framework.edition], of[made.before.edition]):
            click.echo(f"{title}:" if items else title)
            click.echo("".join(f"  - {item}\n" for item in items), nl=False)
