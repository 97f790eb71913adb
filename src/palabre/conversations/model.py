"""The life of conversations: who is present, which segments are open. Closed ones leave; their rows remain."""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from palabre.conversations import commands, facts
from palabre.conversations.problems import ConversationIsClosed
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.decision import Decision, Room, World
from palabre.foundations.ids import ConversationId, CustomerId, SegmentId

REMEMBERED_MS = 24 * HOUR  # a message for a conversation closed less long ago reopens it


class Segment(msgspec.Struct):
    kind: str
    owner: str
    subject: str
    opened_at: Instant


class Conversation(msgspec.Struct):
    channel: str
    customer: CustomerId | None
    entry: str
    opened_at: Instant
    present: bool = True
    messages: int = 0
    segments: dict[SegmentId, Segment] = {}

    def open_segments(self, *kinds: str, subject: str | None = None, owner: str | None = None) -> list[SegmentId]:
        return [
            id
            for id, s in self.segments.items()
            if (not kinds or s.kind in kinds)
            and (subject is None or s.subject == subject)
            and (owner is None or s.owner == owner)
        ]


class State:
    def __init__(self) -> None:
        self.conversations: dict[ConversationId, Conversation] = {}
        # instant, channel, in the order of closing; ordered as a list is, so that the first is found without a search
        self.closed: OrderedDict[ConversationId, tuple[Instant, str]] = OrderedDict()


# -- evolve


def _opened(state: State, fact: facts.ConversationOpened, number: int) -> None:
    state.conversations[fact.conversation] = Conversation(fact.channel, fact.customer, fact.entry, fact.at, segments={})


def _segment_opened(state: State, fact: facts.SegmentOpened, number: int) -> None:
    if conversation := state.conversations.get(fact.conversation):
        conversation.segments[fact.segment] = Segment(fact.kind, fact.owner, fact.subject, fact.at)


def _segment_closed(state: State, fact: facts.SegmentClosed, number: int) -> None:
    if conversation := state.conversations.get(fact.conversation):
        conversation.segments.pop(fact.segment, None)


def _message(state: State, fact: facts.MessageReceived | facts.MessageSent, number: int) -> None:
    if conversation := state.conversations.get(fact.conversation):
        conversation.messages += 1


def _left(state: State, fact: facts.CustomerLeft, number: int) -> None:
    if conversation := state.conversations.get(fact.conversation):
        conversation.present = False


def _returned(state: State, fact: facts.CustomerReturned, number: int) -> None:
    if conversation := state.conversations.get(fact.conversation):
        conversation.present = True


def _closed(state: State, fact: facts.ConversationClosed, number: int) -> None:
    if conversation := state.conversations.pop(fact.conversation, None):
        state.closed[fact.conversation] = (fact.at, conversation.channel)
    while state.closed and next(iter(state.closed.values()))[0] < fact.at - REMEMBERED_MS:
        state.closed.popitem(last=False)


def _reopened(state: State, fact: facts.ConversationReopened, number: int) -> None:
    state.closed.pop(fact.conversation, None)
    state.conversations[fact.conversation] = Conversation(fact.channel, None, "", fact.at, segments={}, messages=1)


def _repaired(state: State, fact: facts.ConversationRepaired, number: int) -> None:
    pass


# -- helpers for higher rooms


def open_segment(d: Decision, conversation: ConversationId, kind: str, owner: str, subject: str = "") -> SegmentId:
    id = SegmentId(d.next_id())
    d.emit(facts.SegmentOpened(d.now, id, conversation, kind, owner, subject))
    return id


def close_segment(d: Decision, conversation: ConversationId, segment: SegmentId, reason: str = "") -> None:
    d.emit(facts.SegmentClosed(d.now, segment, conversation, reason))


def close_segments(
    d: Decision,
    conversation: ConversationId,
    *kinds: str,
    reason: str = "",
    subject: str | None = None,
    owner: str | None = None,
) -> bool:
    """Close the open segments of these kinds (all when none is named); True when there was one."""
    alive = d.state("conversations").conversations.get(conversation)
    ids = alive.open_segments(*kinds, subject=subject, owner=owner) if alive else []
    for id in ids:
        close_segment(d, conversation, id, reason)
    return bool(ids)


def close_conversation(d: Decision, conversation: ConversationId, reason: str) -> None:
    if conversation in d.state("conversations").conversations:
        close_segments(d, conversation, reason=reason)
        d.emit(facts.ConversationClosed(d.now, conversation, reason))


# -- decide


def _customer_leaves(d: Decision, command: commands.CustomerLeaves) -> None:
    alive = d.state("conversations").conversations.get(command.conversation)
    if alive and alive.present:
        d.emit(facts.CustomerLeft(d.now, command.conversation, command.reason))


def _customer_returns(d: Decision, command: commands.CustomerReturns) -> None:
    alive = d.state("conversations").conversations.get(command.conversation)
    if alive and not alive.present:
        d.emit(facts.CustomerReturned(d.now, command.conversation))


def _close(d: Decision, command: commands.CloseConversation) -> None:
    if command.conversation not in d.state("conversations").conversations:
        raise ConversationIsClosed(conversation=command.conversation)
    close_conversation(d, command.conversation, command.reason)


def _repair(d: Decision, command: commands.RepairConversation) -> None:
    alive = d.state("conversations").conversations.get(command.conversation)
    if alive is None:
        return
    d.emit(facts.ConversationRepaired(d.now, command.conversation, command.what))
    if alive.present:
        d.emit(facts.CustomerLeft(d.now, command.conversation, "cut"))


def _message_for_the_closed(d: Decision, fact: facts.MessageReceived, number: int) -> None:
    """Rows still said open when the message came in; the owner had closed it meanwhile."""
    state: State = d.state("conversations")
    known = state.closed.get(fact.conversation)
    if fact.conversation not in state.conversations and known:
        d.emit(facts.ConversationReopened(d.now, fact.conversation, known[1]))


# -- snapshot


def _dump(state: State) -> dict:
    return {
        "conversations": msgspec.to_builtins(state.conversations),
        "closed": {k: list(v) for k, v in state.closed.items()},
    }


def _load(world: World, data: dict) -> State:
    state = State()
    state.conversations = msgspec.convert(data["conversations"], dict[ConversationId, Conversation])
    state.closed = OrderedDict((ConversationId(k), (at, channel)) for k, (at, channel) in data["closed"].items())
    return state


ROOM = Room(
    name="conversations",
    new_state=lambda world: State(),
    evolve={
        facts.ConversationOpened: _opened,
        facts.SegmentOpened: _segment_opened,
        facts.SegmentClosed: _segment_closed,
        facts.MessageReceived: _message,
        facts.MessageSent: _message,
        facts.CustomerLeft: _left,
        facts.CustomerReturned: _returned,
        facts.ConversationClosed: _closed,
        facts.ConversationReopened: _reopened,
        facts.ConversationRepaired: _repaired,
    },
    commands={
        commands.CustomerLeaves: _customer_leaves,
        commands.CustomerReturns: _customer_returns,
        commands.CloseConversation: _close,
        commands.RepairConversation: _repair,
    },
    follow={facts.MessageReceived: _message_for_the_closed},
    dump=_dump,
    load=_load,
)
