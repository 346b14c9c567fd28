"""Warm: a kernel that is ready before somebody opens the page. It reads what is the same for everybody, then waits for its one visitor.

The server's side is Voilà's pool of preheated kernels (`serve`). This side speaks the same protocol as `voila.utils.wait_for_request`,
whose import alone costs a kernel 43 MB and a second: one websocket, on which one JSON object comes when the visitor is there.
"""

from __future__ import annotations

import json
import os


def is_warm() -> bool:
    """Whether this kernel was started before its visitor came: what they ask for is not in its environment."""
    return os.environ.get("VOILA_PREHEAT") == "True"


def wait_for_visitor() -> str:
    """The query string of the visitor this kernel is for, as soon as there is one; OSError when the server ends first."""
    # Loaded only where a kernel waits.
    import websocket

    known = os.environ
    # As the server says it of itself in `serve`: there is no other address, and no proxy between the two.
    address = f"ws://127.0.0.1:{known['VOILA_APP_PORT']}{known['VOILA_SERVER_URL']}voila/query/{known['VOILA_KERNEL_ID']}"
    connection = websocket.create_connection(address, timeout=10, http_no_proxy=["*"])
    try:
        connection.settimeout(None)    # a visitor may come tomorrow
        asked = json.loads(connection.recv())
    except (ValueError, websocket.WebSocketException) as error:
        raise ConnectionError from error
    finally:
        connection.close()
    return str(asked["QUERY_STRING"])
