"""A customer given to somebody else, and second parties."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId


class TransferBegan(Fact, tag="voice.TransferBegan.1"):
    """An advisor seeks a second party for her customer, whom she keeps until she hands over, or (`blind`) not.

    `to`: queue, advisor, number, flow, take_over (by a supervisor, its target). `target`: its id; of a number rows keep
    it under `transfer`. `item`: the work item by which somebody is sought, '' none. `origin`: the queue the customer
    came by, '' none.
    """

    transfer: str
    conversation: ConversationId
    advisor: AdvisorId
    to: str
    target: str = ""
    blind: bool = False
    item: str = ""
    origin: str = ""


class TransferMoved(Fact, tag="voice.TransferMoved.1"):
    """Sought by another work item from here on: it overflowed."""

    transfer: str
    conversation: ConversationId
    item: str


class TransferLetGo(Fact, tag="voice.TransferLetGo.1"):
    """She does not wait for the second party: whoever is sought has the customer at once."""

    transfer: str
    conversation: ConversationId


class TransferJoined(Fact, tag="voice.TransferJoined.1"):
    """The second party is there. They speak alone while the customer is on hold, all three together when not."""

    transfer: str
    conversation: ConversationId


class TransferEnded(Fact, tag="voice.TransferEnded.1"):
    """`outcome`: handed_over, cancelled, left (the second party), customer_left, advisor_lost, or why nobody came:
    busy, no_answer, declined, not_taken, longest_wait, refused, failed…"""

    transfer: str
    conversation: ConversationId
    outcome: str


class PartyRequested(Fact, tag="voice.PartyRequested.1"):
    """Call the outside number that rows keep under `transfer` and join it: with those who consult while the customer is
    on hold, with her where she is not. Answered: done, or why not (busy, no_answer, refused…)."""

    effect: EffectId
    conversation: ConversationId
    transfer: str
    seconds: int
    blind: bool = False


class PartyEndRequested(Fact, tag="voice.PartyEndRequested.1"):
    """An outside party is let go. `party`: the effect that called it."""

    effect: EffectId
    conversation: ConversationId
    party: EffectId


class AsideRequested(Fact, tag="voice.AsideRequested.1"):
    """Whoever is consulted waits with music, apart from the customer and `advisor`, who consults; off: is heard again.
    Done, the customer is taken off hold."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class PartyLeft(Fact, tag="voice.PartyLeft.1"):
    """An outside party hung up."""

    conversation: ConversationId
    party: EffectId
