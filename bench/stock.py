"""The stock way to the same documents: papermill with its own engine, a fresh kernel a board, and nbconvert for HTML and `webpdf`.

    python -m bench.stock FOLDER BOARD...    prints the seconds of every board

To its advantage all boards share one process, which has loaded everything before the clock begins, and our configuration: no code in the
page, which makes it four times as quick, and nothing from the internet.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partialmethod
from pathlib import Path
from typing import Any

import papermill
import playwright.async_api
from nbconvert.exporters import HTMLExporter, WebPDFExporter
from traitlets.config import Config

from nulmeting.batch import NOTEBOOK
from tests.browser.conftest import CHROMIUM

ROOT = Path(__file__).parent.parent
CONFIG = json.loads((ROOT / "deploy" / "jupyter_nbconvert_config.json").read_text(encoding="utf-8"))


def made(folder: Path, board: str) -> None:
    """The executed notebook, HTML and PDF of a board."""
    path = folder / f"{board}.ipynb"
    notebook = papermill.execute_notebook(str(NOTEBOOK), str(path), parameters={"board": board}, progress_bar=False)
    html, _ = HTMLExporter(config=Config(CONFIG)).from_notebook_node(notebook)
    path.with_suffix(".html").write_text(html, encoding="utf-8")
    printed = Config({**CONFIG, "WebPDFExporter": {**CONFIG["HTMLExporter"], "disable_sandbox": True}})
    pdf, _ = WebPDFExporter(config=printed).from_notebook_node(notebook)
    path.with_suffix(".pdf").write_bytes(pdf)


def main() -> None:
    # The exporter has no option for the browser's place; it would look for one that playwright downloaded.
    launcher: Any = playwright.async_api.BrowserType
    launcher.launch = partialmethod(launcher.launch, executable_path=CHROMIUM)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for board in sys.argv[2:]:
        begun = time.perf_counter()
        made(folder, board)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main()
