"""Asterisk's REST interface over one WebSocket: it carries the events and our requests (Asterisk 22.6 or later).

A waiter whose time is up is taken away (by asyncio.timeout: wait_for of Python 3.11 forgets that its task was cancelled
where what it waits for has come in the same moment, and a telephone rang on that nobody wanted); when the socket dies
every pending request and waiter fails at once. What is kept for diagnosis are the kinds of the last events, never their
content: a digit may be part of a card number.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

REQUEST_SECONDS_MAX = 10.0
READY_POLL_SECONDS = 0.02
EVENTS_REMEMBERED = 20

Event = dict[str, Any]


class AriError(Exception):
    """Asterisk refused. `status` is its HTTP status; 404 and 409 are part of everyday life."""

    def __init__(self, status: int, method: str, uri: str, body: Any) -> None:
        super().__init__(f"{status} {method} {uri.split('?')[0]} {body}")
        self.status = status


class AriGone(ConnectionError):
    """The socket is closed: what was asked may or may not have been done. Reconnect and reconcile."""


class AriSilent(TimeoutError):
    """An awaited event did not come in its time."""


def subject_of(event: Event) -> str:
    """The id of what an event is about: playback, recording, else channel, else bridge."""
    for key, name in (("playback", "id"), ("recording", "name"), ("channel", "id"), ("bridge", "id")):
        if key in event:
            return event[key][name]
    return ""


class Ari:
    """One connection. `listeners` are called with every event, in order, synchronously: they must not block."""

    def __init__(self, url: str, password: str, app: str, user: str = "palabre") -> None:
        """`url`: http://127.0.0.1:8088/ari"""
        self.url, self.app = url, app
        self._headers = {"Authorization": aiohttp.encode_basic_auth(user, password)}
        self.listeners: list[Callable[[Event], None]] = []
        self.holds_back: list[Callable[[Event], bool]] = []  # True: nobody hears of it, unless `tell` says it
        self.recent: deque[str] = deque(maxlen=EVENTS_REMEMBERED)
        self._numbers = itertools.count(1)
        self._pending: dict[str, asyncio.Future] = {}
        self._waiting: dict[tuple[str, str], list[asyncio.Future]] = {}
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task | None = None

    @property
    def connected(self) -> bool:
        return self._socket is not None and not self._socket.closed

    async def ready(self, seconds_max: float = 20.0) -> None:
        """Poll until Asterisk answers (404 or no connection in its first tenths of a second)."""
        async with aiohttp.ClientSession(headers=self._headers) as http, asyncio.timeout(seconds_max):
            while not await self._answers(http):
                await asyncio.sleep(READY_POLL_SECONDS)

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        with suppress(aiohttp.ClientError):
            async with http.get(f"{self.url}/asterisk/ping") as response:
                return response.status == 200
        return False

    async def connect(self) -> None:
        """Open the socket and begin reading. Raises aiohttp.ClientError when Asterisk is away."""
        await self.close()
        self._http = aiohttp.ClientSession(headers=self._headers)
        try:
            self._socket = await self._http.ws_connect(
                f"{self.url}/events?app={quote(self.app)}&subscribeAll=false",
                max_msg_size=0,
                heartbeat=10,
                timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
            )
        except BaseException:
            await self._http.close()
            raise
        self._reader = asyncio.create_task(self._read(self._socket))

    async def closed(self) -> None:
        """Return once the connection is lost."""
        if self._reader:
            await asyncio.wait({self._reader})

    async def close(self) -> None:
        if self._reader:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._socket:
            await self._socket.close()
        if self._http:
            await self._http.close()
        self._reader = self._socket = self._http = None

    async def __aenter__(self) -> Ari:
        await self.ready()
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for message in socket:
                event = json.loads(message.data)
                if event["type"] == "RESTResponse":
                    self._answered(event)
                elif not any(held(event) for held in self.holds_back):
                    self.tell(event)
        except aiohttp.ClientError:
            pass
        finally:
            self._fail_all()

    def _answered(self, event: Event) -> None:
        future = self._pending.pop(event["request_id"], None)
        if future and not future.done():
            future.set_result(event)

    def tell(self, event: Event) -> None:
        subject = subject_of(event)
        self.recent.append(f"{event['type']}({subject})")
        for future in self._waiting.pop((event["type"], subject), ()):
            if not future.done():
                future.set_result(event)
        for listener in self.listeners:
            listener(event)

    def _fail_all(self) -> None:
        waiting = [f for futures in self._waiting.values() for f in futures]
        self._waiting.clear()
        for future in [*self._pending.values(), *waiting]:
            if not future.done():
                future.set_exception(AriGone(self.app))
                future.exception()  # nobody may be waiting any more

    def expect(self, types: str | tuple[str, ...], subject: str) -> asyncio.Future[Event]:
        """The next event of one of these types about `subject`. Register first, then act; cancel what is not needed."""
        future: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        keys = [(t, subject) for t in ((types,) if isinstance(types, str) else types)]
        for key in keys:
            self._waiting.setdefault(key, []).append(future)
        future.add_done_callback(lambda f: self._forget(keys, f))
        return future

    def _forget(self, keys: list[tuple[str, str]], future: asyncio.Future) -> None:
        for key in keys:
            futures = self._waiting.get(key, [])
            if future in futures:
                futures.remove(future)
            if not futures:
                self._waiting.pop(key, None)

    async def within(self, future: asyncio.Future[Event], seconds_max: float) -> Event:
        try:
            async with asyncio.timeout(seconds_max):
                return await future
        except TimeoutError:
            raise AriSilent(f"{self.app}: nothing within {seconds_max} s; last events {list(self.recent)}") from None

    async def ask(
        self, method: str, *path: str, body: Any = None, seconds_max: float = REQUEST_SECONDS_MAX, **query: Any
    ) -> Any:
        """One request; its JSON answer or None. Raises AriError, AriGone, AriSilent."""
        uri = "/".join(quote(p, safe="") for p in path) + (f"?{urlencode(query)}" if query else "")
        if not self.connected:
            raise AriGone(self.app)
        number = str(next(self._numbers))
        future = self._pending[number] = asyncio.get_running_loop().create_future()
        message = {"type": "RESTRequest", "request_id": number, "method": method, "uri": uri}
        if body is not None:
            message |= {"content_type": "application/json", "message_body": json.dumps(body)}
        try:
            await self._socket.send_str(json.dumps(message))  # type: ignore[union-attr]
            async with asyncio.timeout(seconds_max):
                answer = await future
        except TimeoutError:
            raise AriSilent(f"{method} {'/'.join(path)} unanswered for {seconds_max} s") from None
        except (aiohttp.ClientError, ConnectionError) as error:
            raise AriGone(self.app) from error
        finally:
            self._pending.pop(number, None)
        if answer["status_code"] >= 300:
            raise AriError(answer["status_code"], method, uri, answer.get("message_body"))
        return json.loads(answer["message_body"]) if answer.get("message_body") else None

    async def push(self, kind: str, id: str, **fields: str) -> None:
        """Make or change a piece of SIP configuration that lives in Asterisk's memory alone."""
        body = {"fields": [{"attribute": k, "value": v} for k, v in fields.items()]}
        await self.ask("PUT", "asterisk", "config", "dynamic", "res_pjsip", kind, id, body=body)

    async def try_ask(self, method: str, *path: str, **query: Any) -> bool:
        """For what may be gone or done already: False instead of Asterisk's refusal."""
        try:
            await self.ask(method, *path, **query)
        except AriError:
            return False
        return True
