"""Still: the page without a browser, for papermill, nbconvert and whoever keeps what they made: static, complete, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.views import plan, results
from nulmeting.words import Words
from widgets import start
from widgets.session import Session


class Still:
    """What a notebook shows of itself: a title, and sections with a `title`, `lines`, a `list`, or a table (`head`, `rows`)."""

    def __init__(self, title: str, sections: Iterable[Mapping[str, Any]]) -> None:
        self._title, self._sections = title, list(sections)

    def _repr_html_(self) -> str:
        parts = [f"<h1>{escape(self._title)}</h1>"]
        for section in self._sections:
            if section.get("title"):
                parts.append(f"<h2>{escape(section['title'])}</h2>")
            parts += [f"<p>{escape(line)}</p>" for line in section.get("lines", ()) if line]
            if section.get("list"):
                parts.append("<ol>" + "".join(f"<li>{escape(line)}</li>" for line in section["list"]) + "</ol>")
            if section.get("rows"):
                # Notebook styles put numbers and words alike to the right.
                head = "".join(f'<th scope="col" style="text-align: left">{escape(cell)}</th>' for cell in section["head"])
                rows = "".join(
                    "<tr>" + "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row) + "</tr>" for row in section["rows"]
                )
                parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
        return "\n".join(parts)

    def __repr__(self) -> str:
        return self._title


def still(home: Home, framework: Framework, words: Words, session: Session | None) -> Still:
    """The results, the tables and the five for tomorrow of a round; without a round what the workbook is, and its examples."""
    if session is None:
        view = start.view(home, framework, words)
        return Still(words("start.title"), [
            {"lines": [words("start.what"), view["counts"]]},
            {"title": words("start.examples"), "list": [f"{entry['name']}: {entry['about']}" for entry in view["examples"]]},
        ])
    result, the_plan = results.view(session.outcome, words), plan.view(session.outcome, words, session.holidays)
    return Still(words("page.board", name=session.round.settings.name, round=session.round.id), [
        {"title": result["title"], "lines": [*result["summary"], *result["beside"], result["fixed"], result["counts"]]},
        *({"title": table["title"], "lines": [table["note"]], "head": table["head"], "rows": table["rows"]}
          for table in results.tables(session.outcome, words)),
        {"title": the_plan["title"], "lines": [the_plan["first"], *the_plan["relaxed"]],
         "list": [words("plan.line", title=thing["title"], step=thing["first_step"], who=thing["person"], time=thing["time"])
                  for thing in the_plan["things"]]},
    ])
