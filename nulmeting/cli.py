"""The program `nulmeting`: check the data, begin a round, assess a board, serve the workbook.

Its sentences stand in `assessments/words`; a mistake of a person gives one sentence on standard error and exit code 1 (2 for a wrong
command line, as click does).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, wraps
from statistics import median
from time import perf_counter
from typing import Any

import click

from nulmeting import files
from nulmeting.answers import Round, Settings, combined
from nulmeting.checks import holiday_text_problems
from nulmeting.compare import Comparison, compared, over_time
from nulmeting.errors import BoardError, DataError, NulmetingError
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import Outcome, as_record, assessed, stable
from nulmeting.scoring import scored
from nulmeting.sentences import edition_report, lines
from nulmeting.synthetic import sector
from nulmeting.typology import positioned
from nulmeting.words import Words

# So many made-up boards get a plan in `check`: enough to see a search that is cut short, and a few seconds.
_MADE_UP_PLANS = 40


@cache
def _words() -> Words:
    home = Home.here()
    # A folder that holds no workbook has no words to say so with.
    return files.read_words(home if home.words.is_dir() else Home.clone(), files.LANGUAGE)


def _said(key: str) -> str:
    return _words()("cli." + key)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; expected mistakes end it with one sentence, never with a trace."""
    try:
        _program()(arguments, prog_name="nulmeting", standalone_mode=False)
    except click.UsageError as error:
        click.echo(_words().error(_misunderstood(error)), err=True)
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


