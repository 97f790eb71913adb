"""A supervisor takes an advisor's call over: a consultation whose customer is not on hold, completed by itself.

| asked, or happens  | the customer              | the advisor | the supervisor          |
|--------------------|---------------------------|-------------|-------------------------|
| TakeOver           | talks on with the advisor | talks on    | her telephone is called |
| it has answered    | talks with the supervisor | wrap-up     | has the customer        |
| it does not answer | talks on with the advisor | talks on    | has nothing of it       |
"""

from __future__ import annotations

from palabre.channels.voice import commands as voice_commands
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import supervising, transferring
from palabre.channels.voice.problems import NotOnThisCall, OwnCall, TransferUnderWay
from palabre.flows.model import transfers, transfers_seen
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId
from palabre.routing import commands as routing_commands

TAKE_OVER = "take_over"


def take_over(d: Decision, c: voice_commands.TakeOver) -> dict:
    """As voice.TakeOver says."""
    call, item = transfers_seen.call_of(d, c.conversation), transfers_seen.item_with(d, c.conversation, c.advisor)
    leg, her = call.legs.get(c.advisor) if call else None, AdvisorId(c.person)
    if call is None or item is None or leg is None or leg.state != "up" or not call.present:
        raise NotOnThisCall(conversation=c.conversation)
    if any(her in other.legs for other in d.state("voice").calls.values()):
        raise OwnCall()
    if call.transfer or transferring.others(call, c.advisor):
        raise TransferUnderWay()
    taking = routing_commands.TakeWorkItem(c.conversation, item.queue, her, item.arrived, c.session)
    taken = d.perform(taking)["item"]
    transfer = d.next_id()
    d.emit(
        voice_facts.TransferBegan(
            d.now, transfer, c.conversation, c.advisor, TAKE_OVER, c.person, False, taken, item.queue
        )
    )
    supervising.end(d, c.conversation, c.person, "took_over")  # her telephone is called anew, as the advisor's it is
    return {"transfer": transfer}


def after_joined(d: Decision, fact: voice_facts.TransferJoined) -> None:
    """She is there: the advisor's part ends, and her wrap-up begins."""
    transfer = transfers_seen.transfer_of(d, fact.conversation)
    if transfer and transfer.id == fact.transfer and transfer.to == TAKE_OVER:
        transfers.hand_over(d, fact.conversation, transfer, AdvisorId(transfer.target))


COMMANDS = {voice_commands.TakeOver: take_over}
