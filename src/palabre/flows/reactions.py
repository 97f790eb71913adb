"""What happens after what: the one table that joins conversations, routing and channels, in the same commit.

| after                              | then                                                                        |
|------------------------------------|-----------------------------------------------------------------------------|
| FlowBegan / FlowEnded              | the flow's segment opens / closes                                           |
| WorkItemQueued                     | the flow's segment gives way to the queue's                                 |
| OfferMade / OfferEnded             | a ring segment opens / closes                                               |
| OfferEnded accepted                | the queue's segment closes, her talk opens, the channel connects her        |
| EffectEnded: connecting failed     | her work item is interrupted: back to the head, the customer hears why      |
| EffectEnded: hold on / off         | talk gives way to hold (consult with a second party) / hold to talk         |
| Transfer…                          | `model/transfers`: sought, consulted, handed over, let go                   |
| TransferJoined of a take-over      | `model/taking_over`: the advisor's part ends, the supervisor has the call   |
| LegGivenUp                         | as when connecting failed                                                   |
| WorkItemInterrupted                | her segments close, the channel lets her go and has the customer wait again |
| CustomerLeft                       | everything but wrap-up closes, advisors are disconnected                    |
| WorkItemEnded handled              | her talk closes; the last one releases the conversation                     |
| WorkItemEnded unanswered           | the queue's segment closes, the flow has the customer again, or nobody: end |
| WrapUpStarted / WrapUpEnded        | her wrap-up segment opens / closes                                          |
| nothing open, nobody waiting       | the conversation closes                                                     |

Routing's own part (CustomerLeft ends offers and items, wrap-up begins) is routing's `follow`, which speaks first.
"""

from __future__ import annotations

from types import ModuleType

from palabre.channels.chat import model as chat
from palabre.channels.voice import commands as voice_commands
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import transferring as voice_transfers
from palabre.channels.voice.model import verbs as voice
from palabre.channels.voice.problems import NotOnThisCall
from palabre.conversations import facts as conversation_facts
from palabre.conversations.model import close_conversation, close_segments, open_segment
from palabre.flows import facts
from palabre.flows.model import taking_over, transfers, transfers_follow, transfers_seen
from palabre.foundations.decision import Decision, Room, World
from palabre.foundations.ids import AdvisorId, ConversationId, RunId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts

CHANNELS: dict[str, ModuleType] = {"voice": voice, "chat": chat}
HERS = ("talk", "hold", "consult")
UNANSWERED = ("longest_wait", "not_taken", "queue_removed")
# how a conversation ended, where its run was the last to have it
_REASONS = {"handed_over": "handled", "customer_gone": "abandoned"}


class State:
    """`runs`: the run, and its flow, that has each conversation. `over`: who had it last, in its present life."""

    def __init__(self) -> None:
        self.runs: dict[ConversationId, tuple[RunId, str]] = {}
        self.over: dict[ConversationId, RunId] = {}


# -- evolve


def _began(state: State, fact: facts.FlowBegan, number: int) -> None:
    state.runs[fact.conversation] = (fact.run, fact.flow)


def _flow_over(state: State, fact: facts.FlowEnded, number: int) -> None:
    if state.runs.get(fact.conversation, ("",))[0] == fact.run:
        del state.runs[fact.conversation]
        state.over[fact.conversation] = fact.run


def _forgotten(state: State, fact: conversation_facts.ConversationClosed, number: int) -> None:
    state.runs.pop(fact.conversation, None)
    state.over.pop(fact.conversation, None)


# -- small questions


def _alive(d: Decision, conversation: ConversationId):
    return d.state("conversations").conversations.get(conversation)


def _channel(d: Decision, conversation: ConversationId) -> ModuleType:
    alive = _alive(d, conversation)
    return CHANNELS[alive.channel] if alive and alive.channel in CHANNELS else chat


def _items(d: Decision, conversation: ConversationId) -> list:
    """Work items of a conversation still waiting, offered or talked about."""
    return [i for i in d.state("routing").conversations.get(conversation, ()) if i.state != "wrap_up"]


def _item_with(d: Decision, conversation: ConversationId, advisor: AdvisorId):
    return next((i for i in _items(d, conversation) if i.advisor == advisor and i.state == "talking"), None)


def close_when_over(d: Decision, conversation: ConversationId, reason: str) -> None:
    """Nothing is open, nobody waits, no machine has it; a caller must be gone too, for her line outlives our part."""
    alive = _alive(d, conversation)
    if alive is None or alive.segments or conversation in d.state("flows").runs:
        return
    if d.state("routing").conversations.get(conversation):
        return  # somebody is sought, talks, or has her wrap-up
    if alive.channel == "voice" and alive.present:
        return
    close_conversation(d, conversation, reason)


