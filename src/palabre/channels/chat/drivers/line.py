"""The customer's side of a chat as a flow sees it: words become messages, options become buttons.

What is said again after a restart finds what was said before: each message of the line is numbered by the cursor,
and the runner sets the cursor back to where the step began. So the step sees the same answers and says nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from palabre.channels.chat import actions
from palabre.channels.chat.drivers.answers import fits, match
from palabre.channels.chat.drivers.secret import SecretEar
from palabre.channels.ports import (
    CAPABILITIES,
    CHOSEN,
    COLLECTED,
    SILENCE,
    WRONG,
    Choice,
    Collected,
    CustomerGone,
    Option,
    Prompt,
    words,
)
from palabre.conversations.actions.messages import Message, list_messages, send_message
from palabre.conversations.facts import ConversationClosed, CustomerLeft, MessageReceived
from palabre.conversations.problems import ConversationIsClosed
from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services


class ChatLine:
    """Implements channels.ports.Line. `key`: tells this run's messages from another run's of the same conversation."""

    channel = actions.CHANNEL

    def __init__(
        self,
        services: Services,
        follower: Follower,
        tenant: TenantId,
        conversation: ConversationId,
        key: str,
        language: str = "",
    ) -> None:
        self.conversation, self.capabilities = conversation, CAPABILITIES[self.channel]
        self._services, self._follower, self._scope, self._key = services, follower, Scope(tenant), key
        self.language = language
        self._taken, self._said = 0, 0  # number of the last message taken, messages said
        self._waiting = False
        self._heard = asyncio.Event()
        self._leave = follower.subscribe(self._on_fact)

    @property
    def cursor(self) -> str:
        return f"{self._taken}:{self._said}"

    @cursor.setter
    def cursor(self, value: str) -> None:
        taken, _, said = value.partition(":")
        self._taken, self._said = int(taken or 0), int(said or 0)

    def close(self) -> None:
        """Stop listening to the stream; the run is over or goes on elsewhere."""
        self._leave()

    # -- what a step asks

    async def say(self, prompts: Sequence[Prompt], *, language: str, interruptible: bool) -> str:
        self._waiting = False
        await self._send(words(prompts))
        return ""

    async def choose(
        self, prompts: Sequence[Prompt], options: Sequence[Option], *, language: str, seconds: float, typed: str = ""
    ) -> Choice:
        self._waiting = False
        shown = [{"key": o.key, "label": o.label or o.key} for o in options]
        question = await self._send(words(prompts), kind="options", data={"options": shown})
        answer = await self._answer(question, seconds)
        if answer is None:
            return Choice(None, SILENCE)
        option = match(answer, options, question.id if question else "")
        return Choice(option, CHOSEN if option else WRONG)

    async def collect(
        self,
        prompts: Sequence[Prompt],
        *,
        language: str,
        kind: str,
        length_min: int,
        length_max: int,
        end_key: str,
        seconds: float,
        secret: bool,
        typed: str = "",
    ) -> Collected:
        self._waiting = False
        if secret:
            value = await self._secret(words(prompts), kind, length_max, seconds)
        else:
            answer = await self._answer(await self._send(words(prompts)), seconds)
            value = answer.text if answer else None
        if value is None:
            return Collected("", SILENCE)
        value, reason = fits(value, kind, length_min, length_max, end_key)
        return Collected(value if reason == COLLECTED else "", reason)

    async def wait_begin(self, *, music: str, language: str) -> None:
        """Said once; the position is shown live by the widget's socket, from the stream."""
        if not self._waiting:
            self._waiting = True
            await self._send("", kind="status", data={"code": "waiting"})

    async def wait_say(self, prompts: Sequence[Prompt], *, language: str) -> None:
        await self._send(words(prompts))

    async def transfer(self, number: str, *, seconds: float) -> str:
        return "refused"

    async def take_message(self, key: str, *, seconds_max: int, silence_seconds: int) -> None:
        """Who writes needs no voice message."""

    async def allow_recording(self, allowed: bool) -> None:
        """Nothing of a chat is recorded but its messages."""

    async def hang_up(self, reason: str) -> None:
        """The customer reads that it is over; the end of the run ends the conversation."""
        try:
            await self._send("", kind="status", data={"code": "closed", "reason": reason})
        except CustomerGone:
            pass

    # -- how

    def _on_fact(self, number: int, fact: Fact) -> None:
        if (
            isinstance(fact, MessageReceived | CustomerLeft | ConversationClosed)
            and fact.conversation == self.conversation
        ):
            self._heard.set()

    def _check_present(self) -> None:
        alive = self._follower.world["conversations"].conversations.get(self.conversation)
        if alive is None or not alive.present:
            raise CustomerGone()

    async def _send(
        self, text: str, *, kind: str = "text", data: dict | None = None, secret: bool = False
    ) -> Message | None:
        if not text and kind == "text":
            return None
        self._check_present()
        self._said += 1  # first: a wait that is cut short must not reuse the place
        try:
            async with self._services.database.transaction(self._scope) as tx:
                message = await send_message(
                    tx,
                    self.conversation,
                    None,
                    text,
                    kind=kind,
                    data=data,
                    provider_id=f"line:{self._key}:{self._said}",
                )
                if secret:
                    await actions.await_secret(tx, self.conversation, message.id)
        except ConversationIsClosed:
            raise CustomerGone() from None
        return message

    async def _answer(self, question: Message | None, seconds: float) -> Message | None:
        """The first message after the question; None after `seconds`. What came before was no answer to it."""
        past = max(self._taken, question.number or 0) if question else self._taken
        try:
            async with asyncio.timeout(seconds):
                return await self._next(past)
        except TimeoutError:
            return None

    async def _next(self, past: int) -> Message:
        while True:
            self._heard.clear()
            async with self._services.database.transaction(self._scope) as tx:
                found = [
                    m
                    for m in await list_messages(tx, self.conversation, after_number=past)
                    if m.direction == "in" and m.kind != "secret"
                ]
            if found:
                self._taken = found[0].number or past
                return found[0]
            self._check_present()
            await self._heard.wait()

    async def _secret(self, text: str, kind: str, length_max: int, seconds: float) -> str | None:
        """The value goes from the socket to here in memory, and is written nowhere."""
        async with SecretEar(self._services.bus, self._scope.tenant, self.conversation) as ear:
            await self._send(
                text, kind="ask", data={"secret": True, "kind": kind, "length_max": length_max}, secret=True
            )
            try:
                return await ear.listen(seconds, self._gone)
            finally:
                async with self._services.database.transaction(self._scope) as tx:
                    await actions.await_secret(tx, self.conversation, None)

    async def _gone(self) -> None:
        """Returns by raising CustomerGone once she has left."""
        while True:
            self._heard.clear()
            self._check_present()
            await self._heard.wait()
