"""Files: the only door to the disk. Where folders are, strict reading of data, and the append-only change logs of a round.

`home` knows the folders, `strict` reads data so that nothing is guessed, `editions` makes a framework and its words of it, `rounds`
finds and makes rounds, `logs` reads and appends their changes. Everybody else imports from here.
"""

from nulmeting.files.editions import editions, languages, read_framework, read_words
from nulmeting.files.holidays import read_holidays
from nulmeting.files.home import LANGUAGE, NOTEBOOK, Home, checked_name
from nulmeting.files.logs import Change, Opened, Writer, read_round
from nulmeting.files.rounds import (
    FORMAT,
    Place,
    boards,
    create_round,
    find_round,
    next_month,
    read_settings,
    rounds,
    write_settings,
)

__all__ = [
    "FORMAT", "LANGUAGE", "NOTEBOOK", "Change", "Home", "Opened", "Place", "Writer", "boards", "checked_name", "create_round",
    "editions", "find_round", "languages", "next_month", "read_framework", "read_holidays", "read_round", "read_settings", "read_words", "rounds",
    "write_settings",
]