# -- the table


def _after_opened(d: Decision, fact: conversation_facts.ConversationOpened, number: int) -> None:
    if fact.reconstructed:
        close_conversation(d, fact.conversation, "reconstructed")


def _after_began(d: Decision, fact: facts.FlowBegan, number: int) -> None:
    # a flow that queues at once may be overtaken by its own command: the machine's part is then over before it is told
    if _alive(d, fact.conversation) and not _items(d, fact.conversation):
        open_segment(d, fact.conversation, "flow", fact.run, fact.flow)


def _after_ended(d: Decision, fact: facts.FlowEnded, number: int) -> None:
    if d.state("flows").over.get(fact.conversation) != fact.run:
        return  # of a life before: a late message made the conversation live again
    close_segments(d, fact.conversation, "flow", owner=fact.run, reason=fact.reason)
    close_when_over(d, fact.conversation, _REASONS.get(fact.reason, fact.reason))


def _after_queued(d: Decision, fact: routing_facts.WorkItemQueued, number: int) -> None:
    if transfers_follow.is_superfluous(d, fact):
        d.perform(routing_commands.CancelWorkItem(fact.item))
        return
    if transfers_seen.is_consulted(d, fact.conversation, fact.item):
        return  # her customer is on hold with her, and waits in no queue
    close_segments(d, fact.conversation, "flow", reason="queued")
    if _alive(d, fact.conversation):
        open_segment(d, fact.conversation, "queue", fact.queue, fact.item)


def _after_offer(d: Decision, fact: routing_facts.OfferMade, number: int) -> None:
    if _alive(d, fact.conversation):
        open_segment(d, fact.conversation, "ring", fact.advisor, fact.item)


def _after_offer_ended(d: Decision, fact: routing_facts.OfferEnded, number: int) -> None:
    close_segments(d, fact.conversation, "ring", subject=fact.item, owner=fact.advisor, reason=fact.end)
    if fact.end != "accepted":
        return
    close_segments(d, fact.conversation, "queue", subject=fact.item, reason="accepted")
    if _alive(d, fact.conversation):
        open_segment(
            d, fact.conversation, transfers_seen.kind_of(d, fact.conversation, fact.item), fact.advisor, fact.item
        )
        _channel(d, fact.conversation).connect(d, fact.conversation, fact.advisor, fact.session)
        transfers_follow.after_accepted(d, fact)


def _after_effect(d: Decision, fact: voice_facts.EffectEnded, number: int) -> None:
    call = d.state("voice").calls.get(fact.conversation)
    if call is None or not call.present:
        return
    transfers_follow.after_effect(d, fact)
    for item in _items(d, fact.conversation):
        if item.state == "talking" and fact.outcome != "done" and item.advisor not in call.legs:
            _interrupt(d, item.id, fact.detail or fact.outcome)
    transfers_seen.show(d, fact.conversation)


def _after_transfer(
    d: Decision, fact: voice_facts.TransferJoined | voice_facts.TransferEnded, number: int
) -> None:
    if isinstance(fact, voice_facts.TransferJoined):
        taking_over.after_joined(d, fact)
    transfers_seen.show(d, fact.conversation)


def _after_given_up(d: Decision, fact: voice_facts.LegGivenUp, number: int) -> None:
    if transfers_follow.after_given_up(d, fact):
        return
    if item := _item_with(d, fact.conversation, fact.advisor):
        _interrupt(d, item.id, "advisor_lost")


def _interrupt(d: Decision, item: WorkItemId, reason: str) -> None:
    try:
        d.perform(routing_commands.InterruptWorkItem(item, reason))
    except Problem:
        pass  # it ended by another way in this very batch


def _after_interrupted(d: Decision, fact: routing_facts.WorkItemInterrupted, number: int) -> None:
    conversation = fact.conversation
    close_segments(d, conversation, *HERS, subject=fact.item, reason=fact.reason)
    if transfers_follow.after_interrupted(d, fact):
        return
    channel = _channel(d, conversation)
    channel.disconnect(d, conversation, fact.advisor)
    channel.wait_again(d, conversation)


