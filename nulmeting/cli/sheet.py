"""Sheet: the questionnaire as an Excel workbook, out and in, and an earlier measurement in Excel taken in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nulmeting import files
from nulmeting.answers import Respondent, Round
from nulmeting.cli.says import mistakes_in_a_sentence, said
from nulmeting.errors import BoardError
from nulmeting.files import Home, Place, Said, Writer
from nulmeting.framework import Framework
from nulmeting.words import Words


def commands() -> list[click.Command]:
    """The commands of this module, made when asked so that their help can come from the words file."""

    @click.command(help=said("sheet.help"))
    @click.argument("board")
    @click.option("--round", "round_", default=None, help=said("sheet.round"))
    @click.option("--role", default="", help=said("sheet.role"))
    @click.option("--person", default="", help=said("sheet.person"))
    @click.option("--name", default="", help=said("sheet.name"))
    @click.option("--out", default=None, help=said("sheet.out"))
    @click.option("--read", "read_", default=None, help=said("sheet.read"))
    @mistakes_in_a_sentence
    def sheet(board: str, round_: str | None, role: str, person: str, name: str, out: str | None, read_: str | None) -> None:
        place, framework, words, known = _opened(board, round_)
        if read_ is None:
            _make(place, framework, words, known, role, person, out)
        else:
            _take(place, framework, words, known, role, person, name, Path(read_))

    @click.command(help=said("existing.help"))
    @click.argument("board")
    @click.argument("file")
    @click.option("--mapping", required=True, help=said("existing.mapping"))
    @click.option("--round", "round_", default=None, help=said("sheet.round"))
    @click.option("--role", required=True, help=said("existing.role"))
    @click.option("--person", default="", help=said("sheet.person"))
    @click.option("--name", default="", help=said("sheet.name"))
    @click.option("--try", "only_try", is_flag=True, help=said("existing.try"))
    @mistakes_in_a_sentence
    def existing(board: str, file: str, mapping: str, round_: str | None, role: str, person: str, name: str, only_try: bool) -> None:
        place, framework, words, known = _opened(board, round_)
        who = _who(framework, known, role, person, name)
        _existing(place, framework, words, who, Path(file), Path(mapping), only_try)

    return [sheet, existing]


def _opened(board: str, round_: str | None) -> tuple[Place, Framework, Words, Round]:
    home = Home.here()
    place = files.find_round(home, board, round_)
    framework = files.read_framework(home, files.read_settings(place).edition)
    return place, framework, files.read_words(home, files.LANGUAGE, framework), files.read_round(place, framework).round


def _make(place: Place, framework: Framework, words: Words, known: Round, role: str, person: str, out: str | None) -> None:
    from nulmeting.figures import explain
    from nulmeting.reading import read
    from nulmeting.sheets import questionnaire

    _checked_role(framework, role)
    who = _person(known, role, person) if person else None
    data = questionnaire(framework, words, known, who, role)
    name = words("workbook.file", who=who.id if who else role or words("workbook.all"))
    path = Path(out) if out else files.outputs(place) / name
    files.write_file(path, data)
    if out is None:
        explain(read(place.home, place.board, place.round), path.parent)
    click.echo(said("sheet.done", file=path))


def _take(
    place: Place, framework: Framework, words: Words, known: Round, role: str, person: str, name: str, path: Path
) -> None:
    """Read a questionnaire back: say everything that is wrong in it, or keep all of it as one person."""
    from nulmeting.sheets import LARGEST, handed, taken

    given = handed(files.read_file(path, LARGEST), path.name, framework, known)
    role, person = role or given.role, person or ("" if name else given.person)
    if not role:
        raise BoardError("role-missing")
    who = _who(framework, known, role, person, name)
    result = taken(given, framework, words, who)
    for wrong in result.wrong:
        click.echo(words("workbook.wrong.at", address=wrong.address, what=words(f"workbook.wrong.{wrong.message}", **wrong.values)), err=True)
    if result.wrong:
        click.echo(said("sheet.wrong", count=len(result.wrong)), err=True)
        sys.exit(1)
    if result.said:
        who = _keep(place, framework, known, who, result.said)
        click.echo(said("sheet.taken", who=who.id, count=len(result.said), same=result.same))
    else:
        click.echo(said("sheet.nothing"))


def _existing(place: Place, framework: Framework, words: Words, who: Respondent, path: Path, mapping: Path, only_try: bool) -> None:
    """Take in an earlier measurement as far as the mapping goes, and say what was taken, what was left and what was not understood."""
    from nulmeting.sheets import LARGEST, Earlier, existing

    earlier = files.read_data(mapping, Earlier)
    known = files.read_round(place, framework).round
    found = existing(files.read_file(path, LARGEST), path.name, earlier, mapping.name, framework, words, who)
    if found.said and not only_try:
        who = _keep(place, framework, known, who, found.said)
    click.echo(said("existing.tried") if only_try else said("existing.taken", who=who.id or who.role))
    click.echo("  " + said("existing.sides", count=found.answers))
    click.echo("  " + said("existing.estimated", count=len(found.estimated), domains=[words(f"domain.{domain}") for domain in found.estimated]))
    click.echo("  " + said("existing.notes", count=found.notes))
    click.echo(said("existing.left", count=found.left))
    if found.kept:
        click.echo(said("existing.kept"))
    for message, values in found.kept:
        click.echo("  " + words(f"workbook.existing.{message}", **values))
    click.echo(said("existing.not-understood", count=len(found.not_understood)) if found.not_understood else said("existing.all-understood"))
    for wrong in found.not_understood:
        what = words(f"workbook.existing.{wrong.message}", **wrong.values)
        click.echo("  " + words("workbook.wrong.at", address=wrong.address, what=what))


# ---- as whom, and keeping it


def _checked_role(framework: Framework, role: str) -> None:
    if role and role not in framework.role:
        raise BoardError("role", value=role[:40], known=list(framework.role))


def _person(known: Round, role: str, person: str) -> Respondent:
    """Somebody who answered before, of this role if one is named."""
    here = [one for one in known.respondents if not role or one.role == role]
    for one in here:
        if one.id == person:
            return one
    raise BoardError("person", board=known.board, round=known.id, value=person[:40], role=role or "–",
                     known=[one.id for one in here] or ["–"])


def _who(framework: Framework, known: Round, role: str, person: str, name: str) -> Respondent:
    """Whose answers these are: the person named, else whoever of this role has this name, else somebody new (without an id yet).

    BoardError when somebody without a name has this role already and none is given: nobody may answer twice without a word.
    """
    _checked_role(framework, role)
    if person:
        return _person(known, role, person)
    here = [one for one in known.respondents if one.role == role]
    named = [one for one in here if name and one.name.casefold() == name.strip().casefold()]
    if len(named) == 1:
        return named[0]
    if here and not name.strip():
        raise BoardError("person-which", role=role, known=[one.id for one in here])
    return Respondent("", role, name.strip()[:100])


def _keep(place: Place, framework: Framework, known: Round, who: Respondent, changes: tuple[Said, ...]) -> Respondent:
    """Write all changes of a person, new or not, in one go; an example is left as it is (BoardError)."""
    if known.settings.example:
        raise BoardError("example", board=known.board)
    new = not who.id
    id_ = who.id or known.next_id(who.role)
    first = (Said("person", id_, {"role": who.role, "name": who.name}),) if new else ()
    Writer(place, f"answers/{id_}", framework, {"role": who.role}).append_all(id_, (*first, *changes), new=new)
    return Respondent(id_, who.role, who.name)
