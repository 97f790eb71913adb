"""What becomes of calling campaigns. Numbers and names stand in rows; here are ids and codes."""

from __future__ import annotations

from palabre.foundations.clock import Instant
from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, CallingCampaignId, ContactId, ConversationId, QueueId, SeatId


class CampaignSet(Fact, tag="outbound.CampaignSet.1"):
    """From rows: how a calling campaign is run from here on.

    `state`: running, paused, stopped. `mode`: preview, progressive, predictive. `ceiling_permille`: of those answered
    by a person, how many of a thousand may find no advisor. `greeting_seconds`: within which one must be there.
    `day_offset_ms`: from UTC to the tenant's own time, by which days are counted.
    """

    campaign: CallingCampaignId
    queue: QueueId
    state: str
    mode: str
    ceiling_permille: int
    ring_seconds: int
    preview_seconds: int
    lines_max: int
    day_offset_ms: int = 0
    greeting_seconds: float = 2.0


class ContactsSupplied(Fact, tag="outbound.ContactsSupplied.1"):
    """From rows, in the transaction that took them from the list. `until`: beyond it each may not be dialled."""

    campaign: CallingCampaignId
    contacts: tuple[ContactId, ...]
    until: tuple[Instant, ...]


class ContactsWithdrawn(Fact, tag="outbound.ContactsWithdrawn.1"):
    """From rows: they are dialled no more (do-not-call, an import undone)."""

    campaign: CallingCampaignId
    contacts: tuple[ContactId, ...]


class ContactsReturned(Fact, tag="outbound.ContactsReturned.1"):
    """Supplied and not dialled: back to the list. `reason`: paused, stopped, hours_over."""

    campaign: CallingCampaignId
    contacts: tuple[ContactId, ...]
    reason: str


class SeatSought(Fact, tag="outbound.SeatSought.1"):
    """An advisor is sought for the campaign, whoever will answer; the work item is queued under the seat's id."""

    campaign: CallingCampaignId
    seat: SeatId


class SeatEnded(Fact, tag="outbound.SeatEnded.1"):
    """`reason`: reached, paused, nothing_to_dial, no_telephone, telephone_lost, skipped, not_reached, gone."""

    campaign: CallingCampaignId
    seat: SeatId
    reason: str


class ContactShown(Fact, tag="outbound.ContactShown.1"):
    """Preview: the advisor reads about whom she will call, until `deadline`."""

    campaign: CallingCampaignId
    contact: ContactId
    seat: SeatId
    advisor: AdvisorId
    deadline: Instant


class ContactDialled(Fact, tag="outbound.ContactDialled.1"):
    """The telephone's own fact of the dialling follows. `seat`, `advisor`: preview, who has read about
    her."""

    campaign: CallingCampaignId
    contact: ContactId
    seat: SeatId | None = None
    advisor: AdvisorId | None = None


class ContactAnswered(Fact, tag="outbound.ContactAnswered.1"):
    """Picked up. `deadline`: by when an advisor must be there."""

    campaign: CallingCampaignId
    contact: ContactId
    conversation: ConversationId
    deadline: Instant


class ContactReached(Fact, tag="outbound.ContactReached.1"):
    """An advisor has her, `waited_ms` after she picked up."""

    campaign: CallingCampaignId
    contact: ContactId
    conversation: ConversationId
    seat: SeatId
    advisor: AdvisorId
    waited_ms: int


class ContactAbandoned(Fact, tag="outbound.ContactAbandoned.1"):
    """Nobody was there for her in time: she hears the named message."""

    campaign: CallingCampaignId
    contact: ContactId
    conversation: ConversationId


class ContactTried(Fact, tag="outbound.ContactTried.1"):
    """The end of one attempt. `outcome`: one of model.rules.OUTCOMES. `day`: number of the tenant's day it counts
    in."""

    campaign: CallingCampaignId
    contact: ContactId
    outcome: str
    day: int
    conversation: ConversationId | None = None
    advisor: AdvisorId | None = None
    opted_out: bool = False


class ContactDisposed(Fact, tag="outbound.ContactDisposed.1"):
    """From rows: what the advisor says became of it. `person`: False for a machine, which then counts no more."""

    campaign: CallingCampaignId
    contact: ContactId
    conversation: ConversationId
    person: bool
