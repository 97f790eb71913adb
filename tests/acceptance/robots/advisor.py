"""An advisor: signs in, keeps her desk by number through any cut, accepts what is offered, answers, finishes.

A call she accepts rings her telephone, which answers by itself; its customer ends it.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
from robots.ledger import Ledger

PAUSE_SECONDS = 0.3
SILENCE_SECONDS_MAX = 11.0  # the server beats every 5 s: nothing for longer means that the network is gone
ASK_SECONDS_MAX = 8.0
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError, OSError)


class Refused(Exception):
    """An answer that was a refusal: `status`, `code`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class AdvisorRobot:
    """`messages`: how many she writes in each conversation before she finishes. Use as an asynchronous context."""

    def __init__(
        self,
        url: str,
        email: str,
        password: str,
        ledger: Ledger,
        *,
        name: str = "",
        messages: int = 2,
        works: bool = True,
        contact: str = "",
    ) -> None:
        self.url, self.email, self.password, self.ledger = url.rstrip("/"), email, password, ledger
        self.name, self.messages, self.works = name or email.split("@")[0], messages, works
        self.contact = contact  # SIP address of her telephone; without one she takes chats alone
        self.entities: dict[str, dict[str, Any]] = {}
        self.me: dict[str, Any] = {}
        self.at, self.snapshots, self.sockets = "", 0, 0
        self.offers: set[str] = set()  # seen
        self.served = 0
        self._serving: dict[str, asyncio.Task] = {}
        self._tasks: set[asyncio.Task] = set()
        self._changed = asyncio.Condition()
        self._asking_status = False

    async def __aenter__(self) -> AdvisorRobot:
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=ASK_SECONDS_MAX)
        )
        await self.sign_in()
        if self.contact:
            await self.surely("POST", "/api/desk/phone", {"kind": "sip", "contact": self.contact})
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        """She leaves as somebody who closes her day, where she still can."""
        try:
            await self.ask("POST", "/api/desk/sign-out")
        except (Refused, *GONE):
            pass
        for task in (self._keeper, *self._tasks):
            task.cancel()
        await asyncio.gather(self._keeper, *self._tasks, return_exceptions=True)
        await self.http.close()

    # -- over HTTP

    async def sign_in(self) -> None:
        self.me = await self.surely("POST", "/api/session", {"sign_in": self.email, "password": self.password})

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of the answer. Raises Refused, or what the network raises."""
        headers = {"X-CSRF": self.me.get("csrf", "")}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            data = await answer.read()
            told = json.loads(data) if data and "json" in answer.content_type else {}
            if answer.status >= 300:
                raise Refused(answer.status, told.get("code", "") if isinstance(told, dict) else "")
            return told

    async def surely(self, method: str, path: str, body: Any = None, seconds_max: float = 60.0) -> Any:
        """Asked until somebody answers: what fails by network or with 5xx is asked again. Raises Refused for 4xx."""
        async with asyncio.timeout(seconds_max):
            while True:
                try:
                    return await self.ask(method, path, body)
                except Refused as refused:
                    if refused.status == 401 and path != "/api/session":
                        self.ledger.wrong.append(f"{self.name}: session lost at {path}")
                    if refused.status < 500:
                        raise
                except GONE:
                    pass
                await asyncio.sleep(PAUSE_SECONDS)

    # -- the desk's socket

    async def _keep(self) -> None:
        while True:
            try:
                await self._follow()
            except GONE:
                pass
            await asyncio.sleep(PAUSE_SECONDS)

    async def _follow(self) -> None:
        resume = f"?from={self.at}" if self.at else ""
        address = f"{self.url.replace('http', 'ws', 1)}/desk-ws{resume}"
        async with self.http.ws_connect(address, headers={"Origin": self.url}, max_msg_size=0) as socket:
            self.socket = socket
            self.sockets += 1
            while True:
                message = await socket.receive(SILENCE_SECONDS_MAX)
                if message.type != aiohttp.WSMsgType.TEXT:
                    if socket.close_code in (4401, 4403):
                        self.ledger.wrong.append(f"{self.name}: socket closed with {socket.close_code}")
                    return
                await self._hear(json.loads(message.data))

    async def _hear(self, said: dict[str, Any]) -> None:
        if said["kind"] == "snapshot":
            self.entities, self.snapshots = said["entities"], self.snapshots + 1
        elif said["kind"] == "changes":
            if set(said["set"]) & set(said["unset"]):
                self.ledger.wrong.append(f"{self.name}: set and unset name one key")
            self.entities |= said["set"]
            for key in said["unset"]:
                self.entities.pop(key, None)
        self.at = said.get("at") or self.at
        await self._look()
        async with self._changed:
            self._changed.notify_all()

    async def _look(self) -> None:
        """What an advisor does about what is on her screen."""
        for offer in self.of("offer"):
            self.offers.add(offer["offer"])
            if not offer["shown"]:
                await self.socket.send_json({"shown": offer["offer"]})
        if not self.works:
            return
        me = self.entities.get("me")
        if me and (me["status"] != "available" or not me["confirmed"]) and not self._asking_status:
            self._asking_status = True
            self._spawn(self._be_available())
        for offer in self.of("offer"):
            self._once(f"offer:{offer['offer']}", self._accept(offer))
        for talk in self.of("conversation"):
            if talk["state"] in ("talking", "wrap_up"):
                self._once(f"{talk['state']}:{talk['item']}", self._serve(talk))

    def _once(self, key: str, work: Any) -> None:
        before = self._serving.get(key)
        if before is None or (before.done() and not key.startswith("offer:") and not self._succeeded(before)):
            self._serving[key] = self._spawn(work)
        else:
            work.close()

    def _succeeded(self, task: asyncio.Task) -> bool:
        return not task.cancelled() and task.exception() is None

    def _spawn(self, work: Any) -> asyncio.Task:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)
        return task

    def _end(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, (Refused, TimeoutError)):
            self.ledger.wrong.append(f"{self.name}: {error!r}")

    # -- her work

    async def _be_available(self) -> None:
        try:
            await self.surely("POST", "/api/desk/status", {"status": "available"}, 20.0)
        finally:
            self._asking_status = False

    async def _accept(self, offer: dict[str, Any]) -> None:
        told = await self.surely("POST", f"/api/desk/offers/{offer['offer']}/accept", None, 25.0)
        self.ledger.accepted.append((offer["offer"], told["item"], told["conversation"]))

    async def _serve(self, talk: dict[str, Any]) -> None:
        item, conversation = talk["item"], talk["conversation"]
        if talk["state"] == "wrap_up":
            await asyncio.sleep(0.3)
            self.served += talk["channel"] == "voice"
            return await self._forgiving(f"/api/desk/work-items/{item}/wrap-up/end")
        if talk["channel"] == "voice":
            return None
        for number in range(self.messages):
            await self.write(conversation, f"{self.name}-{item}-{number}")
            await asyncio.sleep(0.4)
        await asyncio.sleep(1.0)
        if await self._forgiving(f"/api/desk/work-items/{item}/finish"):
            self.ledger.finished.append(item)
            self.served += 1

    async def write(self, conversation: str, text: str) -> None:
        """Acknowledged, or refused because the conversation is no longer hers."""
        body = {"text": text, "id": uuid.uuid5(uuid.NAMESPACE_OID, text).hex}
        await self.surely("POST", f"/api/conversations/{conversation}/messages", body)
        said = self.ledger.advisor_said.setdefault(f"{conversation} {self.name}", [])
        if text not in said:  # written again, with the same id, where what followed it found nobody for a minute
            said.append(text)

    async def _forgiving(self, path: str) -> bool:
        """Was it acknowledged? A refusal after a try without answer may mean that it had been done."""
        try:
            await self.surely("POST", path)
            return True
        except Refused as refused:
            if refused.status != 409 and refused.status != 404:
                self.ledger.wrong.append(f"{self.name}: {path} {refused}")
            return False

    # -- looking

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [entity for key, entity in self.entities.items() if key.startswith(f"{kind}:")]

    async def until(self, test: Callable[[AdvisorRobot], Any], seconds_max: float = 15.0) -> Any:
        async with asyncio.timeout(seconds_max), self._changed:
            await self._changed.wait_for(lambda: test(self))
        return test(self)
