"""What the driver knows of each call in progress. Memory only: read again from Asterisk and the stream at a start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, TenantId

# where the customer's channel is
FLOW, HOLDING, TALK = "flow", "holding", "talk"
KEYS_MAX = 64  # typed ahead and not yet asked for


def leg_id(effect: EffectId) -> str:
    """The advisor's channel: a repeat of the effect finds the first."""
    return f"leg-{effect}"


def far_id(effect: EffectId) -> str:
    """The channel of an outside party."""
    return f"far-{effect}"


def effect_of_leg(channel: str) -> EffectId | None:
    return EffectId(channel.removeprefix("leg-")) if channel.startswith("leg-") else None


@dataclass(eq=False)
class Leg:
    """An advisor's telephone in a call. `asked`: we hung it up ourselves."""

    channel: str
    effect: EffectId
    advisor: AdvisorId
    phone: str = ""
    session: str = ""  # the sign-in that was asked for
    since: int = 0  # rung at, ms: a telephone registered later is another page
    up: bool = False
    asked: bool = False
    kind: str = "advisor"  # or outside: nobody's, called by a number
    renewed: asyncio.Event = field(default_factory=asyncio.Event)  # while it rings: it has registered anew


@dataclass(eq=False)
class Calling:
    """A telephone that is being called. `advisor`: whose; '' somebody outside. `answered`: it is being joined, which is
    a moment: whoever wants it gone waits for that, for a talk half joined is nobody's."""

    task: asyncio.Task
    advisor: AdvisorId
    answered: bool = False
    _stopped: bool = False

    def stop(self) -> None:
        """Once: a second time would cut short what the first has begun, and the effect would stay unanswered."""
        if not self._stopped:
            self._stopped = True
            self.task.cancel()


@dataclass(eq=False)
class Call:
    """One customer on the line. `lock` orders what moves channels between bridges and begins playbacks."""

    tenant: TenantId
    conversation: ConversationId
    line: str
    entry: str
    language: str
    since: int = 0  # it came, ms; 0: before our start
    place: str = FLOW
    music: str = ""
    legs: dict[AdvisorId, Leg] = field(default_factory=dict)  # advisors' telephones that have answered
    outside: Leg | None = None  # a second party by an outside number
    aside_for: AdvisorId | str = ""  # all but she and the customer wait with music
    comforted: set[str] = field(default_factory=set)  # lines with music until the one they consult with is back
    far: str = ""  # the outside leg of a flow's transfer
    playback: str = ""
    playback_ended: asyncio.Future | None = None  # of that playback
    secret: bool = False  # nothing of this moment may be recorded
    moving: bool = False  # its number is moved here from an old system
    keys_wanted: bool = False  # digits count in the wait too
    asked_at: float = 0.0  # the loop's time since which something is asked that keys answer; 0: nothing is
    free: bool = False  # not answered yet: she hears us, nobody hears her, and pays nothing
    ended_by_us: str = ""  # why, when we hung up
    bridges: set[str] = field(default_factory=set)
    keys: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(KEYS_MAX))
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    gone: asyncio.Future = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    connecting: dict[EffectId, Calling] = field(default_factory=dict)  # telephones that are called
    run: asyncio.Task | None = None
    recording: object | None = None
    unrecorded: set[str] = field(default_factory=set)  # why nothing may be kept just now: recorder.REASONS
    recorded_whole: bool = False  # flow and wait too
    ringing: dict[EffectId, Leg] = field(default_factory=dict)  # by the effect that calls them

    @property
    def parties(self) -> list[Leg]:
        """Everyone beside the customer."""
        return [*self.legs.values(), *([self.outside] if self.outside else [])]

    @property
    def beside(self) -> list[Leg]:
        """Of them those who would hear the customer, were she not on hold."""
        return [p for p in self.parties if self.aside_for in ("", p.advisor)]

    def leg_on(self, channel: str) -> Leg | None:
        return next((p for p in self.parties if p.channel == channel), None)

    def forget(self, leg: Leg) -> None:
        """It is no part of the call any more."""
        self.comforted.discard(leg.channel)
        if self.outside is leg:
            self.outside = None
        if self.legs.get(leg.advisor) is leg:
            del self.legs[leg.advisor]

    def leg_of(self, advisor: AdvisorId) -> Leg | None:
        """Her telephone in this call, once it has answered."""
        return next((p for p in self.parties if p.advisor == advisor and p.up), None)

    @property
    def is_waiting(self) -> bool:
        """With music, until somebody is hers."""
        return self.place == HOLDING

    @property
    def talk_bridge(self) -> str:
        return f"talk-{self.conversation}"

    @property
    def has_left(self) -> bool:
        return self.gone.done()

    def leave(self) -> None:
        if not self.gone.done():
            self.gone.set_result(None)

    def press(self, key: str) -> None:
        if not self.keys.full():
            self.keys.put_nowait(key)

    def forget_keys(self) -> str:
        """What was typed ahead, taken."""
        typed = ""
        while not self.keys.empty():
            typed += self.keys.get_nowait()
        return typed


class Calls:
    """Calls by conversation and by any of their channels."""

    def __init__(self) -> None:
        self._by_conversation: dict[ConversationId, Call] = {}
        self._by_channel: dict[str, Call] = {}

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._by_conversation.values()))

    def __len__(self) -> int:
        return len(self._by_conversation)

    def add(self, call: Call) -> None:
        self._by_conversation[call.conversation] = call
        self._by_channel[call.line] = call

    def add_channel(self, channel: str, call: Call) -> None:
        self._by_channel[channel] = call

    def drop_channel(self, channel: str) -> None:
        self._by_channel.pop(channel, None)

    def of(self, conversation: ConversationId) -> Call | None:
        return self._by_conversation.get(conversation)

    def of_channel(self, channel: str) -> Call | None:
        return self._by_channel.get(channel)

    def drop(self, call: Call) -> None:
        if self._by_conversation.get(call.conversation) is call:
            del self._by_conversation[call.conversation]
        for channel in [c for c, owner in self._by_channel.items() if owner is call]:
            del self._by_channel[channel]
