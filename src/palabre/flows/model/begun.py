"""Calls that an advisor begins of her own accord: to a customer's number, to a colleague; one that she ends for abuse.

| when                      | then                                                                            |
|---------------------------|---------------------------------------------------------------------------------|
| she calls a number        | she is reserved by a work item of her own, and the number is dialled            |
| it answers                | a conversation of its own, hers without a click                                 |
| it does not               | the item is cancelled, she is free again and sees why                           |
| she calls a colleague     | her telephone, then the other's; neither is offered anything while they talk    |
| she calls for help        | her telephone, then the number, whatever she was doing; nothing stands before it |
| abuse is reported         | she is let go, closing words, the end; a pause where the tenant's rule has one  |
"""

from __future__ import annotations

import msgspec

from palabre.channels.voice import commands as voice_commands
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import internal, lines
from palabre.channels.voice.model import verbs as voice
from palabre.channels.voice.problems import ColleagueAway, ColleagueBusy, NotOnThisCall, OwnCall
from palabre.flows import commands, facts
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Decision, Room, World
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts
from palabre.routing.model.state import AVAILABLE, TALKING
from palabre.routing.problems import AdvisorBusy

KIND, PURPOSE = "outbound", "click"
INTERNAL, PAUSE = "internal_call", "pause"  # statuses
RINGING, REACHED = "ringing", "reached"


class OwnCallState(msgspec.Struct):
    """Her last call to a number. `outcome` '': it rings; reached, busy, no_answer, refused, failed, cancelled…"""

    call: ConversationId
    item: WorkItemId
    since: Instant
    effect: EffectId = EffectId("")
    outcome: str = ""


class State:
    def __init__(self) -> None:
        self.calls: dict[AdvisorId, OwnCallState] = {}  # the last one of each
        self.efforts: dict[EffectId, AdvisorId] = {}  # index: what dials for her
        self.items: dict[WorkItemId, AdvisorId] = {}  # index: what keeps her, until it is over


def _state(d: Decision) -> State:
    return d.state("begun")


# -- to a number


def _call_number(d: Decision, command: commands.CallNumber) -> dict:
    """She is reserved at once or not at all: it is her call, nobody else's."""
    state, routing = _state(d), d.state("routing")
    her = routing.advisors.get(command.advisor)
    before = state.calls.get(command.advisor)
    if her is None or not her.serving or her.reserved or her.units or internal.of_advisor(
        d.state("voice"), command.advisor) or (before and not before.outcome):  # fmt: skip
        raise AdvisorBusy(advisor=command.advisor)
    reply = d.perform(routing_commands.QueueWorkItem(
        command.call, command.queue, KIND, reserve_seconds=limits.OWN_CALL_RING_SECONDS + limits.OPENING_SECONDS_MAX,
        preferred=command.advisor, preferred_seconds=1.0, wait_seconds=limits.OWN_CALL_RING_SECONDS))  # fmt: skip
    item = reply.get("item")
    if item is None or her.reserved != item:
        if item:
            d.perform(routing_commands.CancelWorkItem(item, "cancelled"))
        raise AdvisorBusy(advisor=command.advisor)
    d.emit(facts.OwnCallBegan(d.now, command.call, command.advisor, item))
    voice.dial(d, command.call, limits.OWN_CALL_RING_SECONDS, PURPOSE)
    return {"call": command.call}


def _cancel_own_call(d: Decision, command: commands.CancelOwnCall) -> None:
    own = _state(d).calls.get(command.advisor)
    if own and not own.outcome:
        _over(d, command.advisor, own, "cancelled")


def _after_effect(d: Decision, fact: voice_facts.EffectEnded, number: int) -> None:
    advisor = _state(d).efforts.get(fact.effect)
    own = _state(d).calls.get(advisor) if advisor else None
    if advisor and own and own.effect == fact.effect:
        if fact.outcome == "done" and not own.outcome:
            _answered(d, advisor, own, ConversationId(fact.detail))
        elif not own.outcome:  # who answers after she has given up is let go by callbacks, as anybody nobody wants
            _over(d, advisor, own, fact.detail or fact.outcome)
    _after_internal(d, fact)


def _answered(d: Decision, advisor: AdvisorId, own: OwnCallState, conversation: ConversationId) -> None:
    try:
        d.perform(routing_commands.ReachCustomer(own.item, conversation))
    except Problem:
        voice.release(d, conversation)
        return _over(d, advisor, own, "failed")
    d.emit(facts.OwnCallEnded(d.now, own.call, advisor, REACHED, conversation))


def _over(d: Decision, advisor: AdvisorId, own: OwnCallState, outcome: str) -> None:
    d.emit(facts.OwnCallEnded(d.now, own.call, advisor, outcome))
    try:
        d.perform(routing_commands.CancelWorkItem(own.item, "not_reached"))
    except Problem:
        pass  # it ended by another way in this very batch


def _after_item(d: Decision, fact: routing_facts.WorkItemEnded, number: int) -> None:
    """Her reservation was over before anybody answered: signed out, lost, removed."""
    if advisor := _state(d).items.get(fact.item):
        d.emit(facts.OwnCallEnded(d.now, _state(d).calls[advisor].call, advisor, "cancelled"))


def _after_released(d: Decision, fact: routing_facts.AdvisorReleased, number: int) -> None:
    """What was hers alone is given to nobody else."""
    own = _state(d).calls.get(fact.advisor)
    if own and own.item == fact.item and not own.outcome:
        _over(d, fact.advisor, own, "cancelled")


# -- to a colleague


