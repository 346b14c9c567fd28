"""App: the one page. Views are plain values made in Python and drawn by one small script; every message of the page is checked here.

One anywidget, one kernel: start, who, questions, results and plan are views of the same page (a notebook a step would start a kernel
a step). A visitor can send anything, so nothing that comes in is trusted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import anywidget
import traitlets

from nulmeting import charts, files
from nulmeting.answers import Respondent, Scan, changed_person
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.outcome import swap
from nulmeting.questions import is_scanned
from nulmeting.words import Words
from widgets import meeting, overtime, plan, questionnaire, results, sheet, start
from widgets.session import ADVISER, Session, again, begin, clock

_HERE = Path(__file__).parent
_VIEWS = ("start", "questionnaire", "sheet", "meeting", "results", "plan", "overtime")
_SCRIPT = "\n".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("draw", "connection", *_VIEWS, "app"))
_STYLE = "\n".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("app", "connection", *_VIEWS))
_LOG = logging.getLogger(__name__)

# Largest message we look at; the longest text a field takes is far below this.
_LONGEST_MESSAGE = 100_000

# A person's own answers as a file are longer; no other message may be.
_LONGEST_PUT_BACK = 1_000_000

# Seconds the kernel gives to one slice of slow work, in which it hears nobody.
_SLICE = 0.08

# The answer to a message after which there is nothing to say: the page shows the change itself.
_DONE = {"to": "done"}


class App(anywidget.AnyWidget):
    """The page of the workbook. `page` is what is shown now; a visitor may read it but what they set is thrown away."""

    _esm = _SCRIPT
    _css = _STYLE
    page = traitlets.Dict().tag(sync=True)

    def __init__(
        self, home: Home, framework: Framework, words: Words, session: Session | None = None, *,
        domains: tuple[str, ...] = (), problem: str = "", item: str = "",
    ) -> None:
        self._home, self._framework, self._words, self._session, self._domains = home, framework, words, session, domains
        # The question somebody was sent to by a link; asked first, once they have said who they are.
        self._item = item
        self._at: tuple[str, object] = ("start", None)
        self._serial = 0
        super().__init__()
        self.on_msg(self._on_message)
        if session is None:
            self._show(start.view(home, framework, words, problem))
        else:
            self._show_who()

    # -- what is shown

    def _show(self, view: dict[str, Any], *, news: bool = False) -> None:
        """Show a view; `news` says that others wrote and this person did nothing, so that the page keeps what is being typed."""
        session = self._session
        self._at = (view["view"], view.get("section"))
        if session is not None:
            view["board"] = {
                "name": session.round.settings.name, "round": session.round.id, "example": session.example,
                "notices": [self._words.error(notice) for notice in session.notices],
                "person": self._person(session.person.id) if session.person_id else "",
                "adviser": session.adviser is not None,
                "over_time": session.previous is not None,
            }
            session.news = False
        view["here"] = self._place()
        view["news"] = news
        self._serial += 1
        view["serial"] = self._serial
        view["language"] = self._words.language
        view["common"] = self._words.below("page")
        view["connection"] = self._words.below("connection")
        self.page = view

    def _place(self) -> dict[str, Any] | None:
        """Where the person is, for the page to come back to after a break (`resume`)."""
        session, (view, section) = self._session, self._at
        if session is None:
            return None
        return {
            "board": session.round.board, "round": session.round.id, "person": session.who, "name": session.adviser or "",
            "view": view, "section": section,
        }

    def _again(self) -> dict[str, Any]:
        """The view that is shown, made anew."""
        view, section = self._at
        return self._who() if view == "who" else self._shown(view, section, again=True)

    def _person(self, id_: str) -> str:
        assert self._session is not None
        person = next(person for person in self._session.round.respondents if person.id == id_)
        role = self._words(f"role.{person.role}")
        if person.name:
            return self._words("who.person", name=person.name, role=role)
        alike = [other for other in self._session.round.respondents if other.role == person.role and not other.name]
        return self._words("who.numbered", role=role, number=alike.index(person) + 1) if len(alike) > 1 else role

    def _show_who(self) -> None:
        self._show(self._who())

    def _who(self) -> dict[str, Any]:
        assert self._session is not None
        people = [{"id": person.id, "name": self._person(person.id)} for person in self._session.round.respondents]
        target = self._words(f"item.{self._item}.title") if self._item else ""
        return start.who(self._framework, self._words, people, self._session.round.settings.name, target)

    def _show_first(self) -> None:
        """What a person sees who just said who they are: the question they were sent to, else where they can go on."""
        session, item = self._opened(), self._item
        if item:
            self._item = ""
            self._show(questionnaire.view(session, self._framework.items[item].domain, item))
        else:
            done = all(is_scanned(session.person.scan.get(domain, Scan())) for domain in session.domains)
            self._show(questionnaire.view(session, questionnaire.PORTION if done else questionnaire.SCAN))

    def _shown(self, view: object, section: object = None, open_: object = None, *, again: bool = False) -> dict[str, Any]:
        session = self._session
        if view == "start" or session is None:
            self._session = None
            self._use(files.editions(self._home)[-1])
            return start.view(self._home, self._framework, self._words)
        section = section if isinstance(section, str) else ""
        if view == "questions":
            return questionnaire.view(session, section, open_ if isinstance(open_, str) else "", again=again)
        if view == "sheet":
            return sheet.view(session, section)
        if view == "functions":
            return start.functions(session, first=False)
        if view == "together":
            session.refresh()
            return meeting.view(session, section)
        if view == "results":
            return results.view(session.outcome, self._words)
        if view == "plan":
            return plan.view(session.outcome, self._words, session.holidays)
        if view == "overtime" and session.previous is not None:
            return overtime.view(session, section if isinstance(section, str) else "")
        raise BoardError("message")

    def _use(self, edition: str) -> None:
        """From here on this edition: a round is shown under the one it was made with, and only then are that one's files read."""
        if edition not in (self._framework.edition, self._framework.published):
            framework = files.read_framework(self._home, edition)
            self._words = files.read_words(self._home, self._words.language, framework)
            self._framework = framework

    # -- what comes in

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        """The outermost edge of the page: an expected mistake becomes its sentence, a bug becomes one sentence and a line in the log."""
        number = content.get("n") if isinstance(content, Mapping) else None
        number = number if isinstance(number, int) else 0
        try:
            if not isinstance(content, Mapping):
                raise BoardError("message")
            do = content.get("do")
            if not _is_small(content, _LONGEST_PUT_BACK if do == "put-back" else _LONGEST_MESSAGE):
                raise BoardError("message")
            handler = self._handlers.get(do) if isinstance(do, str) else None
            if handler is None:
                raise BoardError("message")
            self._reply(number, handler(self, content))
        except NulmetingError as error:
            self._reply(number, {"to": "problem", "text": self._mistake(error)})
        except Exception:
            # A trace belongs in the log, never on a board's screen (and ipykernel would send it there).
            _LOG.exception("a message")
            self._reply(number, {"to": "problem", "text": self._words("page.bug")})

    def _reply(self, number: int, message: dict[str, Any]) -> None:
        # A sentence may repeat what a visitor sent; half a surrogate pair in it could not be sent back.
        if "text" in message:
            message["text"] = message["text"].encode("utf-8", "replace").decode()
        self.send({**message, "n": number})

    def _mistake(self, error: NulmetingError) -> str:
        """The sentence of a mistake, in which questions and fields have the names they have on the page."""
        names = {
            name: self._words(key) for name, value in error.values.items()
            for key in (f"item.{value}.title", f"domain.{value}", f"field.{value}") if name in ("item", "field") and key in self._words
        }
        error.values.update(names)
        return self._words.error(error)

    def _go(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._show(self._shown(content.get("view"), content.get("section"), content.get("item")))
        return _DONE

    def _begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        # Everything is checked before a round is made: a refusal leaves nothing behind.
        person = self._new_person(content)
        place = begin(self._home, content.get("name"), content.get("schools"))
        session = Session(place, self._framework, self._words, self._domains)
        session.enter(person)
        self._session = session
        self._show(start.functions(session, first=True))
        return _DONE

    def _open(self, content: Mapping[str, Any]) -> dict[str, Any]:
        place = files.find_round(self._home, self._text(content, "board"), self._text(content, "round"))
        self._use(files.read_settings(place).edition)
        self._session = Session(place, self._framework, self._words, self._domains)
        self._show_who()
        return _DONE

    def _next_round(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._use(files.editions(self._home)[-1])
        before = self._text(content, "round")
        place = again(self._home, self._text(content, "board"), before, self._framework)
        session = Session(place, self._framework, self._words, self._domains)
        session.tell(BoardError("copied", round=before))
        self._session = session
        self._show_who()
        return _DONE

    def _still(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Last round's answer still holds."""
        session, item = self._opened(), self._text(content, "id")
        if session.previous is None:
            raise BoardError("message")
        session.answer(item, {"carried": False})
        self._show(self._shown("overtime", self._framework.items[item].domain))
        return self._saved(session, {})

    def _join(self, content: Mapping[str, Any]) -> dict[str, Any]:
        session = self._opened()
        if content.get("id"):
            session.join(self._text(content, "id"))
        else:
            session.enter(self._new_person(content))
        self._show_first()
        return _DONE

    def _new_person(self, content: Mapping[str, Any]) -> Respondent:
        role = self._text(content, "role")
        if role not in self._framework.role:
            raise BoardError("new-role")
        return changed_person(self._framework, Respondent("", role), {"name": self._text(content, "person")})

    def _answer(self, content: Mapping[str, Any]) -> dict[str, Any]:
        session, on, id_, change = self._opened(), content.get("on"), self._text(content, "id"), content.get("set")
        if not isinstance(change, Mapping):
            raise BoardError("message")
        touched: tuple[str, ...] = ()
        if on == "item":
            session.answer(id_, change)
            touched = (id_,)
        elif on == "opinion":
            session.opine(id_, change)
            return self._kept_together(session, id_)
        elif on == "group":
            # A consultant gives an opinion beside the board's answers, and decides nothing for it.
            if session.adviser is not None:
                raise BoardError("message")
            session.settle(id_, change)
            if content.get("at") == "together":
                return self._kept_together(session, id_)
            touched = self._framework.domain[id_].items if id_ in self._framework.domain else (id_,)
        elif on == "scan":
            session.scan(id_, change)
        elif on == "obstacle":
            session.obstacle(id_, change)
        elif on == "decision":
            session.decide(id_, change)
            self._show(self._shown("plan"))
        elif on == "settings":
            session.settings(change)
            if self._at[0] == "plan":
                self._show(self._shown("plan"))
        elif on == "suppliers":
            touched = session.same_supplier(id_, self._text(change, "supplier"))
            # Answers on screen changed that nobody touched there: the page is shown anew, with the same item open.
            self._show(self._shown("questions", self._at[1], self._text(change, "item"), again=True))
        else:
            raise BoardError("message")
        if on == "scan":
            return self._saved(session, {id_: questionnaire.scan_state(session, id_)})
        return self._saved(session, {item: questionnaire.item_state(session, self._framework.items[item]) for item in touched})

    def _saved(self, session: Session, states: Mapping[str, Any]) -> dict[str, Any]:
        """The word that everything is on disk, with what changed beside the questions on screen."""
        key = "page.not-kept" if session.example else "page.saved"
        return {
            "to": "saved", "text": self._words(key, time=clock()), "progress": questionnaire.progress(session),
            "states": states, "suppliers": questionnaire.suppliers(session), "evidence": questionnaire.evidence(session),
        }

    def _kept_together(self, session: Session, what: str) -> dict[str, Any]:
        # Apart from what other views are told: a meeting may only show what follows from answers that were let go.
        text = self._words("page.not-kept" if session.example else "page.saved", time=clock())
        now = {"meeting": meeting.kept(session, what)} if what in self._framework.items else {}
        return {"to": "saved", "text": text, **now}

    def _release(self, content: Mapping[str, Any]) -> dict[str, Any]:
        session, on = self._opened(), content.get("on")
        if session.person_id is None or not isinstance(on, bool):
            raise BoardError("message")
        session.release(on)
        self._show(self._shown("together"))
        return _DONE

    def _advise(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._opened().advise(self._text(content, "name"))
        self._show(self._shown("together"))
        return _DONE

    def _holds(self, _content: Mapping[str, Any]) -> dict[str, Any]:
        """A slice of the samples behind "does it hold": short, because what somebody answers meanwhile waits for it. The page asks on."""
        sampling = self._opened().sampling
        begun = perf_counter()
        while not sampling.done and perf_counter() - begun < _SLICE:
            sampling.take()
        return {"to": "holds", "sentences": plan.holds(sampling.judged(), self._words) if sampling.done else {}}

    def _swap(self, content: Mapping[str, Any]) -> dict[str, Any]:
        outcome, wanted, instead_of = self._opened().outcome, self._text(content, "wanted"), self._text(content, "id")
        return {"to": "swap", "id": instead_of, "wanted": wanted,
                **plan.swap_lines(outcome, self._words, wanted, instead_of, swap(outcome, wanted, instead_of))}

    def _calendar(self, _content: Mapping[str, Any]) -> dict[str, Any]:
        # Loaded only where a calendar is made.
        from nulmeting.calendar import calendar_file

        outcome = self._opened().outcome
        return {"to": "file", "name": self._words("calendar.file", board=outcome.round.board, round=outcome.round.id), "kind": "text/calendar",
                "content": calendar_file(outcome, self._words).decode()}

    def _chart(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """One drawing at a time, once the sentences are on screen: what needs drawing never holds up what is read."""
        narrow = content.get("narrow")
        session, id_ = self._opened(), self._text(content, "id")
        two = session.comparison if id_ == "rounds" else None
        chart = charts.rounds(two, self._words) if two else charts.chart(id_, session.outcome, self._words)
        if chart is None or not isinstance(narrow, bool):
            raise BoardError("message")
        return {"to": "chart", "id": chart.id, "narrow": narrow, "svg": charts.svg(chart, narrow=narrow)}

    def _echo(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A sign of life every few seconds; what others wrote meanwhile is taken in and shown. `again`: show it whether or not it is new."""
        session, again = self._session, content.get("again") is True
        if session is None:
            return {"to": "echo"}
        before = self._again() if session.behind else None
        session.refresh()
        if session.news or again:
            view = self._again()
            session.news = False
            if again or view != before:
                self._show(view, news=True)
        return {"to": "echo", "again": again}

    def _resume(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Go on where the page was before its kernel went. Somebody who is not there (any more) is asked who they are."""
        view, section = self._text(content, "view"), content.get("section")
        place = files.find_round(self._home, self._text(content, "board"), self._text(content, "round"))
        self._use(files.read_settings(place).edition)
        session = Session(place, self._framework, self._words, self._domains)
        person = self._text(content, "person")
        if person == ADVISER:
            session.advise(self._text(content, "name"))
        elif any(person == known.id for known in session.round.respondents):
            session.join(person)
        before, self._session = self._session, session
        try:
            self._show(self._shown(view, section) if session.who and view != "who" else self._who())
        except NulmetingError:
            self._session = before
            raise
        return _DONE

    def _download(self, _content: Mapping[str, Any]) -> dict[str, Any]:
        session = self._opened()
        if session.person_id is None:
            raise BoardError("message")
        name = f"nulmeting-{session.round.board}-{session.round.id}-{session.person.role}.json"
        text = files.exported(self._framework, session.round, session.person)
        return {"to": "download", "name": name, "text": text, "said": self._words("connection.downloaded", name=name)}

    def _put_back(self, content: Mapping[str, Any]) -> dict[str, Any]:
        session = self._opened()
        count = session.put_back(self._text(content, "text"))
        self._show(self._again())
        kind = "none" if not count else "example" if session.example else "done"
        return {"to": "put-back", "text": self._words(f"connection.put-back-{kind}", count=count)}

    _handlers: Mapping[str, Callable[[App, Mapping[str, Any]], dict[str, Any]]] = {
        "go": _go, "begin": _begin, "open": _open, "join": _join, "answer": _answer,
        "release": _release, "advise": _advise, "holds": _holds, "swap": _swap, "calendar": _calendar, "chart": _chart,
        "echo": _echo, "resume": _resume, "download": _download, "put-back": _put_back, "again": _next_round, "still": _still,
    }

    def _opened(self) -> Session:
        if self._session is None:
            raise BoardError("message")
        return self._session

    @staticmethod
    def _text(content: Mapping[str, Any], name: str) -> str:
        value = content.get(name, "")
        if not isinstance(value, str):
            raise BoardError("message")
        return value


def _is_small(message: object, most: int) -> bool:
    """Whether a message could come from our form, counted without walking further than that into a huge one."""
    left, parts = most, [message]
    while parts and left >= 0:
        part = parts.pop()
        left -= len(part) if isinstance(part, (str, Mapping, list)) else 1
        if left < 0:
            break
        if isinstance(part, Mapping):
            parts.extend((*part.keys(), *part.values()))
        elif isinstance(part, list):
            parts.extend(part)
    return left >= 0
