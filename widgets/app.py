"""App: the one page. Views are plain values made in Python and drawn by one small script; every message of the page is heard here.

One anywidget, one kernel: start, who, questions, results and plan are views of the same page (a notebook a step would start a kernel
a step). A visitor can send anything, so nothing that comes in is trusted (`message`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import anywidget
import traitlets

from nulmeting import files
from nulmeting.answers import Respondent, changed_person
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home, Place
from nulmeting.framework import FILLED_BY, Framework
from nulmeting.questions import is_scanned
from nulmeting.words import Words
from widgets import message, questionnaire, start
from widgets.session import ADVISER, SCHOOL, Session, again, begin, clock, under

_HERE = Path(__file__).parent
_VIEWS = ("start", "questionnaire", "sheet", "meeting", "results", "plan", "overtime", "checklists")
_SCRIPT = "\n".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("draw", "connection", *_VIEWS, "app"))
_STYLE = "\n".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("app", "connection", *_VIEWS))
_LOG = logging.getLogger(__name__)

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
        domains: tuple[str, ...] = (), problem: str = "", item: str = "", checklist: str = "",
    ) -> None:
        """The start, with the sentence of a `problem` if there was one; with a session the question who is there.

        `domains` limits which are asked in every round opened here; `item` is the question somebody was sent to by a link: asked first,
        once they have said who they are. With a `checklist` the page is about that one alone, in every round opened here.
        """
        self._home, self._framework, self._words, self._session, self._domains = home, framework, words, session, domains
        self._item, self._only = item, checklist
        self._at: tuple[str, str] = ("start", "")
        self._serial = self._heard = 0
        super().__init__()
        self.on_msg(self._on_message)
        self._show(start.view(home, framework, words, problem, checklist) if session is None else self._who())

    # -- what is shown

    def _show(self, view: dict[str, Any], *, news: bool = False) -> None:
        """Show a view; `news` says that others wrote and this person did nothing, so that the page keeps what is being typed."""
        session, words = self._session, self._words
        self._at = (view["view"], view.get("section", ""))
        if session is not None:
            view["board"] = {
                "name": session.round.settings.name, "round": session.round.id, "example": session.example,
                "notices": [words.error(notice) for notice in session.notices],
                "person": start.person_name(session, session.person) if session.person_id else "",
                "adviser": session.adviser is not None,
                "over_time": session.previous is not None,
                "alone": bool(self._only), "checklists": bool(self._framework.checklists),
            }
            session.news = False
        self._serial += 1
        self.page = {
            **view, "here": self._place(), "news": news, "serial": self._serial, "heard": self._heard,
            "language": words.language, "common": words.below("page"), "connection": words.below("connection"),
        }

    def _place(self) -> dict[str, Any] | None:
        """Where the person is, for the page to come back to after a break (`resume`)."""
        session, (view, section) = self._session, self._at
        if session is None:
            return None
        return {
            "board": session.round.board, "round": session.round.id, "person": session.who, "name": session.adviser or "",
            "view": view, "section": section,
        }

    def _view(self, view: str, section: str = "", open_: str = "", *, again: bool = False) -> dict[str, Any]:
        """A view to go to, with `open_` unfolded in it; `again` keeps a list as it was shown before. The start leaves the round."""
        session = self._session
        if view == "start" or session is None:
            self._session = None
            self._use(files.editions(self._home)[-1])
            return start.view(self._home, self._framework, self._words, checklist=self._only)
        # What stands behind the questions is loaded when it is first shown: nobody waits for charts or a plan to begin answering.
        match view:
            case "functions":
                return start.functions(session, first=False)
            case "questions":
                return questionnaire.view(session, section, open_, again=again)
            case "sheet":
                from widgets import sheet

                return sheet.view(session, section)
            case "together":
                from widgets import meeting

                session.refresh()
                return meeting.view(session, section)
            case "results":
                from nulmeting.views import results

                return results.view(session.outcome, self._words)
            case "plan":
                from nulmeting.views import plan

                return plan.view(session.outcome, self._words, session.holidays)
            case "checklists":
                from widgets import checklists

                return checklists.overview(session)
            case "checklist":
                from widgets import checklists

                return checklists.view(session, section)
            case "overtime" if session.previous is not None:
                from widgets import overtime

                return overtime.view(session, section)
        raise BoardError("message")

    def _who(self) -> dict[str, Any]:
        """The question who is there; where the page is about a checklist that schools fill in without names, that checklist at once."""
        session = self._opened()
        if self._only and session.framework.checklists[self._only].filled_by != FILLED_BY[0]:
            session.visit()
            return self._view("checklist", self._only)
        return start.who(session, self._item)

    def _again(self) -> dict[str, Any]:
        """The view that is shown, made anew."""
        view, section = self._at
        return self._who() if view == "who" else self._view(view, section, again=True)

    # -- which round, and under which edition

    def _opened(self) -> Session:
        """The round that is open; a message that needs one is refused without."""
        if self._session is None:
            raise BoardError("message")
        return self._session

    def _session_at(self, place: Place) -> Session:
        """The round at a place, under the edition it was made with."""
        self._use(files.read_settings(place).edition)
        return Session(place, self._framework, self._words, self._domains)

    def _use(self, edition: str) -> None:
        self._framework, self._words = under(self._home, edition, self._framework, self._words)

    # -- what comes in

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        """The outermost edge of the page: an expected mistake becomes its sentence, a bug becomes one sentence and a line in the log."""
        number = self._heard = message.number(content)
        try:
            asked = message.checked(content)
            handler = self._handlers.get(message.text(asked, "do"))
            if handler is None:
                raise BoardError("message")
            self._reply(number, handler(self, asked))
        except NulmetingError as error:
            self._reply(number, {"to": "problem", "text": self._mistake(error)})
        except Exception:
            # A trace belongs in the log, never on a board's screen (and ipykernel would send it there).
            _LOG.exception("a message")
            self._reply(number, {"to": "problem", "text": self._words("page.bug")})

    def _reply(self, number: int, reply: dict[str, Any]) -> None:
        # A sentence may repeat what a visitor sent; half a surrogate pair in it could not be sent back.
        if "text" in reply:
            reply["text"] = reply["text"].encode("utf-8", "replace").decode()
        self.send({**reply, "n": number})

    def _mistake(self, error: NulmetingError) -> str:
        """The sentence of a mistake, in which questions and fields have the names they have on the page."""
        for name in ("item", "field"):
            value = error.values.get(name)
            for key in (f"item.{value}.title", f"domain.{value}", f"field.{value}"):
                if key in self._words:
                    error.values[name] = self._words(key)
        return self._words.error(error)

    # -- any view: going to another, and keeping answers

    def _go(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._show(self._view(*(message.wish(content, name) for name in ("view", "section", "item"))))
        return _DONE

    def _answer(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """One change of an answer; the reply says that it is on disk."""
        keep = self._keepers.get(message.text(content, "on"))
        if keep is None:
            raise BoardError("message")
        return keep(self, self._opened(), message.text(content, "id"), content)

    def _saved(self, session: Session, items: Iterable[str] = ()) -> dict[str, Any]:
        """The word that everything is on disk, with what changed beside the questions on screen."""
        return {
            "to": "saved", "text": self._kept(session), "progress": questionnaire.progress(session),
            "states": {item: questionnaire.item_state(session, self._framework.items[item]) for item in items},
            "suppliers": questionnaire.suppliers(session), "evidence": questionnaire.evidence(session),
        }

    def _saved_together(self, session: Session, what: str) -> dict[str, Any]:
        from widgets import meeting

        # Apart from what other views are told: a meeting may only show what follows from answers that were let go.
        now = {"meeting": meeting.kept(session, what)} if what in self._framework.items else {}
        return {"to": "saved", "text": self._kept(session), **now}

    def _kept(self, session: Session) -> str:
        return self._words("page.not-kept" if session.example else "page.saved", time=clock())

    # -- start, and who is there

    def _begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        # Everything is checked before a round is made: a refusal leaves nothing behind.
        person = self._new_person(content)
        session = self._session_at(begin(self._home, content.get("name"), content.get("schools")))
        session.enter(person)
        self._session = session
        self._show(self._view("checklist", self._only) if self._only else start.functions(session, first=True))
        return _DONE

    def _open(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._session = self._session_at(self._named(content))
        self._show(self._who())
        return _DONE

    def _named(self, content: Mapping[str, Any]) -> Place:
        return files.find_round(self._home, message.text(content, "board"), message.text(content, "round"))

    def _next_round(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._use(files.editions(self._home)[-1])
        before = message.text(content, "round")
        session = self._session_at(again(self._home, message.text(content, "board"), before, self._framework))
        session.tell(BoardError("copied", round=before))
        self._session = session
        self._show(self._who())
        return _DONE

    def _join(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody says who they are, and sees the question they were sent to, else where they can go on."""
        session = self._opened()
        if content.get("id"):
            session.join(message.text(content, "id"))
        else:
            session.enter(self._new_person(content))
        item, self._item = self._item, ""
        if self._only:
            self._show(self._view("checklist", self._only))
        elif item:
            self._show(questionnaire.view(session, self._framework.items[item].domain, item))
        else:
            done = all(is_scanned(session.scan_of(domain)) for domain in session.domains)
            self._show(questionnaire.view(session, questionnaire.PORTION if done else questionnaire.SCAN))
        return _DONE

    def _new_person(self, content: Mapping[str, Any]) -> Respondent:
        role = message.text(content, "role")
        if role not in self._framework.role:
            raise BoardError("new-role")
        return changed_person(self._framework, Respondent("", role), {"name": message.text(content, "person")})

    # -- questions

    def _keep_item(self, session: Session, item: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.answer(item, message.change(content))
        return self._saved(session, (item,))

    def _keep_scan(self, session: Session, domain: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.scan(domain, message.change(content))
        return {**self._saved(session), "states": {domain: questionnaire.scan_state(session, domain)}}

    def _keep_obstacle(self, session: Session, question: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.obstacle(question, message.change(content))
        return self._saved(session)

    def _keep_suppliers(self, session: Session, domain: str, content: Mapping[str, Any]) -> dict[str, Any]:
        change = message.change(content)
        touched = session.same_supplier(domain, message.text(change, "supplier"))
        # Answers on screen changed that nobody touched there: the page is shown anew, with the same item open.
        self._show(self._view("questions", self._at[1], message.text(change, "item"), again=True))
        return self._saved(session, touched)

    # -- together

    def _keep_group(self, session: Session, what: str, content: Mapping[str, Any]) -> dict[str, Any]:
        # A consultant gives an opinion beside the board's answers, and decides nothing for it.
        if session.adviser is not None:
            raise BoardError("message")
        session.settle(what, message.change(content))
        if content.get("at") == "together":
            return self._saved_together(session, what)
        return self._saved(session, self._framework.domain[what].items if what in self._framework.domain else (what,))

    def _keep_opinion(self, session: Session, item: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.opine(item, message.change(content))
        return self._saved_together(session, item)

    def _release(self, content: Mapping[str, Any]) -> dict[str, Any]:
        session = self._opened()
        if session.person_id is None:
            raise BoardError("message")
        session.release(message.yes_or_no(content, "on"))
        self._show(self._view("together"))
        return _DONE

    def _advise(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._opened().advise(message.text(content, "name"))
        self._show(self._view("checklist", self._only) if self._only else self._view("together"))
        return _DONE

    # -- checklists

    def _keep_point(self, session: Session, id_: str, content: Mapping[str, Any]) -> dict[str, Any]:
        from widgets import checklists

        checklist, _, code = message.text(content, "at").partition(":")
        session.fill(checklist, code, message.text(content, "on"), id_, message.change(content))
        return {"to": "saved", "text": self._kept(session), "checklist": checklists.said(session, checklist)}

    def _form(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A school begins a form of its own, or goes on with one whose code it has."""
        from widgets import checklists

        session, name = self._opened(), message.text(content, "id")
        if name not in session.framework.checklists or not session.may_fill(name):
            raise BoardError("message")
        session.refresh()
        code = message.text(content, "code")
        code = checklists.known_code(session, name, code) if code else checklists.new_code(session, name)
        self._show(self._view("checklist", f"{name}:{code}"))
        return _DONE

    def _checklist_report(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The document of one checklist alone, set on pages."""
        from base64 import b64encode

        from nulmeting.exporters.pdf import as_pdf
        from nulmeting.report import alone

        session, name = self._opened(), message.text(content, "id")
        if name not in session.framework.checklists:
            raise BoardError("message")
        file = self._words("checklists.report-file", checklist=name, board=session.round.board, round=session.round.id)
        pages = as_pdf(alone(session.outcome, self._words, name))
        return {"to": "pages", "name": file, "content": b64encode(pages).decode(), "said": self._words("checklists.report-made", name=file)}

    # -- results, and over time

    def _chart(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """One drawing at a time, once the sentences are on screen: what needs drawing never holds up what is read."""
        from nulmeting import charts

        session, id_, narrow = self._opened(), message.text(content, "id"), message.yes_or_no(content, "narrow")
        two = session.comparison if id_ == "rounds" else None
        chart = charts.rounds(two, self._words) if two else charts.chart(id_, session.outcome, self._words)
        if chart is None:
            raise BoardError("message")
        return {"to": "chart", "id": chart.id, "narrow": narrow, "svg": charts.svg(chart, narrow=narrow)}

    def _still_holds(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """An answer that was taken over from the last round is still so."""
        session, item = self._opened(), message.text(content, "id")
        if session.previous is None:
            raise BoardError("message")
        session.answer(item, {"carried": False})
        self._show(self._view("overtime", self._framework.items[item].domain))
        return self._saved(session)

    # -- plan

    def _keep_decision(self, session: Session, action: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.decide(action, message.change(content))
        self._show(self._view("plan"))
        return self._saved(session)

    def _keep_settings(self, session: Session, _id: str, content: Mapping[str, Any]) -> dict[str, Any]:
        session.settings(message.change(content))
        if self._at[0] == "plan":
            self._show(self._view("plan"))
        return self._saved(session)

    def _holds(self, _content: Mapping[str, Any]) -> dict[str, Any]:
        """A slice of the samples behind "does it hold": short, because what somebody answers meanwhile waits for it. The page asks on."""
        from nulmeting.views import plan

        sampling = self._opened().sampling
        begun = perf_counter()
        while not sampling.done and perf_counter() - begun < _SLICE:
            sampling.take()
        return {"to": "holds", "sentences": plan.holds(sampling.judged(), self._words) if sampling.done else {}}

    def _swap(self, content: Mapping[str, Any]) -> dict[str, Any]:
        from nulmeting.outcome import swap
        from nulmeting.views import plan

        outcome, wanted, instead_of = self._opened().outcome, message.text(content, "wanted"), message.text(content, "id")
        return {"to": "swap", "id": instead_of, "wanted": wanted,
                **plan.swap_lines(outcome, self._words, wanted, instead_of, swap(outcome, wanted, instead_of))}

    def _calendar(self, _content: Mapping[str, Any]) -> dict[str, Any]:
        # Loaded only where a calendar is made.
        from nulmeting.calendar import calendar_file

        outcome = self._opened().outcome
        return {"to": "file", "name": self._words("calendar.file", board=outcome.round.board, round=outcome.round.id), "kind": "text/calendar",
                "content": calendar_file(outcome, self._words).decode()}

    # -- the connection: signs of life, coming back, one's answers out and in

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
        view, person = message.text(content, "view"), message.text(content, "person")
        session = self._session_at(self._named(content))
        if person == ADVISER:
            session.advise(message.text(content, "name"))
        elif person == SCHOOL:
            session.visit()
        elif any(person == known.id for known in session.round.respondents):
            session.join(person)
        before, self._session = self._session, session
        try:
            self._show(self._view(view, message.wish(content, "section")) if session.who and view != "who" else self._who())
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
        count = session.put_back(message.text(content, "text"))
        self._show(self._again())
        kind = "none" if not count else "example" if session.example else "done"
        return {"to": "put-back", "text": self._words(f"connection.put-back-{kind}", count=count)}

    # -- which message (`do`) is for whom, and which answer (`on`)

    _handlers: Mapping[str, Callable[[App, Mapping[str, Any]], dict[str, Any]]] = {
        "go": _go, "answer": _answer,
        "begin": _begin, "open": _open, "again": _next_round, "join": _join,
        "release": _release, "advise": _advise,
        "chart": _chart, "still": _still_holds,
        "form": _form, "checklist-report": _checklist_report,
        "holds": _holds, "swap": _swap, "calendar": _calendar,
        "echo": _echo, "resume": _resume, "download": _download, "put-back": _put_back,
    }
    _keepers: Mapping[str, Callable[[App, Session, str, Mapping[str, Any]], dict[str, Any]]] = {
        "item": _keep_item, "scan": _keep_scan, "obstacle": _keep_obstacle, "suppliers": _keep_suppliers,
        "point": _keep_point, "situation": _keep_point,
        "group": _keep_group, "opinion": _keep_opinion,
        "decision": _keep_decision, "settings": _keep_settings,
    }
