"""A served workbook as a process of its own, to open in a browser and to interrupt."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil


@dataclass
class Server:
    """A served workbook and the folder with its data."""

    home: Path
    command: list[str]
    address: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=self.home, env={**os.environ, "NULMETING_HOME": str(self.home)}, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            # The sentence is in plain language; the address is the word in it that is one.
            found = [word for word in line.split() if word.startswith("http://127.0.0.1:")]
            if found:
                self.address = found[0].rstrip(".")
                return
        raise RuntimeError(f"the server stopped with {self.process.wait()} and gave no address")

    def url(self, **parameters: str) -> str:
        """The address to open, with parameters for the notebook."""
        return self.address + (f"&{urlencode(parameters)}" if parameters else "")

    def kernels(self) -> list[psutil.Process]:
        """The kernels that run now, so that a test can kill one."""
        assert self.process is not None
        return [child for child in psutil.Process(self.process.pid).children() if "ipykernel_launcher" in " ".join(child.cmdline())]

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()


@contextmanager
def plain_voila(home: Path, notebook: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A notebook served by plain `voila` with the data in `home`: its address, and the server."""
    port = free_port()
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "voila"), str(notebook), "--no-browser", f"--port={port}", "--token=sleutel", *options],
        env={**os.environ, "NULMETING_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/voila/templates/nulmeting/static/favicon.svg", timeout=2)
                break
            except OSError:
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}/?token=sleutel", process
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
        return port
