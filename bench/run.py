"""One run of the whole comparison: everything interleaved, medians, and beside each goal whether it is met.

    make bench            about ten minutes
    make bench QUICK=1    about two, too few repetitions to trust a close call
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.click import Session, clicked
from bench.open import leave, open_tab, opened, to_question
from bench.pages import Page, boards, pages, say
from nulmeting import files
from nulmeting.files import Home
from tests.browser.conftest import CHROMIUM, FLAGS

PAUSE = 3.0    # seconds between two clicks of one of the others: as fast as anybody reads and chooses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few repetitions and 10 sessions instead of 40")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory(prefix="bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        everyone = pages(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for page in everyone:
                page.start(folder)
            print("\n".join(report(*measured(browser, folder, everyone, quick))))
        finally:
            for page in everyone:
                page.stop()
            browser.close()


def measured(
    browser: Browser, folder: Path, everyone: list[Page], quick: bool
) -> tuple[dict[str, list[float]], dict[str, list[float]], dict[str, float], int]:
    """Seconds of every opening, milliseconds of every click, MB of every kernel, and the number of sessions."""
    rounds, clicks, sessions = (2, 24, 10) if quick else (5, 60, 40)
    *names, own, other = boards(folder, sessions + 2)
    cold = everyone[0]
    seconds: dict[str, list[float]] = {page.name: [] for page in everyone}
    for round_ in range(-1, rounds):
        # Another one first in every round, so that nobody always comes after the slowest.
        for page in everyone[round_ % 5 :] + everyone[: round_ % 5]:
            took = opened(browser, page, kernels=1 if page.name == "ours warm" else 0)
            say(f"open {page.name} {took:.2f} s")
            if round_ >= 0:    # the first round only fills the disk's cache
                seconds[page.name].append(took)
            if page.name == "ours warm":
                page.settle(1)    # so that the next kernel is not made during the turn of another page

    milliseconds: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    clicking = [page for page in everyone if page.name in ("ours cold", "ours warm", "stock Voilà", "Streamlit")]
    tabs = {page.name: open_tab(browser) for page in clicking}
    for page in clicking:
        page.settle(1 if page.name == "ours warm" else 0)
        # A board each: what one tab chooses would show in the other, and to choose it there again is no answer.
        to_question(tabs[page.name], page, own if page is cold else other)
        page.settle(2 if page.name == "ours warm" else 1 if page.kernels() else 0)
    for block in range(3):
        for page in clicking:
            times = clicked(tabs[page.name], page, clicks // 3)
            say(f"click {page.name} {statistics.median(times):.0f} ms")
            milliseconds.setdefault(page.name, []).extend(times)
            if not block and page.name.startswith("ours"):
                oldest = min(page.kernels(), key=lambda kernel: kernel.create_time())
                memory[page.name] = oldest.memory_full_info().pss / 2**20
    for page in clicking:
        if page is not cold:
            leave(tabs[page.name], page)

    home = Home(folder)
    framework = files.read_framework(home, files.editions(home)[-1])
    others = [Session(cold, board, next(iter(framework.role)), list(framework.items), PAUSE) for board in names]
    say(f"{len(others)} sessions are open")
    for session in others:
        session.start()
    time.sleep(PAUSE)
    milliseconds["with others"] = clicked(tabs[cold.name], cold, clicks)
    for session in others:
        session.stopped.set()
    for session in others:
        session.join()
    milliseconds["the others"] = [took for session in others for took in session.times]
    return seconds, milliseconds, memory, sessions


def report(seconds: dict[str, list[float]], milliseconds: dict[str, list[float]], memory: dict[str, float], sessions: int) -> Iterator[str]:
    """The tables: what was measured, and every goal with its ratio."""
    opening = {name: statistics.median(times) for name, times in seconds.items()}
    click = {name: statistics.median(times) for name, times in milliseconds.items()}
    slow = {name: statistics.quantiles(times, n=20)[-1] for name, times in milliseconds.items()}
    yield ""
    yield f"| from the link to the first question | median s | least – most ({len(seconds['ours cold'])} times) |"
    yield "|---|---|---|"
    for name, times in seconds.items():
        yield f"| {name} | {opening[name]:.2f} | {min(times):.2f} – {max(times):.2f} |"
    yield ""
    others = {"with others": f"ours cold, beside {sessions} sessions", "the others": f"those {sessions} sessions, without a browser"}
    yield "| from the click to \"opgeslagen\" | median ms | p95 ms | clicks |"
    yield "|---|---|---|---|"
    for name, times in milliseconds.items():
        yield f"| {others.get(name, name)} | {click[name]:.0f} | {slow[name]:.0f} | {len(times)} |"
    yield ""
    yield "| goal | measured | at most | |"
    yield "|---|---|---|---|"
    cold, warm = opening["ours cold"], opening["ours warm"]
    for goal, value, most, unit in (
        ("first question, cold ÷ empty Voilà", cold / opening["empty Voilà"], 1.2, "×"),
        ("first question, cold ÷ stock Voilà", cold / opening["stock Voilà"], 0.8, "×"),
        ("first question, warm ÷ stock Voilà", warm / opening["stock Voilà"], 0.55, "×"),
        ("first question, warm ÷ Streamlit", warm / opening["Streamlit"], 0.7, "×"),
        ("first question, cold ÷ Streamlit", cold / opening["Streamlit"], 0.7, "×"),
        ("click alone, p95", slow["ours cold"], 50, "ms"),
        (f"click beside {sessions} sessions, p95", slow["with others"], 100, "ms"),
        ("click ÷ Streamlit, medians", click["ours cold"] / click["Streamlit"], 0.1, "×"),
        ("kernel before charts, cold", memory["ours cold"], 50, "MB"),
        ("kernel before charts, warm", memory["ours warm"], 90, "MB"),
    ):
        digits = 2 if unit == "×" else 0 if unit == "ms" else 1
        yield f"| {goal} | {value:.{digits}f} {unit} | {most} {unit} | {'met' if value <= most else 'MISSED'} |"


if __name__ == "__main__":
    main()