def _after_left(d: Decision, fact: conversation_facts.CustomerLeft, number: int) -> None:
    close_segments(d, fact.conversation, "flow", "queue", "ring", *HERS, reason=fact.reason)
    transfers_follow.after_left(d, fact.conversation)
    call = d.state("voice").calls.get(fact.conversation)
    for advisor in list(call.legs) if call else ():
        voice.disconnect(d, fact.conversation, advisor)
    close_when_over(d, fact.conversation, "handled" if _talked(d, fact.conversation) else "abandoned")


def _talked(d: Decision, conversation: ConversationId) -> bool:
    call = d.state("voice").calls.get(conversation)
    alive = _alive(d, conversation)
    return bool(call and (call.legs or call.outside)) or bool(alive and alive.open_segments("wrap_up"))


def _after_item(d: Decision, fact: routing_facts.WorkItemEnded, number: int) -> None:
    conversation = fact.conversation
    close_segments(d, conversation, "queue", "ring", *HERS, subject=fact.item, reason=fact.reason)
    alive = _alive(d, conversation)
    if alive is None or transfers_follow.after_item(d, fact):
        return
    if transfers_seen.has_her(d, conversation):
        return
    if fact.reason == "handled" and not _items(d, conversation):
        if alive.present:
            _channel(d, conversation).release(d, conversation)
    elif alive.present and conversation in d.state("flows").runs and not _items(d, conversation):
        open_segment(d, conversation, "flow", *d.state("flows").runs[conversation])
    elif alive.present and not _items(d, conversation) and _we_called(d, conversation):
        _channel(d, conversation).release(d, conversation)  # no flow has her, and nobody comes
    elif alive.present and not _items(d, conversation) and fact.reason in UNANSWERED and alive.channel == "voice":
        voice_transfers.give_to_flow(d, conversation)  # transferred, and nobody came
    close_when_over(d, conversation, fact.reason)


def _we_called(d: Decision, conversation: ConversationId) -> bool:
    call = d.state("voice").calls.get(conversation)
    return call is not None and call.outbound


def _after_wrap_up(d: Decision, fact: routing_facts.WrapUpStarted, number: int) -> None:
    if _alive(d, fact.conversation):
        open_segment(d, fact.conversation, "wrap_up", fact.advisor, fact.item)


def _after_wrap_up_ended(d: Decision, fact: routing_facts.WrapUpEnded, number: int) -> None:
    close_segments(d, fact.conversation, "wrap_up", subject=fact.item)
    close_when_over(d, fact.conversation, "handled")


# -- commands that need more than one room


def _hang_up(d: Decision, command: voice_commands.HangUp) -> None:
    """The advisor hangs up: her item is handled, which releases the call; where another is with her customer, that one
    keeps her."""
    if transfers.hangs_up(d, command.conversation, command.advisor):
        return
    item = _item_with(d, command.conversation, command.advisor)
    if item is None:
        raise NotOnThisCall(conversation=command.conversation)
    d.perform(routing_commands.FinishWorkItem(item.id, command.advisor))


# -- snapshot


def _dump(state: State) -> dict:
    return {"runs": {c: list(r) for c, r in state.runs.items()}, "over": state.over}


def _load(world: World, data: dict) -> State:
    state = State()
    state.runs = {ConversationId(c): (RunId(run), flow) for c, (run, flow) in data["runs"].items()}
    state.over = {ConversationId(c): RunId(run) for c, run in data.get("over", {}).items()}
    return state


ROOM = Room(
    name="flows",
    new_state=lambda world: State(),
    evolve={facts.FlowBegan: _began, facts.FlowEnded: _flow_over, conversation_facts.ConversationClosed: _forgotten},
    commands={voice_commands.HangUp: _hang_up, **transfers.COMMANDS, **taking_over.COMMANDS},
    follow={
        conversation_facts.ConversationOpened: _after_opened,
        conversation_facts.CustomerLeft: _after_left,
        facts.FlowBegan: _after_began,
        facts.FlowEnded: _after_ended,
        routing_facts.WorkItemQueued: _after_queued,
        routing_facts.OfferMade: _after_offer,
        routing_facts.OfferEnded: _after_offer_ended,
        routing_facts.WorkItemInterrupted: _after_interrupted,
        routing_facts.WorkItemEnded: _after_item,
        routing_facts.WrapUpStarted: _after_wrap_up,
        routing_facts.WrapUpEnded: _after_wrap_up_ended,
        voice_facts.EffectEnded: _after_effect,
        voice_facts.LegGivenUp: _after_given_up,
        voice_facts.TransferEnded: _after_transfer,
        voice_facts.TransferJoined: _after_transfer,
    },
    dump=_dump,
    load=_load,
)
