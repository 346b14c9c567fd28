"""School holidays from their one file: read strictly, and checked whole."""

from __future__ import annotations

from nulmeting import checks
from nulmeting.errors import DataError
from nulmeting.files.home import Home
from nulmeting.files.strict import read_yaml, structure
from nulmeting.holidays import Holidays

_FILE = "holidays.yaml"


def read_holidays(home: Home) -> Holidays:
    """The school holidays, none when the file is not there; DataError with everything that is wrong in it."""
    path = home.folder / "assessments" / _FILE
    if not path.exists():
        return Holidays()
    holidays = structure(read_yaml(path, _FILE), Holidays, _FILE)
    problems = list(checks.holiday_problems(holidays))
    if problems:
        raise DataError(problems)
    return holidays
