"""Fixtures: the real home with its edition and words, and `place`: a fresh home of one's own to break."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from nulmeting import files
from nulmeting.answers import Settings
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.words import Words

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# In CI the same examples every time, so that a red run can be repeated anywhere, and none made smaller, which takes minutes a test;
# by hand new ones at each run.
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None, max_examples=150, suppress_health_check=_SLOW,
                          phases=[Phase.explicit, Phase.generate])
settings.register_profile("search", print_blob=True, deadline=None, max_examples=150, suppress_health_check=_SLOW)
settings.register_profile("long", print_blob=True, deadline=None, max_examples=1000, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "search"))

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def home() -> Home:
    """The clone itself; tests only read it."""
    return Home(ROOT)


@pytest.fixture(scope="session")
def framework(home: Home) -> Framework:
    """The latest edition."""
    return files.read_framework(home, files.editions(home)[-1])


@pytest.fixture(scope="session")
def words(home: Home, framework: Framework) -> Words:
    """Every sentence of the interface and the edition."""
    return files.read_words(home, files.LANGUAGE, framework)


@pytest.fixture
def own_home(home: Home, tmp_path: Path) -> Home:
    """A home of one's own: the real frameworks, checklists, words and holidays, no boards."""
    for folder in (home.frameworks, home.checklists, home.words):
        shutil.copytree(folder, tmp_path / folder.relative_to(home.folder))
    shutil.copy(home.folder / "assessments" / "holidays.yaml", tmp_path / "assessments")
    (tmp_path / "assessments" / "boards").mkdir()
    return Home(tmp_path)


@pytest.fixture
def place(own_home: Home, framework: Framework) -> Place:
    """An empty round `1` of the board `proef`, in a home of its own."""
    return files.create_round(own_home, "proef", "1", Settings(framework.edition, "Proef", "2027-01"))