def _mistakes_in_a_sentence(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        try:
            command(*args, **values)
        except NulmetingError as error:
            click.echo(_words().error(error), err=True)
            sys.exit(1)

    return run


def _program() -> click.Group:
    """The commands, made when asked so that their help can come from the words file."""

    @click.group(help=_said("help"), context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
    @click.pass_context
    def program(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    @program.command(help=_said("check.help"))
    @_mistakes_in_a_sentence
    def check() -> None:
        home = Home.here()
        for edition in files.editions(home):
            _check(home, edition)

    @program.command(help=_said("new.help"))
    @click.argument("board")
    @click.option("--round", "round_", required=True, help=_said("new.round"))
    @click.option("--name", default=None, help=_said("new.name"))
    @click.option("--schools", default=None, type=click.IntRange(1, 200), help=_said("new.schools"))
    @click.option("--from", "from_", default=None, help=_said("new.from"))
    @click.option("--edition", default=None, help=_said("new.edition"))
    @_mistakes_in_a_sentence
    def new(board: str, round_: str, name: str | None, schools: int | None, from_: str | None, edition: str | None) -> None:
        home = Home.here()
        framework = files.read_framework(home, edition or files.editions(home)[-1])
        start = files.next_month(date.today())
        if from_ is None:
            files.create_round(home, board, round_, Settings(framework.published, (name or board)[:200], start, schools or 1))
        else:
            _begin_with(files.find_round(home, board, from_), round_, framework, start, name, schools)
        click.echo(_words()("cli.new.done", board=board, round=round_))

    @program.command(help=_said("assess.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=_said("assess.round"))
    @click.option("--json", "as_json", is_flag=True, help=_said("assess.json"))
    @_mistakes_in_a_sentence
    def assess(board: str, round_: str | None, as_json: bool) -> None:
        home = Home.here()
        place = files.find_round(home, board, round_)
        framework = files.read_framework(home, files.read_settings(place).edition)
        opened = files.read_round(place, framework)
        for notice in opened.notices:
            click.echo(_words().error(notice), err=True)
        outcome = assessed(framework, opened.round)
        comparison = _compared(place, outcome)
        if as_json:
            click.echo(json.dumps(over_time(as_record(outcome, stable(outcome)), comparison), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(lines(outcome, files.read_words(home, files.LANGUAGE, framework), comparison)))

    @program.command(help=_said("calendar.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=_said("assess.round"))
    @_mistakes_in_a_sentence
    def calendar(board: str, round_: str | None) -> None:
        # Loaded only where a calendar is made.
        from nulmeting.calendar import calendar_file

        home = Home.here()
        place = files.find_round(home, board, round_)
        framework = files.read_framework(home, files.read_settings(place).edition)
        outcome = assessed(framework, files.read_round(place, framework).round)
        # As bytes: a terminal's own idea of line ends would break the file.
        click.echo(calendar_file(outcome, files.read_words(home, files.LANGUAGE, framework)), nl=False)

    @program.command(help=_said("serve.help"))
    @click.option("--port", default=8866, type=click.IntRange(1, 65535), help=_said("serve.port"))
    @click.option("--open/--no-open", "open_browser", default=True, help=_said("serve.open"))
    @click.option("--warm/--no-warm", default=True, help=_said("serve.warm"))
    @_mistakes_in_a_sentence
    def serve(port: int, open_browser: bool, warm: bool) -> None:
        from nulmeting.serve import serve as run

        home = Home.here()
        home.check()
        run(home.folder, files.NOTEBOOK, port=port, open_browser=open_browser, warm=warm,
            announce=lambda address: click.echo(_words()("cli.serve.address", address=address)))

    return program


def _begin_with(before: Place, round_: str, framework: Framework, start: str, name: str | None, schools: int | None) -> None:
    """Make a round with the answers of one before it, and say what went along; under a new edition item by item."""
    old = files.read_settings(before)
    settings = replace(old, name=(name or old.name)[:200], start_month=start, schools=schools or old.schools)
    made = files.copy_round(before, round_, framework, settings)
    for notice in made.notices:
        click.echo(_words().error(notice), err=True)
    people = made.copied.round.respondents
    answers = sum(answer.answered for person in people for answer in person.answers.values())
    click.echo(_words()("cli.new.copied", round=before.round, answers=answers, people=len(people)))
    comparison = _compared(made.place, assessed(framework, files.read_round(made.place, framework).round))
    if comparison:
        words = {known.edition: files.read_words(before.home, files.LANGUAGE, known) for known in (made.before, framework)}
        for title, items in edition_report(comparison, words[framework.edition], words[made.before.edition]):
            click.echo(f"{title}:" if items else title)
            click.echo("".join(f"  - {item}\n" for item in items), nl=False)


def _compared(place: Place, outcome: Outcome) -> Comparison | None:
    """This round beside the one it began with, if that is still there."""
    previous = files.previous_round(place, outcome.round.settings)
    if previous is None:
        return None
    edition = files.read_settings(previous).edition
    framework = outcome.framework if edition == outcome.framework.published else files.read_framework(place.home, edition)
    return compared(assessed(framework, files.read_round(previous, framework).round), outcome)


def _check(home: Home, edition: str) -> None:
    framework = files.read_framework(home, edition)
    if problems := files.succession_problems(home, framework):
        raise DataError(problems)
    words = {language: files.read_words(home, language, framework) for language in files.languages(home)}
    holidays = files.read_holidays(home)
    if missing := [problem for each in words.values() for problem in holiday_text_problems(holidays, each)]:
        raise DataError(missing)
    said = _words()
    official = sum(1 for item in framework.items.values() if item.official)
    lifters = framework.lifters()
    counts = [len(found) for found in lifters.values()]
    uncovered = sum(
        1 for (item, side), actions in lifters.items() if not any(framework.reaches_target(action, item, side) for action in actions)
    )
    tomorrow = [action for action in framework.actions.values() if framework.startable(action)]
    click.echo(said("cli.check.edition", edition=edition, languages=sorted(words)))
    click.echo(said("cli.check.items", domains=len(framework.domains), items=len(framework.items), official=official,
                    own=len(framework.items) - official))
    click.echo(said("cli.check.actions", actions=len(framework.actions), tomorrow=len(tomorrow),
                    domains=len({action.domain for action in tomorrow}), owners=len({action.owner for action in tomorrow})))
    click.echo(said("cli.check.coverage", sides=len(counts), uncovered=uncovered, least=min(counts),
                    median=said.number(median(counts))))
    shares = type_shares(framework)
    total = sum(shares.values())
    click.echo(said("cli.check.types", boards=total, shares=[
        f"{kind or said('cli.check.no-type')} {100 * count // total} %" for kind, count in shares.most_common()
    ]))
    kind, count = shares.most_common(1)[0]
    if count > framework.choices.synthetic.warn_share * total:
        click.echo(said("cli.check.one-type", type=kind or said("cli.check.no-type"), share=100 * count // total))
    rounds = []
    for board in files.boards(home):
        for round_ in files.rounds(home, board):
            place = files.find_round(home, board, round_)
            # A board may still have a round of another edition; that one is read when that edition comes by.
            if files.read_settings(place).edition in (framework.edition, framework.published) or not _is_known(home, place):
                rounds.append(files.read_round(place, framework).round)
    _check_plans(framework, [*rounds, *sector(framework, _MADE_UP_PLANS)])
    click.echo(said("cli.check.done"))


def _is_known(home: Home, place: Place) -> bool:
    return files.read_settings(place).edition in files.editions(home)


def _check_plans(framework: Framework, rounds: Sequence[Round]) -> None:
    """How often the search for the five is cut short, and how long it takes on this machine."""
    times, best = [], 0
    for round_ in rounds:
        begun = perf_counter()
        best += assessed(framework, round_).plan.optimal
        times.append(1000 * (perf_counter() - begun))
    share = round(100 * best / len(rounds))
    click.echo(_words()("cli.check.plans", boards=len(rounds), best=share, found=100 - share, median=round(median(times)),
                        longest=round(max(times))))


def type_shares(framework: Framework) -> Counter[str | None]:
    """How many boards of the made-up sector get each type."""
    shares: Counter[str | None] = Counter()
    for made_up in sector(framework, framework.choices.synthetic.boards):
        sides = combined(framework, made_up)
        shares[positioned(framework, sides, scored(framework, sides)).id] += 1
    return shares
