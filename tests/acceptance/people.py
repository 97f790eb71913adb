"""Those who meet a running Palabre in these tests, over the wires that people use; nothing of it is imported."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ROOT = Path(__file__).parents[2]
SECONDS_MAX, START_SECONDS_MAX, STOP_SECONDS_MAX = 15.0, 200, 60
SEND_SECONDS_MAX = struct.pack("ll", 15, 0)  # a timeval: whoever does not read keeps nobody waiting


def palabre(*arguments: str, seconds_max: float = 120, **environment: str) -> subprocess.CompletedProcess:
    """`./palabre ARGUMENTS`, without waiting for an answer that nobody gives."""
    return subprocess.run(
        [str(ROOT / "palabre"), *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL,
        timeout=seconds_max, env=os.environ | environment,
    )  # fmt: skip


class Running:
    """`./palabre demo|up --json …` until `stop()`; `told` is its one line."""

    def __init__(self, command: str, data: Path, *options: str, **environment: str) -> None:
        asked = [str(ROOT / "palabre"), command, "--json", "--no-web", "--port", "0", "--data", str(data), *options]
        self.data, self.errors = data, tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            asked, stdout=subprocess.PIPE, stderr=self.errors, stdin=subprocess.DEVNULL, text=True,
            env=os.environ | environment,
        )  # fmt: skip
        late = threading.Timer(START_SECONDS_MAX, self.process.kill)
        late.daemon = True
        late.start()
        line = self.process.stdout.readline()
        late.cancel()
        if not line:
            self.process.wait(STOP_SECONDS_MAX)
            self.errors.seek(0)
            raise RuntimeError(f"{command} did not start within {START_SECONDS_MAX} s: {self.errors.read()}")
        self.told = json.loads(line)
        self.url = self.told["url"]

    def sign_in_of(self, key: str) -> tuple[str, str]:
        known = next(s for s in self.told["sign_ins"] if s["key"] == key)
        return known["sign_in"], known["password"]

    def person(self, key: str) -> Person:
        return Person(self.url, *self.sign_in_of(key))

    def advisor(self, key: str) -> Advisor:
        return Advisor(self.url, *self.sign_in_of(key))

    def visitor(self, widget: str = "", **hello: Any) -> Visitor:
        return Visitor(self.url, widget or self.told["widget_key"], **hello)

    def journal(self, *options: str) -> list[dict[str, Any]]:
        done = palabre("journal", "--json", "--data", str(self.data), *options)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS_MAX)


def eventually(test: Callable[[], Any], seconds_max: float = SECONDS_MAX) -> Any:
    """What `test` gives once it is true."""
    deadline = time.monotonic() + seconds_max
    while True:
        if found := test():
            return found
        assert time.monotonic() < deadline, f"not within {seconds_max} s"
        time.sleep(0.05)


class Person:
    """Signed in over HTTP. `get`, `post`… give the answer's JSON, and fail where `status` is another."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.url, self.http = url, httpx.Client(base_url=url, timeout=15)
        self.me = self.post("/api/session", {"sign_in": email, "password": password})
        self.http.headers["X-CSRF"] = self.me["csrf"]
        self.id = self.me["person"]["id"]

    def ask(self, method: str, path: str, body: Any = None, *, status: int | None = None, **query: Any) -> Any:
        answer = self.http.request(method, path, json=body, params=query or None)
        fits = answer.status_code == status if status else answer.is_success
        assert fits, f"{method} {path}: {answer.status_code} {answer.text[:400]}"
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return answer.json() if is_json else answer.content

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("PATCH", path, body, **more)

    def close(self) -> None:
        self.http.close()


class Socket:
    """What comes in is heard by a thread of its own; `until` waits for what it changes."""

    def open(self, address: str, **headers: str) -> None:
        self.changed, self.said, self.closed_with = threading.Condition(), [], None
        address = address.replace("http", "ws", 1)
        self.socket = connect(address, additional_headers=headers, open_timeout=10, legacy=True)
        self.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, SEND_SECONDS_MAX)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            for text in self.socket:
                with self.changed:
                    said = json.loads(text)
                    self.said.append(said)
                    self.hear(said)
                    self.changed.notify_all()
        except ConnectionClosed:
            pass
        with self.changed:
            self.closed_with = self.socket.close_code
            self.changed.notify_all()

    def hear(self, said: dict[str, Any]) -> None: ...

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, **said: Any) -> None:
        self.socket.send(json.dumps(said))

    def until(self, test: Callable[[], Any], seconds_max: float = SECONDS_MAX) -> Any:
        with self.changed:
            assert self.changed.wait_for(test, seconds_max), f"not within {seconds_max} s; last said: {self.said[-3:]}"
            return test()


