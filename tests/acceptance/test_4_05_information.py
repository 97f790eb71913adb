"""Issue 4, point 5: exact time, news, another system asked; all of it by telephone, as the trade began."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from people import eventually
from switchboard import Switchboard
from telephone import RATE, Telephone

STROKE_HERTZ = 1000
BYE = {"kind": "hang_up"}
NEWS = "<rss><channel><item><title>Marché demain</title><pubDate>{}</pubDate></item></channel></rss>"


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


class World:
    """A server outside: `pages` by path; `asked` what came, in turn."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                world.asked.append((self.path, dict(self.headers)))
                status, body = world.pages.get(self.path, (404, ""))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.server.shutdown()


class Strokes(threading.Thread):
    """When each stroke was heard, by this machine's clock."""

    def __init__(self, phone: Telephone) -> None:
        super().__init__(daemon=True)
        self.phone, self.at = phone, []
        self.start()

    def run(self) -> None:
        while self.phone.state != "over":
            lately = self.phone.sound.heard[-RATE // 20 :]
            if is_stroke(lately) and (not self.at or time.time() - self.at[-1] > 0.5):
                self.at.append(time.time())
            time.sleep(0.01)


def is_stroke(samples: np.ndarray) -> bool:
    """Fifty milliseconds of one loud tone: a voice is never so pure."""
    energy = float(np.sum(samples.astype(float) ** 2))
    if len(samples) < RATE // 20 or energy / len(samples) < 1_000_000:
        return False
    turning = np.exp(-2j * np.pi * STROKE_HERTZ * np.arange(len(samples)) / RATE)
    return float(2 * abs(np.dot(samples, turning)) ** 2 / (len(samples) * energy)) > 0.8


def waits_else(board: Switchboard, *exits: str, **more: str) -> dict[str, str]:
    return dict.fromkeys(exits, "wait") | more


def test_the_exact_time_news_and_an_order_by_telephone(board, world, nadia, claire):
    clock = board.number({
        "time": {"kind": "exact_time", "next": {"done": "bye", "unknown": "bye"}}, "bye": BYE})
    with Telephone(board.centre) as caller:
        caller.rings_out(clock.number)
        strokes = Strokes(caller)
        news_are_told_while_they_are_fresh(board, world, nadia)  # other callers, while the clock speaks
        an_order_is_asked_for(board, world, nadia)
        caller.until_over(30)
    assert len(strokes.at) == 3, strokes.at
    first, second, third = strokes.at
    assert abs(second - first - 1) < 0.15 and abs(third - second - 1) < 0.15
    late = third % 5
    print(f"third stroke heard {min(late, 5 - late) * 1000:.0f} ms off")
    assert min(late, 5 - late) < 0.4, f"the third stroke was {late} s past a round instant"


def news_are_told_while_they_are_fresh(board, world, nadia) -> None:
    today, long_ago = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()), "Mon, 02 Nov 2020 10:00:00 GMT"
    world.pages["/fresh"], world.pages["/old"] = (200, NEWS.format(today)), (200, NEWS.format(long_ago))

    def line(path: str):
        feed = {"url": f"{world.url}{path}", "age_of": "content", "stale_seconds": 86_400}
        told = nadia.post("/api/information/feeds/try", feed)
        assert [i["words"] for i in told["items"]] == ["Marché demain."]
        id = nadia.post("/api/information/feeds", {"name": f"{path} {time.time_ns()}", "feed": feed})["id"]
        step = {"kind": "tell_feed", "feed": id, "next": {"done": "bye", "stale": "wait"}}
        return id, board.number({"news": step, "wait": board.waits(), "bye": BYE})

    (fresh, says), (old, apologises) = line("/fresh"), line("/old")
    kept = lambda id: next(f for f in nadia.get("/api/information/feeds")["rows"] if f["id"] == id)
    eventually(lambda: kept(fresh)["outcome"] == kept(old)["outcome"] == "read")  # the job came by
    assert not kept(fresh)["stale"] and kept(old)["stale"]
    with Telephone(board.centre) as one, Telephone(board.centre) as other:
        one.rings_out(says.number, "0199005501")
        other.rings_out(apologises.number, "0199005502")
        one.until_a_voice()
        other.until_a_voice()
        other.until_music()  # by the exit `stale`
        one.until_over(30)
    refused = nadia.ask("DELETE", f"/api/information/feeds/{fresh}", status=409)
    assert refused["code"] == "information.feed_in_use"
    inside = {"url": "http://10.255.255.1/", "age_of": "fetch"}
    told = nadia.ask("POST", "/api/information/feeds/try", inside, status=422)
    assert told["details"]["reason"] == "unreachable"


def an_order_is_asked_for(board, world, nadia) -> None:
    world.pages["/orders/4711"] = (200, json.dumps({"order": {"state": "sent"}}))
    host = world.url.removeprefix("http://")
    secret = {"host": host, "header": "Authorization", "value": "Bearer très"}
    nadia.ask("PUT", "/api/information/credentials/orders", secret, status=422)  # no header holds it
    nadia.put("/api/information/credentials/orders", secret | {"value": "Bearer 42"}, status=204)
    assert "42" not in json.dumps(nadia.get("/api/information/credentials")[0]["name"])
    exits = ("timeout", "unreachable", "refused", "not_found", "unavailable", "bad_answer", "in_doubt")
    ask = {"kind": "http_request", "url": f"{world.url}/orders/{{order}}", "credentials": ["orders"],
           "answers": {"state": "order.state"}, "next": waits_else(board, *exits, ok="sent")}  # fmt: skip
    sent = {"kind": "branch", "cases": [{"when": {"test": "equals", "variable": "state", "value": "sent"},
                                         "exit": "sent"}],
            "next": {"sent": "tell", "otherwise": "wait"}}  # fmt: skip
    which = {"kind": "collect", "prompts": ["which_voice"], "variable": "order", "end_key": "#",
             "next": {"collected": "ask", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    tell = {"kind": "say", "prompts": ["end_voice"], "next": {"done": "bye"}}
    line = board.number({"which": which, "ask": ask, "sent": sent, "tell": tell, "wait": board.waits(), "bye": BYE})
    with Telephone(board.centre) as known, Telephone(board.centre) as unknown:
        known.rings_out(line.number, "0199005511")
        unknown.rings_out(line.number, "0199005512")
        known.until_speech()
        known.presses("4711#")
        unknown.presses("9#")
        unknown.until_music()  # by the exit `not_found`
        known.until_over()
    assert {path for path, _ in world.asked if path.startswith("/orders")} == {"/orders/4711", "/orders/9"}
    assert all(h["Authorization"] == "Bearer 42" for path, h in world.asked if path.startswith("/orders"))


def test_supervisors_see_feeds_and_change_none(claire, advisor):
    assert claire.get("/api/information/feeds")["rows"] is not None
    feed = {"url": "https://example.org/x"}
    assert claire.ask("POST", "/api/information/feeds", {"name": "x", "feed": feed}, status=403)["code"] == "forbidden"
    awa = advisor("awa", status="")
    assert awa.ask("GET", "/api/information/feeds", status=403)["code"] == "forbidden"
    assert awa.ask("POST", "/api/announcements", {"texts": {"fr": "x"}, "ends_at": 2**50}, status=403)
