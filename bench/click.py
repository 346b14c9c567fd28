"""How long it takes from a click on an answer until the page says that it is kept; alone, and while others click too."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from http.client import HTTPConnection
from itertools import pairwise

import websocket
from playwright.sync_api import Page as Tab

from bench import ours
from bench.pages import Page

# In the browser itself, so that no other program's time counts. Every click goes to another answer than the one that is chosen.
CLICKS = """
async ([question, status, saved, count]) => {
  const kept = new RegExp(saved);
  const read = () => document.querySelector(status)?.textContent ?? "";
  const times = [];
  for (let number = 0; number < count; number += 1) {
    const answer = document.querySelectorAll(question)[number % 4];
    const before = read();
    const begin = performance.now();
    let changed = false;
    const done = new Promise((resolve, reject) => {
      const look = () => {
        const text = read();
        if (text !== before || !kept.test(text)) changed = true;
        if (changed && kept.test(text)) { observer.disconnect(); clearTimeout(timer); resolve(performance.now() - begin); }
      };
      const observer = new MutationObserver(look);
      const timer = setTimeout(() => { observer.disconnect(); reject(new Error("not kept: " + read())); }, 20000);
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      // What happens at once, such as "being saved", is seen before the answer can be there.
      answer.click();
      look();
    });
    times.push(await done);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return times;
}
"""


def clicked(tab: Tab, page: Page, count: int) -> list[float]:
    """So many clicks, a tenth of a second after one another; milliseconds each."""
    tab.bring_to_front()
    times: list[float] = tab.evaluate(CLICKS, [page.question, page.status, page.saved, count])
    return times


class Session(threading.Thread):
    """Somebody else with a page open: speaks to its kernel as a browser does and clicks every few seconds, until stopped."""

    def __init__(self, page: Page, board: str, role: str, items: list[str], pause: float) -> None:
        super().__init__(daemon=True)
        self.times: list[float] = []
        self.stopped = threading.Event()
        self._items, self._pause, self._number = items, pause, 0
        connection = HTTPConnection("127.0.0.1", page.port, timeout=120)
        connection.request("GET", f"/?board={board}", headers={"Authorization": f"token {page.token}"})
        text = connection.getresponse().read().decode()
        connection.close()
        kernel = re.search(r'"kernelId": "([^"]+)"', text)
        model = re.search(r'"model_id": "([^"]+)"', text)
        assert kernel and model
        self._model = model[1]
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{page.port}/api/kernels/{kernel[1]}/channels?session_id={board}", timeout=60,
            header=[f"Authorization: token {page.token}"], origin=f"http://127.0.0.1:{page.port}",
            subprotocols=["v1.kernel.websocket.jupyter.org"], http_no_proxy=["*"],
        )
        self._ask(ours.join(role), "done")

    def run(self) -> None:
        self.stopped.wait(random.random() * self._pause)
        while not self.stopped.is_set():
            item = self._items[self._number % len(self._items)]
            begin = time.perf_counter()
            self._ask(ours.answer(item, 1 + self._number % 4), "saved")
            self.times.append(1000 * (time.perf_counter() - begin))
            self.stopped.wait(self._pause * (0.5 + random.random()))
        self._socket.close()

    def _ask(self, content: dict[str, object], answer: str) -> None:
        self._number += 1
        data = {"method": "custom", "content": {**content, "n": self._number}}
        header = {"msg_id": f"{self._model}-{self._number}", "msg_type": "comm_msg", "session": self._model, "username": "",
                  "version": "5.3", "date": "2026-11-01T00:00:00Z"}
        self._socket.send_binary(_packed([header, {}, {}, {"comm_id": self._model, "data": data}]))
        while True:
            said = _custom(self._socket.recv())
            if said.get("n") == self._number:
                assert said["to"] == answer, said
                return


def _packed(parts: list[object]) -> bytes:
    """A message on the shell channel as the newest websocket protocol of Jupyter packs it."""
    blobs = [b"shell", *(json.dumps(part).encode() for part in parts)]
    offsets = [8 * (len(blobs) + 2)]
    for blob in blobs:
        offsets.append(offsets[-1] + len(blob))
    return b"".join(number.to_bytes(8, "little") for number in (len(offsets), *offsets)) + b"".join(blobs)


def _custom(message: bytes | str) -> dict[str, object]:
    """What our page would get of this message; nothing when it is not for our page."""
    if isinstance(message, str):
        return {}
    count = int.from_bytes(message[:8], "little")
    offsets = [int.from_bytes(message[8 * (1 + place) : 8 * (2 + place)], "little") for place in range(count)]
    blobs = [message[begin:end] for begin, end in pairwise(offsets)]
    if json.loads(blobs[1])["msg_type"] != "comm_msg":
        return {}
    content: dict[str, object] = json.loads(blobs[4])["data"].get("content", {})
    return content
