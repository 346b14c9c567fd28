"""Every view of the workbook as a picture, at a desk and on a phone: `make screenshots` puts them in outputs/schermen/ to be looked at.

With a folder as argument (`docs`) only those of the README are made, there.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from nulmeting import files
from nulmeting.files import Home
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.conftest import CHROMIUM, FLAGS, ROOT, a_copy
from tests.browser.serving import Server, free_port

SIZES = {"bureau": (1280, 800), "telefoon": (375, 740)}
README = {"vraag": "vraag", "samen": "bespreken", "uitslag": "uitslag", "plan": "plan"}
"""Pictures of the README, by the view they show."""


def views(page: Page, words: Words) -> Iterator[str]:
    """One view after the other; the name of what is on screen now."""
    yield "begin"
    walking.begin(page, words, "Stichting De Nieuwe Start", schools=4, role="bestuur", roles=False)
    yield "wie-doet-wat"
    page.get_by_role("button", name=words("functions.go")).click()
    page.wait_for_selector("[data-view=questions]")
    yield "snelscan-begin"
    walking.tab(page, "results")
    yield "uitslag-leeg"
    page.get_by_role("button", name=words("page.to-start")).click()
    walking.open_board(page, "demo-groep")
    yield "wie"
    walking.join(page)
    walking.section(page, "snelscan")
    yield "snelscan"
    walking.section(page, "obstacles")
    yield "obstakels"
    walking.tab(page, "deepen")
    yield "porties"
    walking.section(page, "ib-14")
    walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    yield "vraag"
    walking.section(page, "unheld")
    yield "van-niemand"
    page.get_by_role("button", name=words("questions.to-sheet")).click()
    page.wait_for_selector("[data-view=sheet]")
    yield "papier"
    walking.tab(page, "checklists")
    yield "onderwerpen"
    for name in page.locator(".lists [data-id]").evaluate_all("(lists) => lists.map((list) => list.dataset.id)"):
        page.locator(f".lists [data-id='{name}'] button").click()
        page.wait_for_selector("[data-view=checklist]")
        yield f"onderwerp-{name}"
        page.get_by_role("button", name=words("checklists.to-list")).click()
        page.wait_for_selector("[data-view=checklists]")
    walking.tab(page, "together")
    yield "samen"
    page.get_by_role("button", name=words("together.start"), exact=True).click()
    page.wait_for_selector(".decision")
    yield "bespreken"
    walking.tab(page, "results")
    expect(page.locator(".drawing:not(:has(svg))")).to_have_count(0, timeout=60_000)
    yield "uitslag"
    walking.tab(page, "plan")
    yield "plan"
    page.get_by_role("button", name=words("page.to-start")).click()
    walking.open_board(page, "demo-tweede")
    walking.join(page)
    walking.tab(page, "overtime")
    page.locator("[data-chart=rounds] svg").wait_for()
    yield "vergelijken"


def shot(page: Page, path: Path, *, whole: bool) -> None:
    page.wait_for_timeout(300)    # fonts and folds have settled
    page.screenshot(path=path, full_page=whole)


def walk(page: Page, words: Words, take: Callable[[str], None], address: str) -> None:
    walking.start(page, address)
    for name in views(page, words):
        take(name)


def main(folder: Path, wanted: dict[str, str] | None) -> None:
    """Start a workbook over a copy of the data, walk through it at each size, and write the pictures in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home(ROOT)
    framework = files.read_framework(home, files.editions(home)[-1])
    words = files.read_words(home, files.LANGUAGE, framework)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for size, (width, height) in SIZES.items():
            if wanted and size == "telefoon":
                continue
            server = Server(a_copy(Path(scratch, size)), [sys.executable, "-m", "nulmeting", "serve", "--no-open", "--port", str(free_port())])
            server.start()
            page = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", viewport={"width": width, "height": height}).new_page()
            page.set_default_timeout(60_000)

            def take(name: str, page: Page = page, size: str = size) -> None:
                if wanted is None:
                    shot(page, folder / f"{name}-{size}.png", whole=True)
                for picture in (picture for picture, view in (wanted or {}).items() if view == name):
                    shot(page, folder / f"{picture}.png", whole=False)

            try:
                walk(page, words, take, server.url())
            finally:
                page.context.close()
                server.stop()
        browser.close()


if __name__ == "__main__":
    main(ROOT / (sys.argv[1] if len(sys.argv) > 1 else "outputs/schermen"), README if len(sys.argv) > 1 else None)
