"""The desk and the customer's page in real Chromium, as people use them: by names, roles and keys.

Imports nothing of palabre; what a desk's socket says is read on the wire of the page itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import ears
from playwright.async_api import Browser, BrowserContext, Locator, Page, Playwright, Request, WebSocket

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip
SECONDS_MAX, STILL_SECONDS = 20.0, 0.1
EYES = (Path(__file__).parent / "browser_eyes.js").read_text()
DIRECT_NUMBER = "+33199001001"
SCREEN = {"width": 1366, "height": 800}


def chromium_path() -> str | None:
    return os.environ.get("PALABRE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


async def chromium(
    playwright: Playwright, folder: Path, hertz: int, *, before: Callable[[Path], None] = lambda tone: None, **more: Any
) -> Browser:
    """A browser process whose microphone is this tone. `before`: what becomes of its wav first."""
    tone = ears.write_tone(folder / f"{hertz}-{time.monotonic_ns()}.wav", hertz)
    before(tone)
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={tone}"]
    return await playwright.chromium.launch(executable_path=chromium_path(), args=flags, **more)


async def context_of(browser: Browser, **more: Any) -> BrowserContext:
    given = {"viewport": SCREEN, "locale": "fr-FR", "permissions": ["microphone"]} | more
    context = await browser.new_context(**given)
    context.set_default_timeout(SECONDS_MAX * 1000)
    await context.add_init_script(ears.SCRIPT)
    await context.add_init_script(EYES)
    return context


@asynccontextmanager
async def window_of_a_person(playwright: Playwright, folder: Path, hertz: int) -> AsyncIterator[BrowserContext]:
    """A browser as people have it: a tab behind another one is hidden, draws no frame and keeps slow time.

    (Playwright makes every page of its own believe that it is in front.)
    """
    tone = ears.write_tone(folder / f"{hertz}-window.wav", hertz)
    profile = tempfile.mkdtemp(prefix="palabre-profile-")
    own = ("--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--lang=fr-FR")
    process = await asyncio.create_subprocess_exec(
        str(chromium_path()), *FLAGS, *own, f"--use-file-for-fake-audio-capture={tone}", "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        address = None
        while not address:
            line = await asyncio.wait_for(process.stderr.readline(), 20)
            assert line, "the browser did not start"
            address = re.search(rb"ws://\S+", line)
        browser = await playwright.chromium.connect_over_cdp(address[0].decode(), no_defaults=True)
        context = browser.contexts[0]
        context.set_default_timeout(SECONDS_MAX * 1000)
        await context.add_init_script(ears.SCRIPT)
        yield context
        await browser.close()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        shutil.rmtree(profile, ignore_errors=True)


async def eventually(test: Callable[[], Any], seconds_max: float = SECONDS_MAX, what: str = "") -> Any:
    """What `test` gives once it is true."""
    deadline = time.monotonic() + seconds_max
    while not (found := test()):
        assert time.monotonic() < deadline, f"{what or 'condition'} not within {seconds_max} s"
        await asyncio.sleep(0.02)
    return found


async def until_page(page: Page, expression: str, arg: Any = None, seconds_max: float = SECONDS_MAX) -> Any:
    """What this gives in the page once it is true. (Playwright's own waiting is refused by the desk's policy.)"""
    deadline = time.monotonic() + seconds_max
    while not (found := await page.evaluate(expression, arg)):
        assert time.monotonic() < deadline, f"{expression} not within {seconds_max} s"
        await asyncio.sleep(0.02)
    return found


NOTE = """([selector, attribute]) => {
  const one = document.querySelector(selector), seen = [];
  const note = () => seen.push([one.getAttribute(attribute), Date.now()]);
  note();
  new MutationObserver(note).observe(one, { attributeFilter: [attribute] });
  return seen;
}"""


async def noted(page: Page, selector: str, attribute: str) -> Callable[[], Awaitable[list[tuple[str, float]]]]:
    """Every value that this attribute has from now on, and since when (ms): no flash is lost to whoever looks late."""
    seen = await page.evaluate_handle(NOTE, [selector, attribute])

    async def so_far() -> list[tuple[str, float]]:
        return await seen.json_value()

    return so_far


def entities_of(message: dict[str, Any]) -> dict[str, Any]:
    """What one message of a desk's socket brings."""
    return message.get("set") or message.get("entities") or {}