class Desk(Socket):
    """An advisor's or a supervisor's open desk: `entities` as its page keeps them."""

    def __init__(self, person: Person, *, past: str = "") -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.at = ""
        cookies = "; ".join(f"{c.name}={c.value}" for c in person.http.cookies.jar)
        query = f"?from={past}" if past else ""
        self.open(f"{person.url}/desk-ws{query}", Cookie=cookies, Origin=person.url)
        self.until(lambda: self.at)

    def hear(self, said: dict[str, Any]) -> None:
        self.at = said.get("at", self.at)
        if said["kind"] == "snapshot":
            self.entities = said["entities"]
        elif said["kind"] == "changes":
            self.entities |= said["set"]
            for key in said["unset"]:
                self.entities.pop(key, None)
            for key, offer in said["set"].items():
                if key.startswith("offer:") and not offer["shown"]:
                    self.send(shown=offer["offer"])

    def of(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        found = [e for k, e in list(self.entities.items()) if k.startswith(f"{kind}:")]
        return [e for e in found if all(e.get(k) == v for k, v in fields.items())]

    def close(self) -> None:
        self.socket.close()


class Advisor(Person):
    """Signed in, her desk open, available. `leave()` ends what she still has."""

    def __init__(self, url: str, email: str, password: str, *, status: str = "available") -> None:
        super().__init__(url, email, password)
        self.desk = Desk(self)
        if status:
            self.be(status)

    def be(self, status: str) -> None:
        self.post("/api/desk/status", {"status": status})
        self.desk.until(lambda: self.desk.entities["me"]["status"] == status)

    def offered(self, seconds_max: float = SECONDS_MAX, **fields: Any) -> dict[str, Any]:
        return self.desk.until(lambda: self.desk.of("offer", **fields), seconds_max)[0]

    def accepts(self, seconds_max: float = SECONDS_MAX, **fields: Any) -> str:
        """The conversation that is hers now."""
        offer = self.offered(seconds_max, **fields)
        self.post(f"/api/desk/offers/{offer['offer']}/accept")
        self.desk.until(lambda: self.desk.of("conversation", conversation=offer["conversation"], state="talking"))
        return offer["conversation"]

    def writes(self, conversation: str, text: str) -> None:
        self.post(f"/api/conversations/{conversation}/messages", {"text": text})

    def ends(self, conversation: str) -> None:
        """Talk and wrap-up."""
        self.post(f"/api/desk/conversations/{conversation}/hang-up")
        wrapping = self.desk.until(lambda: self.desk.of("conversation", conversation=conversation, state="wrap_up"))
        self.post(f"/api/desk/work-items/{wrapping[0]['item']}/wrap-up/end")
        self.desk.until(lambda: not self.desk.of("conversation", conversation=conversation))

    def leave(self) -> None:
        self.http.post("/api/desk/status", json={"status": "away"})
        for mine in self.desk.of("conversation"):
            self.http.post(f"/api/desk/conversations/{mine['conversation']}/hang-up")
            self.http.post(f"/api/desk/work-items/{mine['item']}/wrap-up/end")
        self.desk.close()
        self.close()


class Visitor(Socket):
    """A page with the chat's widget."""

    def __init__(self, url: str, widget: str, **hello: Any) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}
        self.typing: list[dict[str, Any]] = []
        self.welcome: dict[str, Any] = {}
        self.numbers = itertools.count(1)
        self.prefix = f"p{os.getpid()}-{time.monotonic_ns()}"
        origin = hello.pop("origin", url)
        self.open(f"{url}/chat-ws/{widget}", Origin=origin)
        with contextlib.suppress(ConnectionClosed):  # refused before a word: `closed_with` says why
            self.send(kind="hello", **{"language": "fr", **hello})

    def hear(self, said: dict[str, Any]) -> None:
        kind = said["kind"]
        if kind == "conversation":
            self.messages = {}
        elif kind == "message":
            self.messages[said["message"]["id"]] = said["message"]
        elif kind == "state":
            self.state = said
        elif kind == "typing":
            self.typing.append(said)
        elif kind in ("welcome", "hello"):
            self.welcome = said

    def of(self, who: str) -> list[dict[str, Any]]:
        return sorted((m for m in self.messages.values() if m["from"] == who), key=lambda m: m["number"])

    def texts(self, who: str) -> list[str]:
        return [m["text"] for m in self.of(who) if m["text"]]

    def writes(self, text: str, id: str = "") -> str:
        id = id or f"{self.prefix}-{next(self.numbers):04}"
        self.send(kind="message", id=id, text=text)
        return id

    def presses(self, key: str) -> None:
        """The button of this key on the last message that has buttons."""
        def buttons() -> list[dict[str, Any]]:
            return [m for m in sorted(self.messages.values(), key=lambda m: m["number"]) if m["data"].get("options")]

        shown = self.until(buttons)[-1]
        label = next(o["label"] for o in shown["data"]["options"] if o["key"] == key)
        id = f"{self.prefix}-{next(self.numbers):04}"
        self.send(kind="choice", id=id, message=shown["id"], option=key, text=label)

    def leaves(self) -> None:
        self.send(kind="close")
        self.socket.close()
