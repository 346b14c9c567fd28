"""What `nulmeting assess --json` prints is written down in a schema that others can build on, and the schema follows the code."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from nulmeting import files
from nulmeting.answers import Round
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.outcome import as_record, assessed, stable
from tests.schema import SCHEMA, generated

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def record(home: Home, framework: Framework) -> dict:
    """The record of `demo-groep`, as JSON gives it back."""
    outcome = assessed(framework, files.read_round(files.find_round(home, "demo-groep"), framework).round)
    return json.loads(json.dumps(as_record(outcome, stable(outcome, 4))))


def test_the_file_is_what_the_code_says() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == generated(), "python -m tests.schema"
    Draft202012Validator.check_schema(VALIDATOR.schema)


def test_the_records_of_all_examples_and_of_an_empty_round_fit(home: Home, framework: Framework) -> None:
    empty = Round("proef", "1", files.read_settings(files.find_round(home, "demo-half")))
    rounds = [empty, *(files.read_round(files.find_round(home, board), framework).round for board in files.boards(home))]
    assert len(rounds) == 11
    for round_ in rounds:
        outcome = assessed(framework, round_)
        made = json.loads(json.dumps(as_record(outcome, stable(outcome, 2)), allow_nan=False))
        assert [f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(made)] == [], round_.board
        assert (len(made["norms"]), len(made["domains"])) == (94, 22)


@pytest.mark.parametrize(("path", "value"), [
    (("board",), None),
    (("norms", 0, "level"), "3"),
    (("norms", 0, "open"), None),
    (("plan", "tomorrow", 0, "value"), None),
    (("axes", "paper", "low"), "1"),
    (("gaps", 0), 1),
])
def test_a_record_that_is_otherwise_does_not_fit(record: dict, path: tuple, value: object) -> None:
    VALIDATOR.validate(record)
    wrong = copy.deepcopy(record)
    place = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(wrong)


def test_a_record_that_misses_something_does_not_fit(record: dict) -> None:
    for key in record:
        with pytest.raises(ValidationError):
            VALIDATOR.validate({name: value for name, value in record.items() if name != key})
