"""The pages that are compared, each with a server of its own on 127.0.0.1: ours, an empty Voilà page, a stock one, and Streamlit."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil

from nulmeting import files
from nulmeting.answers import Settings
from nulmeting.files import Home
from tests.browser.serving import free_port

ROOT = Path(__file__).parent.parent
STREAMLIT = ROOT / ".venv-bench" / "bin" / "streamlit"
TOKEN = "bench"

# The same form as a user would write it: 94 questions, two sides of six answers and a note; every change goes to disk before it is said.
KEEP = """
import json, os, pathlib, time
QUESTIONS = json.loads(pathlib.Path(os.environ["NULMETING_HOME"], "questions.json").read_text())
ANSWERS = {}
def keep(name, value):
    ANSWERS[name] = value
    with open(pathlib.Path(os.environ["NULMETING_HOME"], f"answers-{os.getpid()}.tmp"), "w") as file:
        json.dump(ANSWERS, file); file.flush(); os.fsync(file.fileno())
    os.replace(file.name, file.name.replace(".tmp", ".json"))
    return "opgeslagen " + time.strftime("%H:%M:%S") + f" {len(ANSWERS)} {time.time_ns()}"
"""

STOCK = KEEP + """
import ipywidgets as w
status = w.Label("")
def kept(change):
    status.value = keep(change["owner"].name, change["new"])
rows = [status]
for question in QUESTIONS:
    rows.append(w.HTML(question["title"]))
    for side, text in question["sides"].items():
        rows.append(w.Label(text))
        rows.append(w.ToggleButtons(options=question["options"], value=None))
        rows[-1].name = question["id"] + side
        rows[-1].observe(kept, "value")
    rows.append(w.Textarea())
    rows[-1].name = question["id"]
    rows[-1].observe(kept, "value")
w.VBox(rows)
"""

FORM = KEEP + """
import streamlit as st
st.text(st.session_state.get("said", ""))
def kept(name):
    st.session_state["said"] = keep(name, st.session_state[name])
for question in QUESTIONS:
    st.markdown("**" + question["title"] + "**")
    for side, text in question["sides"].items():
        name = question["id"] + side
        st.radio(text, question["options"], index=None, key=name, horizontal=True, on_change=kept, args=(name,))
    st.text_area("Toelichting", key=question["id"], on_change=kept, args=(question["id"],))
"""


@dataclass
class Page:
    """A served page: how it is started, where it opens, and what in it is a question and the word that an answer is kept."""

    name: str
    command: list[str]
    question: str
    status: str = ""
    saved: str = "opgeslagen"
    address: str = ""
    port: int = field(default_factory=free_port)
    token: str = TOKEN
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self, folder: Path) -> None:
        command = [part.format(port=self.port, token=self.token) for part in self.command]
        environment = {**os.environ, "NULMETING_HOME": str(folder)}
        with (folder / f"{self.name.replace(' ', '-')}.log").open("w") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        if not self.address:
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
            self.address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            self.token = self.address.rsplit("=", 1)[1]
        self.address = self.address.format(port=self.port, token=self.token)
        while True:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, f"{self.name} did not start: see {log.name}"
            time.sleep(0.1)

    def url(self, board: str) -> str:
        """The link of a board; the others have none."""
        return f"{self.address}&board={board}" if self.name.startswith("ours") else self.address

    def kernels(self) -> list[psutil.Process]:
        assert self.process is not None
        return [child for child in psutil.Process(self.process.pid).children() if "ipykernel_launcher" in " ".join(child.cmdline())]

    def settle(self, kernels: int) -> None:
        """Wait until so many kernels are there and nothing is busy any more, at most a minute: then the next measurement begins."""
        assert self.process is not None
        until, quiet, before = time.monotonic() + 60, 0, -1.0
        while quiet < 3 and time.monotonic() < until:
            time.sleep(0.25)
            family = [psutil.Process(self.process.pid), *self.kernels()]
            now = sum(sum(process.cpu_times()[:2]) for process in family)
            quiet = quiet + 1 if now - before < 0.02 and len(family) - 1 == kernels else 0
            before = now

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


def pages(folder: Path) -> list[Page]:
    """All competitors; `folder` becomes a home with a copy of the data, the questions, and their notebooks."""
    from bench import ours

    home = a_home(folder)
    framework = files.read_framework(home, files.editions(home)[-1])
    words = files.read_words(home, files.LANGUAGE, framework)
    options = [f"{level}" for level in framework.levels] + [words("questions.unknown") if "questions.unknown" in words else "?"]
    (folder / "questions.json").write_text(json.dumps([
        {"id": item, "title": words(f"item.{item}.title"), "options": options,
         "sides": {side: words(f"item.{item}.{side}") for side in ("paper", "practice")}}
        for item in framework.items
    ]))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    for name, cell in (("empty", nbformat.v4.new_code_cell("print('Klaar.')")), ("stock", nbformat.v4.new_code_cell(STOCK))):
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), folder / f"{name}.ipynb")
    (folder / "form.py").write_text(FORM)
    serve = [sys.executable, "-m", "nulmeting", "serve", "--no-open", "--port", "{port}"]
    # With our template and settings: lighter than Voilà's own, to the advantage of the others.
    voila = [sys.executable, "-m", "voila", "--no-browser", "--port={port}", "--token={token}"]
    address = "http://127.0.0.1:{port}/?token={token}"
    form = [str(STREAMLIT), "run", "form.py", "--server.address=127.0.0.1", "--server.port={port}", "--server.headless=true",
            "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    return [
        Page("ours cold", [*serve, "--no-warm"], ours.QUESTION, ours.STATUS, ours.SAVED),
        Page("ours warm", serve, ours.QUESTION, ours.STATUS, ours.SAVED),
        Page("empty Voilà", [*voila, "empty.ipynb"], "text=Klaar", address=address),
        Page("stock Voilà", [*voila, "stock.ipynb"], ".widget-toggle-button", ".widget-label", address=address),
        Page("Streamlit", form, "[data-testid=stRadio] [role=radiogroup] label", "[data-testid=stText]", address="http://127.0.0.1:{port}/"),
    ]


def boards(folder: Path, count: int) -> list[str]:
    """So many new boards in the home, by name: what is answered in them is kept."""
    home = Home(folder)
    names = [f"bench-{number}" for number in range(count)]
    for name in names:
        files.create_round(home, name, "1", Settings(files.editions(home)[-1], name, "2027-01"))
    return names


def a_home(folder: Path) -> Home:
    """A home in `folder` with a copy of the data."""
    shutil.copytree(ROOT / "assessments", folder / "assessments", ignore=_real_boards)
    (folder / "outputs").mkdir()
    return Home(folder)


def say(line: str) -> None:
    """What is being measured, for who waits."""
    print(line, file=sys.stderr, flush=True)


def _real_boards(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("demo-")] if Path(folder) == ROOT / "assessments" / "boards" else []
