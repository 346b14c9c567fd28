"""Nothing that was answered gets lost: reload, killed kernel, killed server, cut network, two tabs, two people, a page left alone."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from nulmeting import files
from nulmeting.answers import Respondent, Round
from nulmeting.files import NOTEBOOK, Home
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.conftest import a_copy
from tests.browser.serving import Server, free_port, plain_voila

DOMAIN = "ib-02"
WIDTHS = [(1280, 800), (375, 740)]


class Wire:
    """A network between browser and server that a test can cut: connections go silent, or are refused."""

    def __init__(self, port: int) -> None:
        self.target, self.port, self.silent, self.open = port, free_port(), threading.Event(), []
        self.listener: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        self.silent.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self, *, refuse: bool) -> None:
        self.silent.set()
        if refuse:
            self._close()

    def restore(self) -> None:
        self._close()
        self.mend()

    def _close(self) -> None:
        if self.listener is not None:
            # Closing alone leaves it open for as long as the other thread waits for somebody.
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for end in self.open:
            # Without this the other side of a thread that waits for it hears nothing.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if self.silent.is_set():
                self.open.append(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                if self.silent.is_set():
                    return    # sent, and never arrived
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def banner(page: Page) -> Any:
    return page.locator(".alert:not(.rest) .banner")


def begun(page: Page, server: Server, words: Words, name: str) -> Any:
    """A new board with the first item of a domain open; the box of that item."""
    walking.start(page, server.url())
    walking.begin(page, words, name)
    walking.section(page, DOMAIN)
    return walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")


def on_disk(server: Server, board: str, framework: Framework) -> Round:
    return files.read_round(files.find_round(Home(server.home), board), framework).round


def first(server: Server, board: str, framework: Framework) -> Respondent:
    return on_disk(server, board, framework).respondents[0]


def mark(page: Page) -> None:
    """So that a page that loads again is told from the one that was there."""
    page.evaluate("document.body.dataset.old = 'yes'")


def anew(page: Page, view: str = "questions") -> None:
    page.wait_for_selector(f"body:not([data-old]) [data-view={view}]", timeout=60_000)


def elapsed(what: str, since: float) -> float:
    seconds = time.monotonic() - since
    print(f"{what}: {seconds:.1f} s")
    return seconds


# ---- coming back ------------------------------------------------------------------------------------------------------------------


def test_a_reload_returns_to_the_same_place_until_one_goes_to_the_start(server: Server, page: Page, words: Words) -> None:
    box = begun(page, server, words, "Bestuur dat herlaadt")
    id_ = box.get_attribute("data-id")
    walking.extra(box, words, "note").get_by_label(words("questions.note-label")).fill("net getypt")    # and not yet left
    page.reload()
    expect(page.locator(f"details.item[data-id='{id_}']")).to_have_attribute("open", "")
    expect(page.locator(f"[data-section='{DOMAIN}']")).to_have_attribute("aria-current", "true")
    expect(box.get_by_label(words("questions.note-label"))).to_have_value("net getypt")
    expect(page.locator(".status")).to_contain_text(words("connection.resumed"))
    page.get_by_role("button", name=words("page.to-start")).click()
    page.wait_for_selector("[data-view=start]")
    assert page.evaluate("sessionStorage.getItem('nulmeting')") is None
    page.reload()
    page.wait_for_selector("[data-view=start]")


def test_a_killed_kernel_costs_no_answer(own_server: Server, page: Page, words: Words, framework: Framework) -> None:
    box = begun(page, own_server, words, "Bestuur zonder stroom")
    id_ = box.get_attribute("data-id") or ""
    walking.choose(walking.fine(box, words).first, 2)
    walking.saved(page, words)
    mark(page)
    killed = time.monotonic()
    for kernel in own_server.kernels():
        os.kill(kernel.pid, signal.SIGKILL)
    walking.choose(walking.fine(box, words).first, 4)
    walking.extra(box, words, "note").get_by_label(words("questions.note-label")).press_sequentially("van de valreep")
    anew(page)
    elapsed("killed kernel, page back", killed)
    said = page.locator(".status")
    expect(said).to_contain_text(words("connection.resumed"))
    expect(said).to_contain_text(words(f"item.{id_}.title"))
    expect(said).to_contain_text(words("page.saved", time="").strip())
    box = page.locator(f"details.item[data-id='{id_}']")
    expect(box).to_have_attribute("open", "")
    answer = first(own_server, "bestuur-zonder-stroom", framework).answers[id_]
    assert (answer.paper, answer.note) == (4, "van de valreep")
    page.reload()
    expect(box.get_by_label(words("questions.note-label"))).to_have_value("van de valreep")
    expect(box.locator("details.fine fieldset").first.locator("input[value='4']")).to_be_checked()
    assert json.loads(page.evaluate("sessionStorage.getItem('nulmeting')"))["unsafe"] == []


@pytest.mark.parametrize("size", WIDTHS)
def test_a_killed_server_is_said_and_the_page_goes_on_when_it_is_back(
    own_server: Server, page: Page, words: Words, framework: Framework, size: tuple[int, int]
) -> None:
    box = begun(page, own_server, words, "Bestuur van de herstart")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    id_ = box.get_attribute("data-id") or ""
    mark(page)
    assert own_server.process
    killed = time.monotonic()
    own_server.process.kill()
    own_server.process.wait()
    expect(banner(page)).to_contain_text(words("connection.server"), timeout=10_000)
    assert elapsed("killed server, banner while idle", killed) < 10
    walking.choose(walking.fine(box, words).first, 5)
    expect(banner(page).locator("li")).to_have_text([words(f"item.{id_}.title")])
    expect(page.locator(".status")).to_be_empty()
    assert Axe().run(page).violations_count == 0
    # The same port, and another key: this page may not in until somebody opens the new address beside it.
    own_server.start()
    expect(banner(page)).to_contain_text(words("connection.token"), timeout=20_000)
    assert Axe().run(page).violations_count == 0
    other = page.context.new_page()
    other.goto(own_server.url())
    page.bring_to_front()
    opened = time.monotonic()
    anew(page)
    elapsed("new address opened beside it, page back", opened)
    expect(page.locator(".status")).to_contain_text(words(f"item.{id_}.title"))
    expect(page.locator(".status")).to_contain_text(words("page.saved", time="").strip())
    assert first(own_server, "bestuur-van-de-herstart", framework).answers[id_].paper == 5


@pytest.mark.parametrize("refuse", [False, True], ids=["silent", "refused"])
def test_a_cut_network_is_said_and_everything_arrives_afterwards(
    server: Server, page: Page, words: Words, framework: Framework, refuse: bool
) -> None:
    address = urlsplit(server.address)
    wire = Wire(address.port or 0)
    walking.start(page, address._replace(netloc=f"127.0.0.1:{wire.port}").geturl())
    board = f"bestuur-met-kabel-{refuse}".lower()
    walking.begin(page, words, f"Bestuur met kabel {refuse}")
    walking.section(page, DOMAIN)
    box = walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    id_ = box.get_attribute("data-id") or ""
    mark(page)
    cut = time.monotonic()
    wire.cut(refuse=refuse)
    expect(banner(page)).to_contain_text(words("connection.server" if refuse else "connection.network"), timeout=12_000)
    assert elapsed(f"cut network ({'refused' if refuse else 'silent'}), banner while idle", cut) < 10
    walking.choose(walking.fine(box, words).first, 3)
    walking.choose(walking.fine(box, words).first, 4)
    expect(banner(page).locator("li")).to_have_text([words(f"item.{id_}.title")])
    back = time.monotonic()
    wire.restore()
    expect(banner(page)).to_have_count(0, timeout=40_000)
    expect(page.locator(".status")).to_contain_text(words("page.saved", time="").strip(), timeout=20_000)
    elapsed("network back, everything saved", back)
    expect(page.locator(".status")).to_contain_text(words("connection.back"))
    assert page.locator("body[data-old]").count() == 1, "without loading again"
    assert first(server, board, framework).answers[id_].paper == 4
    # And it stays so: what the front end still had waiting does not undo it.
    page.wait_for_timeout(8_000)
    expect(banner(page)).to_have_count(0)
    walking.choose(walking.fine(box, words).first, 2)
    walking.saved(page, words)
    assert first(server, board, framework).answers[id_].paper == 2


def test_a_kernel_that_is_silent_for_a_while_is_said_and_goes_on(own_server: Server, page: Page, words: Words) -> None:
    box = begun(page, own_server, words, "Bestuur dat hapert")
    mark(page)
    kernel = own_server.kernels()[0]
    kernel.suspend()
    walking.choose(walking.fine(box, words).first, 3)
    expect(banner(page)).to_contain_text(words("connection.kernel"), timeout=10_000)
    kernel.resume()
    expect(banner(page)).to_have_count(0)
    expect(page.locator(".status")).to_contain_text(words("page.saved", time="").strip())
    assert page.locator("body[data-old]").count() == 1


# ---- two tabs, two people -----------------------------------------------------------------------------------------------------------


def second(page: Page, server: Server, board: str) -> Page:
    """Another tab on the same board, as the same person."""
    other = page.context.new_page()
    other.set_default_timeout(30_000)
    walking.start(other, server.url())
    walking.open_board(other, board)
    return other


def test_two_tabs_of_one_person_see_each_other(server: Server, page: Page, words: Words, framework: Framework) -> None:
    box = begun(page, server, words, "Bestuur met twee tabbladen")
    id_ = box.get_attribute("data-id") or ""
    other = second(page, server, "bestuur-met-twee-tabbladen")
    walking.join(other)
    walking.section(other, DOMAIN)
    theirs = walking.item(other, id_)
    # While something is being typed here, nothing is taken away.
    page.bring_to_front()
    note = walking.extra(box, words, "note").get_by_label(words("questions.note-label"))
    note.press_sequentially("half")
    walking.extra(box, words, "evidence").get_by_role("button", name=words("questions.evidence-add")).click()
    box.locator("[data-part=place]").press_sequentially("zonder naam")
    other.bring_to_front()
    walking.choose(walking.fine(theirs, words).first, 3)
    walking.saved(other, words)
    page.bring_to_front()
    page.wait_for_timeout(6_000)
    expect(box.locator("[data-part=place]")).to_have_value("zonder naam")
    expect(box.locator("[data-part=place]")).to_be_focused()
    # With a name it is kept; then the other's answer comes in, and the cursor stays.
    box.locator("[data-part=title]").press_sequentially("Map")
    wrote = time.monotonic()
    expect(box.locator("details.fine fieldset").first.locator("input[value='3']")).to_be_checked(timeout=10_000)
    elapsed("other tab's answer seen after typing", wrote)
    expect(box).to_have_attribute("open", "")
    expect(box.locator("[data-part=title]")).to_be_focused()
    expect(box.locator("[data-part=title]")).to_have_value("Map")
    expect(page.locator(".status")).to_contain_text(words("connection.news"))
    other.bring_to_front()
    expect(theirs.locator("[data-part=title]")).to_have_value("Map", timeout=10_000)
    expect(theirs.get_by_label(words("questions.note-label"))).to_have_value("half")
    answer = first(server, "bestuur-met-twee-tabbladen", framework).answers[id_]
    assert (answer.paper, answer.note, answer.evidence[0].title) == (3, "half", "Map")


def test_two_people_in_one_round_lose_nothing(server: Server, page: Page, words: Words, framework: Framework) -> None:
    box = begun(page, server, words, "Bestuur met twee mensen")
    id_ = box.get_attribute("data-id") or ""
    other = second(page, server, "bestuur-met-twee-mensen")
    other.get_by_label(words("who.role")).select_option("it")
    other.get_by_role("button", name=words("who.go"), exact=True).click()
    other.wait_for_selector("[data-view=questions]")
    walking.section(other, DOMAIN)
    theirs = walking.item(other, id_)
    for question in (0, 1):
        walking.choose(walking.fine(theirs, words).nth(question), 4)
    walking.saved(other, words)
    page.bring_to_front()
    for question in (0, 1):
        walking.choose(walking.fine(box, words).nth(question), 2)
    walking.saved(page, words)
    people = {person.role: person.answers[id_].paper for person in on_disk(server, "bestuur-met-twee-mensen", framework).respondents}
    assert people == {"ibp": 2, "it": 4}
    # What the one does next, the other sees counted without doing anything.
    second_box = walking.item(page, framework.domain[DOMAIN].items[1])
    for question in (0, 1):
        walking.choose(walking.fine(second_box, words).nth(question), 2)
    walking.saved(page, words)
    other.bring_to_front()
    wrote = time.monotonic()
    expect(other.locator("[data-meter=board]")).to_contain_text(f"2 van {len(framework.items)}", timeout=10_000)
    elapsed("other person's answer seen", wrote)


# ---- said once -------------------------------------------------------------------------------------------------------------------------

LISTEN = """() => {
    window.spoken = [];
    new MutationObserver((changes) => {
        for (const change of changes) {
            const region = (change.target.nodeType === 1 ? change.target : change.target.parentElement)?.closest("[role=status], [role=alert]");
            const added = [...change.addedNodes].map((node) => node.textContent).join("").trim();
            if (region && added && region.getAttribute("aria-live") !== "off") window.spoken.push(added);
            for (const node of change.addedNodes) {
                for (const alert of node.querySelectorAll?.("[role=alert]:not(:empty)") ?? []) window.spoken.push(alert.textContent);
            }
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_a_save_is_said_aloud_once_a_view_and_nothing_twice(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat luistert")
    page.evaluate(LISTEN)
    for place in range(2):
        walking.choose(page.locator("fieldset").nth(place), 2)
        walking.saved(page, words)
    saves = [text for text in page.evaluate("window.spoken") if text.startswith(words("page.saved", time="").strip())]
    assert len(saves) == 1
    walking.section(page, "obstacles")
    for place in range(3):
        walking.choose(page.locator("fieldset").nth(place), 2)
        walking.saved(page, words)
    said = [text for text in page.evaluate("window.spoken") if text.startswith(words("page.saved", time="").strip())]
    assert len(said) == 2
    for text in page.evaluate("window.spoken"):
        assert text != words("page.saving")


def test_what_is_wrong_is_said_aloud_once(own_server: Server, page: Page, words: Words) -> None:
    box = begun(page, own_server, words, "Bestuur dat hoort")
    page.evaluate(LISTEN)
    assert own_server.process
    own_server.process.kill()
    own_server.process.wait()
    expect(banner(page)).to_be_visible(timeout=10_000)
    for value in (3, 4):
        walking.choose(walking.fine(box, words).first, value)
    page.wait_for_timeout(6_000)
    spoken = page.evaluate("window.spoken")
    title = words(f"item.{box.get_attribute('data-id')}.title")
    assert sum(words("connection.server") in text for text in spoken) == 1
    assert sum(title in text for text in spoken) == 1


# ---- nobody there ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", WIDTHS)
def test_a_page_left_alone_warns_and_leaves_and_one_goes_on_where_one_was(server: Server, page: Page, words: Words, size: tuple[int, int]) -> None:
    page.clock.install()
    box = begun(page, server, words, f"Bestuur met pauze {size[0]}")
    id_ = box.get_attribute("data-id") or ""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    warning = page.get_by_role("alert").filter(has_text=words("connection.idle"))
    page.clock.fast_forward("57:00")
    page.wait_for_timeout(6_000)
    expect(warning).to_have_count(0)
    page.clock.fast_forward("01:10")
    expect(warning).to_be_visible(timeout=10_000)
    expect(warning).to_be_in_viewport()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name=words("connection.here")).click()
    expect(warning).to_have_count(0)
    page.clock.fast_forward("58:10")
    expect(warning).to_be_visible(timeout=10_000)
    page.clock.fast_forward("02:00")
    page.wait_for_url("**/rust.html")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link").click()
    expect(page.locator(f"details.item[data-id='{id_}']")).to_have_attribute("open", "", timeout=60_000)


def test_a_closed_page_lets_its_kernel_go_and_an_open_one_keeps_it(browser: Browser, tmp_path: Path) -> None:
    """Served by plain Voilà, with a shorter patience than ours."""
    a_copy(tmp_path)
    patience = ("--MappingKernelManager.cull_idle_timeout=5", "--MappingKernelManager.cull_interval=1")
    with plain_voila(tmp_path, NOTEBOOK, *patience) as (address, process):

        def kernels() -> int:
            found = 0
            for child in psutil.Process(process.pid).children():
                # One that has just ended has no command line any more.
                with suppress(psutil.NoSuchProcess):
                    found += "ipykernel_launcher" in " ".join(child.cmdline())
            return found

        context = browser.new_context(locale="nl-NL")
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("[data-view=start]", timeout=60_000)
        page.wait_for_timeout(12_000)
        assert kernels() == 1
        expect(page.get_by_role("alert")).to_be_empty()
        context.close()
        closed = time.monotonic()
        while kernels() and time.monotonic() - closed < 30:
            time.sleep(0.5)
        assert kernels() == 0
        elapsed("closed page, kernel gone (after five seconds of patience)", closed)


# ---- one's own answers as a file ---------------------------------------------------------------------------------------------------------


def own(page: Page, words: Words) -> None:
    summary = page.get_by_text(words("connection.own-answers"), exact=True)
    if summary.locator("xpath=..").get_attribute("open") is None:
        summary.click()


def test_own_answers_are_downloaded_and_put_back(server: Server, page: Page, words: Words, framework: Framework, tmp_path: Path) -> None:
    box = begun(page, server, words, "Bestuur met bestand")
    id_ = box.get_attribute("data-id") or ""
    walking.choose(walking.fine(box, words).first, 4)
    walking.extra(box, words, "note").get_by_label(words("questions.note-label")).fill("zoals het was <b>")
    walking.saved(page, words)
    own(page, words)
    with page.expect_download() as download:
        page.get_by_role("button", name=words("connection.download")).click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"nulmeting-bestuur-met-bestand-\d{4}-ibp\.json", name)
    expect(page.locator(".status")).to_have_text(words("connection.downloaded", name=name))
    kept = tmp_path / name
    download.value.save_as(kept)
    walking.choose(walking.fine(box, words).first, 1)
    walking.saved(page, words)
    own(page, words)
    put_back = page.get_by_role("button", name=words("connection.put-back"))
    put_back.click()
    expect(page.get_by_text(words("connection.choose-first"))).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_label(words("connection.file")).set_input_files(kept)
    put_back.click()
    expect(page.locator(".status")).to_have_text(words("connection.put-back-done", count=1))
    assert first(server, "bestuur-met-bestand", framework).answers[id_].paper == 4
    expect(page.locator(f"details.item[data-id='{id_}'] details.fine fieldset").first.locator("input[value='4']")).to_be_checked()
    # Another file is refused in one sentence.
    foreign = tmp_path / "foto.json"
    foreign.write_text("{}")
    own(page, words)
    page.get_by_label(words("connection.file")).set_input_files(foreign)
    put_back.click()
    expect(page.get_by_role("alert")).to_have_text(words("error.put-back-foreign"))


def test_own_answers_work_in_an_example_too(server: Server, page: Page, words: Words, tmp_path: Path) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-half")
    walking.join(page)
    own(page, words)
    with page.expect_download() as download:
        page.get_by_role("button", name=words("connection.download")).click()
    download.value.save_as(tmp_path / "antwoorden.json")
    walking.section(page, "snelscan")
    box = walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    for value in (5, 1):
        walking.choose(box.locator("fieldset").first, value)
    own(page, words)
    page.get_by_label(words("connection.file")).set_input_files(tmp_path / "antwoorden.json")
    page.get_by_role("button", name=words("connection.put-back")).click()
    expect(page.locator(".status")).to_have_text(words("connection.put-back-example", count=1))


@pytest.fixture(autouse=True)
def _no_traces(page: Page) -> Iterator[None]:
    """Whatever happens, nobody sees a trace."""
    yield
    assert not [open_ for open_ in page.context.pages if "Traceback" in open_.locator("body").inner_text()]
