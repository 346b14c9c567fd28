"""Files: the only door to the disk. Where folders are, strict reading of data, and the append-only change logs of a round.

`home` knows the folders, `strict` reads data so that nothing is guessed, `editions` makes a framework and its words of it, `rounds`
finds and makes rounds, `logs` reads and appends their changes, `whole` is a round as logs at once, `copies` begins a next round with the
last, `exchange` is one person's answers as a file, `outputs` where what is made of a round goes. Everybody else imports from here.
"""

from nulmeting.files.copies import Made, copy_round
from nulmeting.files.editions import data_files, data_stamp, editions, languages, read_framework, read_words, succession_problems
from nulmeting.files.exchange import exported, put_back
from nulmeting.files.holidays import read_holidays
from nulmeting.files.home import LANGUAGE, NOTEBOOK, Home, checked_name
from nulmeting.files.logs import Change, Opened, Said, Writer, read_round, stamp
from nulmeting.files.outputs import outputs, private_folder, read_file, write_file
from nulmeting.files.rounds import (
    FORMAT,
    Place,
    board_folders,
    boards,
    create_round,
    find_round,
    next_month,
    next_round,
    previous_round,
    read_settings,
    rounds,
    write_settings,
)
from nulmeting.files.strict import read_data
from nulmeting.files.whole import logs_of

__all__ = [
    "FORMAT", "LANGUAGE", "NOTEBOOK", "Change", "Home", "Made", "Opened", "Place", "Said", "Writer", "board_folders", "boards",
    "checked_name", "copy_round", "create_round", "data_files", "data_stamp", "editions", "exported", "find_round", "languages", "logs_of",
    "next_month", "next_round", "outputs", "previous_round", "private_folder", "put_back", "read_data", "read_file", "read_framework",
    "read_holidays", "read_round", "read_settings", "read_words", "rounds", "stamp", "succession_problems", "write_file", "write_settings",
]
