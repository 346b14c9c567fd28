"""Still: the page without a browser, for papermill, nbconvert and whoever keeps what they made: static, complete, every word escaped."""

from __future__ import annotations

from html import escape

from nulmeting.answers import Form
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.notebook import Shown
from nulmeting.reading import read
from nulmeting.report import VARIANTS, alone, document
from nulmeting.views.checklists import asked
from nulmeting.words import Words
from widgets import start


class Welcome:
    """What a notebook shows that names no board: what the workbook is and which examples there are, or what one `checklist` asks."""

    def __init__(self, home: Home, framework: Framework, words: Words, checklist: str = "") -> None:
        view = start.view(home, framework, words, checklist=checklist)
        self._title: str = view["title"]
        if checklist:
            groups = asked(framework, words, framework.checklists[checklist], Form())["groups"]
            self._lines, self._list_title = (view["lead"], view["intro"]), words("checklists.head-point")
            self._list = [point["title"] for group in groups for point in group["points"]]
        else:
            self._lines, self._list_title = (view["lead"], view["counts"]), words("start.examples")
            self._list = [f"{entry['name']}: {entry['about']}" for entry in view["examples"]]

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{escape(line)}</p>" for line in self._lines)
        entries = "".join(f"<li>{escape(entry)}</li>" for entry in self._list)
        return f"<h1>{escape(self._title)}</h1>{lines}<h2>{escape(self._list_title)}</h2><ol>{entries}</ol>"

    def __repr__(self) -> str:
        return self._title


def still(place: Place, language: str, checklist: str = "") -> Shown:
    """The whole document of a round for its board, as `notebooks/report.ipynb` shows it, or that of one checklist. Raises as `reading.read`."""
    found = read(place.home, place.board, place.round, language)
    return Shown(alone(found.outcome, found.words, checklist) if checklist else document(found, VARIANTS[0]))