def _call_colleague(d: Decision, command: voice_commands.CallColleague) -> dict:
    caller, called = (d.state("routing").advisors.get(id) for id in (command.caller, command.called))
    if caller is None or command.caller == command.called:
        raise ColleagueAway()
    if called is None or not called.signed_in or not called.present:
        raise ColleagueAway()
    for her in (caller, called):
        if her.talks or her.offers or her.reserved or internal.of_advisor(d.state("voice"), her.id):
            raise OwnCall(advisor=her.id) if her is caller else ColleagueBusy(advisor=her.id)
    call = internal.begin(d, command.caller, command.called, command.session, command.node)
    _keep_free(d, command.caller)
    return {"call": call}


def _call_help(d: Decision, command: voice_commands.CallHelp) -> dict:
    """No status, queue, wrap-up, reservation or call with a colleague keeps her from it."""
    if before := internal.of_advisor(d.state("voice"), command.caller):
        internal.end(d, before, "own_call")
    _keep_free(d, command.caller)
    return {"call": internal.begin(
        d, command.caller, AdvisorId(""), command.session, command.node, command.number)}  # fmt: skip


def _keep_free(d: Decision, advisor: AdvisorId) -> None:
    """Nothing is offered to her meanwhile, where anything would be."""
    her = d.state("routing").advisors.get(advisor)
    if her and her.status == AVAILABLE:
        d.perform(routing_commands.ChangeStatus(advisor, INTERNAL))


def _give_back(d: Decision, advisor: AdvisorId) -> None:
    her = d.state("routing").advisors.get(advisor)
    if her and her.signed_in and her.status == INTERNAL:
        d.perform(routing_commands.ChangeStatus(advisor, AVAILABLE))


def _after_answered(d: Decision, fact: voice_facts.ColleagueAnswered, number: int) -> None:
    _keep_free(d, fact.advisor)


def _after_internal_end(d: Decision, fact: voice_facts.InternalCallEnded, number: int) -> None:
    others = [one for one in d.state("voice").internals.values() if not one.ending]
    for advisor in (fact.caller, fact.called):
        if not any(advisor in (one.caller, one.called) for one in others):  # for help, from that very call
            _give_back(d, advisor)


def _after_internal(d: Decision, fact: voice_facts.EffectEnded) -> None:
    internal.after_effect(d, fact, 0)


# -- abuse


def _report_abuse(d: Decision, command: voice_commands.ReportAbuse) -> dict:
    """Her telephone first, then the words, then what every end of hers brings: wrap-up, release."""
    items = d.state("routing").conversations.get(command.conversation, ())
    item = next((i for i in items if i.advisor == command.advisor and i.state == TALKING), None)
    if item is None:
        raise NotOnThisCall(conversation=command.conversation)
    voice.disconnect(d, command.conversation, command.advisor)
    effect = lines.report_abuse(d, command.conversation, command.advisor)
    d.perform(routing_commands.FinishWorkItem(item.id, command.advisor))
    if command.pause:
        until = d.now + command.pause_ms if command.pause_ms else 0
        d.perform(routing_commands.ChangeStatus(command.advisor, PAUSE, until))
    return {"effect": effect}


# -- evolve


def _began(state: State, fact: facts.OwnCallBegan, number: int) -> None:
    if before := state.calls.get(fact.advisor):
        state.efforts.pop(before.effect, None)
    state.calls[fact.advisor] = OwnCallState(fact.call, fact.item, fact.at)
    state.items[fact.item] = fact.advisor


def _dialled(state: State, fact: voice_facts.DialRequested, number: int) -> None:
    """In the batch of its beginning, right after it."""
    for advisor in state.items.values() if fact.purpose == PURPOSE else ():
        own = state.calls[advisor]
        if own.call == fact.conversation:
            own.effect = fact.effect
            state.efforts[fact.effect] = advisor


def _call_ended(state: State, fact: facts.OwnCallEnded, number: int) -> None:
    own = state.calls.get(fact.advisor)
    if own and own.call == fact.call:
        own.outcome = fact.outcome
        state.items.pop(own.item, None)


def _signed_out(state: State, fact: routing_facts.AdvisorSignedOut, number: int) -> None:
    own = state.calls.get(fact.advisor)
    if own and own.outcome:
        state.efforts.pop(own.effect, None)
        del state.calls[fact.advisor]


def _dump(state: State) -> dict:
    return {"calls": msgspec.to_builtins(state.calls)}


def _load(world: World, data: dict) -> State:
    state = State()
    state.calls = msgspec.convert(data["calls"], dict[AdvisorId, OwnCallState])
    state.efforts = {own.effect: advisor for advisor, own in state.calls.items() if own.effect}
    state.items = {own.item: advisor for advisor, own in state.calls.items() if not own.outcome}
    return state


ROOM = Room(
    name="begun",
    new_state=lambda world: State(),
    evolve={
        facts.OwnCallBegan: _began,
        facts.OwnCallEnded: _call_ended,
        voice_facts.DialRequested: _dialled,
        routing_facts.AdvisorSignedOut: _signed_out,
    },
    commands={
        commands.CallNumber: _call_number,
        commands.CancelOwnCall: _cancel_own_call,
        voice_commands.CallColleague: _call_colleague,
        voice_commands.CallHelp: _call_help,
        voice_commands.ReportAbuse: _report_abuse,
    },
    follow={
        voice_facts.EffectEnded: _after_effect,
        voice_facts.ColleagueAnswered: _after_answered,
        voice_facts.InternalCallEnded: _after_internal_end,
        routing_facts.WorkItemEnded: _after_item,
        routing_facts.AdvisorReleased: _after_released,
    },
    dump=_dump,
    load=_load,
)
