"""Check: read every data file strictly, and count what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from time import perf_counter

import click

from nulmeting import files
from nulmeting.answers import Round, combined
from nulmeting.checks import holiday_text_problems
from nulmeting.cli.says import mistakes_in_a_sentence, said, words
from nulmeting.errors import DataError
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.scoring import scored
from nulmeting.synthetic import sector
from nulmeting.typology import positioned

# So many made-up boards get a plan in `check`: enough to see a search that is cut short, and a few seconds.
_MADE_UP_PLANS = 40


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("check.help"))
    @mistakes_in_a_sentence
    def check() -> None:
        home = Home.here()
        for edition in files.editions(home):
            _check(home, edition)

    return [check]


def _check(home: Home, edition: str) -> None:
    framework = files.read_framework(home, edition)
    if problems := files.succession_problems(home, framework):
        raise DataError(problems)
    texts = {language: files.read_words(home, language, framework) for language in files.languages(home)}
    holidays = files.read_holidays(home)
    if missing := [problem for each in texts.values() for problem in holiday_text_problems(holidays, each)]:
        raise DataError(missing)
    official = sum(1 for item in framework.items.values() if item.official)
    lifters = framework.lifters()
    counts = [len(found) for found in lifters.values()]
    uncovered = sum(
        1 for (item, side), actions in lifters.items() if not any(framework.reaches_target(action, item, side) for action in actions)
    )
    tomorrow = [action for action in framework.actions.values() if framework.startable(action)]
    click.echo(said("check.edition", edition=edition, languages=sorted(texts)))
    click.echo(said("check.items", domains=len(framework.domains), items=len(framework.items), official=official,
                    own=len(framework.items) - official))
    click.echo(said("check.actions", actions=len(framework.actions), tomorrow=len(tomorrow),
                    domains=len({action.domain for action in tomorrow}), owners=len({action.owner for action in tomorrow})))
    if framework.checklists:
        click.echo(said("check.checklists", lists=len(framework.checklists), points=sum(len(known.points) for known in framework.checklists.values()),
                        actions=len(framework.own_actions)))
    click.echo(said("check.coverage", sides=len(counts), uncovered=uncovered, least=min(counts),
                    median=words().number(median(counts))))
    shares = type_shares(framework)
    total = sum(shares.values())
    click.echo(said("check.types", boards=total, shares=[
        f"{kind or said('check.no-type')} {100 * count // total} %" for kind, count in shares.most_common()
    ]))
    kind, count = shares.most_common(1)[0]
    if count > framework.choices.synthetic.warn_share * total:
        click.echo(said("check.one-type", type=kind or said("check.no-type"), share=100 * count // total))
    rounds = []
    for board in files.boards(home):
        for round_ in files.rounds(home, board):
            place = files.find_round(home, board, round_)
            # A board may still have a round of another edition; that one is read when that edition comes by.
            if files.read_settings(place).edition in (framework.edition, framework.published) or not _is_known(home, place):
                rounds.append(files.read_round(place, framework).round)
    _check_plans(framework, [*rounds, *sector(framework, _MADE_UP_PLANS)])
    click.echo(said("check.done"))


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
    click.echo(said("check.plans", boards=len(rounds), best=share, found=100 - share, median=round(median(times)),
                        longest=round(max(times))))


def type_shares(framework: Framework) -> Counter[str | None]:
    """How many boards of the made-up sector get each type."""
    shares: Counter[str | None] = Counter()
    for made_up in sector(framework, framework.choices.synthetic.boards):
        sides = combined(framework, made_up)
        shares[positioned(framework, sides, scored(framework, sides)).id] += 1
    return shares