def straight_to_queue(nadia: Any, url: str, queue: str) -> str:
    """The customer's page of a second number whose call goes to this queue without a word.

    `nadia`: the administrator over HTTP (`people.Person`).
    """
    ways = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")
    draft = {
        "schema": 1, "languages": ["fr"], "channels": ["voice"], "start": "queue", "on_error": "end",
        "steps": {"queue": {"kind": "queue", "queue": queue, "next": ways}, "end": {"kind": "hang_up"}},
    }  # fmt: skip
    flow = nadia.post("/api/flows", {"name": "Tout droit", "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    number = nadia.post("/api/numbers", {"number": DIRECT_NUMBER, "name": "Direct", "web_calls": True, "flow": flow})
    return f"{url}/welcome/demo?chat=demo-telecom&call={number['web_key']}"


class Wire:
    """What the page's desk socket said: `entities` folded, and every message with the instant it came."""

    def __init__(self, page: Page) -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.said: list[tuple[float, dict[str, Any]]] = []
        self.sent: list[tuple[float, dict[str, Any]]] = []
        self.opened: list[str] = []
        self.kinds: list[tuple[int, str]] = []  # of what was said, with how many sockets had been opened by then
        page.on("websocket", self._met)

    def _met(self, socket: WebSocket) -> None:
        if "/desk-ws" not in socket.url:
            return
        self.opened.append(socket.url)
        nth = len(self.opened)
        socket.on("framereceived", lambda data: self._hear(nth, json.loads(data)))
        socket.on("framesent", lambda data: self.sent.append((time.monotonic(), json.loads(data))))

    def _hear(self, nth: int, message: dict[str, Any]) -> None:
        self.said.append((time.monotonic(), message))
        self.kinds.append((nth, message["kind"]))
        if message["kind"] == "snapshot":
            self.entities = dict(message["entities"])
        elif message["kind"] == "changes":
            self.entities |= message["set"]
            for key in message["unset"]:
                self.entities.pop(key, None)

    def of(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        found = [e for key, e in self.entities.items() if key.startswith(f"{kind}:")]
        return [e for e in found if all(e.get(k) == v for k, v in fields.items())]

    def ever(self, kind: str) -> list[str]:
        """Keys of what has ever come, also of what has gone meanwhile."""
        return sorted({k for _, message in self.said for k in entities_of(message) if k.startswith(f"{kind}:")})

    def kinds_after(self, opened: int) -> list[str]:
        """What later sockets than these said."""
        return [kind for nth, kind in self.kinds if nth > opened]

    def kinds_since(self, count: int) -> list[str]:
        return [message["kind"] for _, message in self.said[count:]]


class Desk:
    """A person at her desk. `key`: of the demo's sign-ins."""

    def __init__(self, context: BrowserContext, page: Page, url: str, sign_in: str, password: str) -> None:
        self.context, self.page, self.url, self.api = context, page, url, f"{url}/api"
        self.sign_in, self.password = sign_in, password
        self.wire = Wire(page)
        self.accidents: list[str] = []
        page.on("pageerror", lambda error: self.accidents.append(str(error)))
        self.asked: set[Request] = set()
        self.answered_at = 0.0
        page.on("request", lambda request: self.asked.add(request))
        for end in ("requestfinished", "requestfailed"):
            page.on(end, self._answered)

    @classmethod
    async def open(cls, browser: Browser, url: str, sign_in: str, password: str, **more: Any) -> Desk:
        context = await context_of(browser, **more)
        return cls(context, await context.new_page(), url, sign_in, password)

    async def enter(self) -> None:
        """Sign in; whoever takes calls then confirms what she hears and is heard by."""
        await self.page.goto(f"{self.url}/desk/")
        await self.page.locator("input[name=email]").fill(self.sign_in)
        await self.page.locator("input[name=password]").fill(self.password)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url(re.compile("/desk/(check|inbox|floor|setup)"))
        if "/check" in self.page.url:
            await self.page.locator("main footer button").first.click()
            await self.page.wait_for_url(re.compile("/inbox"))

    def _answered(self, request: Request) -> None:
        self.asked.discard(request)
        self.answered_at = time.monotonic()

    async def still(self) -> None:
        """Nothing that the page asked for is on its way, and what came last led to no new question."""
        await eventually(
            lambda: not self.asked and time.monotonic() - self.answered_at > STILL_SECONDS, what="a still page"
        )

    @property
    def me(self) -> dict[str, Any]:
        return self.wire.entities.get("me", {})

    @property
    def offer(self) -> Locator:
        return self.page.get_by_test_id("offer")

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Over HTTP with her cookies."""
        me = await self.context.request.get(f"{self.api}/me")
        assert me.ok, f"{me.status} {await me.text()}"
        csrf = (await me.json())["csrf"]
        answer = await self.context.request.fetch(
            f"{self.api}{path}", method=method, headers={"X-CSRF": csrf}, data=body
        )
        is_json = "json" in answer.headers.get("content-type", "")
        return await answer.json() if is_json else await answer.body()

    async def be(self, status: str) -> None:
        await self.ask("POST", "/desk/status", {"status": status})
        await eventually(lambda: self.me.get("status") == status and self.me.get("confirmed"), what=f"status {status}")
        if status == "available":
            await self.page.locator("[data-phone=ready]").wait_for()

    async def accept(self) -> None:
        """F2 as soon as the card is there; returns when she talks."""
        await self.offer.wait_for()
        await self.page.keyboard.press("F2")
        await self.call_is("talking")

    async def call_is(self, state: str) -> None:
        await self.page.locator(f"[data-call={state}]").wait_for()

    async def leave(self) -> None:
        """As if nothing had been: no conversation, away."""
        await self.ask("POST", "/desk/status", {"status": "away"})
        for mine in self.wire.of("conversation"):
            if mine["state"] == "offered":
                continue
            await self.ask("POST", f"/desk/conversations/{mine['conversation']}/hang-up")
            await self.ask("POST", f"/desk/work-items/{mine['item']}/finish")
            await self.ask("POST", f"/desk/work-items/{mine['item']}/wrap-up/end")
        await eventually(lambda: not self.wire.of("conversation"), what="an empty desk")

    async def picture(self, name: str, folder: Path | None) -> None:
        if folder:
            await self.page.screenshot(path=f"{folder}/{name}.png")


class Caller:
    """A customer who calls from the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    @classmethod
    async def open(cls, context: BrowserContext, url: str) -> Caller:
        return cls(await context.new_page(), url)

    async def call(self) -> None:
        """Returns when the line is open."""
        await self.page.goto(self.url)
        await self.page.get_by_role("button", name="Appeler maintenant").click()
        await self.keypad("1").wait_for(timeout=15_000)

    def keypad(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=key, exact=True)

    async def mute(self) -> None:
        await self.page.get_by_role("button", name=re.compile("(Couper|Rétablir) le micro")).click()

    async def hang_up(self) -> None:
        await self.page.get_by_role("button", name="Raccrocher").click()

    async def until_over(self) -> None:
        await self.page.get_by_role("button", name=re.compile("Rappeler|Appeler maintenant")).wait_for()
