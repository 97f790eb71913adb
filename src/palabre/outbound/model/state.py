"""What the partition knows of calling campaigns under way, and what facts do to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.decision import Decision, World
from palabre.foundations.ids import (
    AdvisorId,
    CallingCampaignId,
    ContactId,
    ConversationId,
    EffectId,
    SeatId,
    WorkItemId,
)
from palabre.outbound import facts
from palabre.outbound.model.pacing import PREVIEW, Learned, Tally

RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"
SOUGHT, CALLING, READY, NAMED = "sought", "calling", "ready", "named"   # of seats; NAMED: for one contact alone
SHOWN, RINGING, WAITING, SAYING, MET = "shown", "ringing", "waiting", "saying", "met"
KIND = "outbound"                    # of work items, and purpose of calls
DAY_MS = 24 * HOUR
DAYS = 30                            # a ceiling holds for a day, and for thirty


class Seat(msgspec.Struct):
    """An advisor sought for the campaign, then kept for it, then with her audio up."""

    campaign: CallingCampaignId
    state: str = SOUGHT
    item: WorkItemId | None = None
    advisor: AdvisorId | None = None
    effect: EffectId | None = None
    since: Instant = 0


class Attempt(msgspec.Struct):
    """One contact under way. `deadline`: of the card while it is shown, of the greeting while she waits."""

    campaign: CallingCampaignId
    state: str
    since: Instant
    seat: SeatId | None = None
    deadline: Instant = 0
    effect: EffectId | None = None
    conversation: ConversationId | None = None
    advisor: AdvisorId | None = None
    item: WorkItemId | None = None
    machine: bool = False


class Campaign(msgspec.Struct):
    """`supply`: contacts to dial, in order, each with the instant beyond which it may not be. `again_at`: no advisor is
    sought before. `days`: tallies by the tenant's days."""

    rules: facts.CampaignSet
    supply: list[tuple[ContactId, Instant]] = []
    days: dict[int, Tally] = {}
    learned: Learned = msgspec.field(default_factory=Learned)
    again_at: Instant = 0
    dialled: int = 0
    answered: int = 0

    def day_at(self, at: Instant) -> int:
        return (at + self.rules.day_offset_ms) // DAY_MS

    def tallies(self, at: Instant) -> tuple[Tally, Tally, Tally]:
        """Of today, of thirty days, of the whole."""
        today = self.day_at(at)
        recent = [t for d, t in self.days.items() if d > today - DAYS]
        return self.days.get(today, Tally()), summed(recent), summed(self.days.values())

    def spare(self, at: Instant) -> int:
        return min(t.spare(self.rules.ceiling_permille) for t in self.tallies(at))


def summed(tallies: Any) -> Tally:
    found = list(tallies)
    return Tally(sum(t.persons for t in found), sum(t.abandoned for t in found))


class State:
    """All but `campaigns`, `seats`, `attempts` are indices."""

    def __init__(self) -> None:
        self.campaigns: dict[CallingCampaignId, Campaign] = {}
        self.seats: dict[SeatId, Seat] = {}
        self.attempts: dict[ContactId, Attempt] = {}
        self.items: dict[WorkItemId, SeatId] = {}
        self.efforts: dict[EffectId, ContactId] = {}
        self.talks: dict[ConversationId, ContactId] = {}

    def seats_of(self, campaign: CallingCampaignId, *states: str) -> Iterator[tuple[SeatId, Seat]]:
        found = [(i, s) for i, s in self.seats.items() if s.campaign == campaign and (not states or s.state in states)]
        return iter(found)

    def attempts_of(self, campaign: CallingCampaignId, *states: str) -> list[tuple[ContactId, Attempt]]:
        hers = [(i, a) for i, a in self.attempts.items() if a.campaign == campaign]
        return [(i, a) for i, a in hers if not states or a.state in states]


def state_of(d: Decision) -> State:
    return d.state("outbound")


def deadline(state: State) -> Instant | None:
    instants = [a.deadline for a in state.attempts.values() if a.deadline and a.state in (SHOWN, WAITING)]
    instants += [at for id, c in state.campaigns.items() if (at := due(state, id, c)) is not None]
    return min(instants, default=None)


def due(state: State, id: CallingCampaignId, campaign: Campaign) -> Instant | None:
    """When an advisor may be sought again, or the hours of a contact are over."""
    found = [until for _, until in campaign.supply[:1]]
    if campaign.again_at and wants_seat(state, id, campaign):
        found.append(campaign.again_at)
    return min(found, default=None)


def wants_seat(state: State, id: CallingCampaignId, campaign: Campaign) -> bool:
    """One is sought at a time, and no more are kept than there are lines. Preview calls only with the advisor who
    reads; the others seek for who rings already, too."""
    seats = list(state.seats_of(id))
    if len(seats) >= campaign.rules.lines_max or any(s.state == SOUGHT for _, s in seats):
        return False
    if campaign.rules.state == RUNNING and campaign.supply:
        return True
    return unmet(state, id, campaign) > sum(1 for _, s in seats if s.state in (CALLING, READY))


def unmet(state: State, id: CallingCampaignId, campaign: Campaign) -> int:
    """Who rings or waits, and is nobody's by name."""
    if is_preview(campaign):
        return 0
    return sum(1 for _, a in state.attempts_of(id, RINGING, WAITING) if a.seat is None)


def dump(state: State) -> dict[str, Any]:
    return msgspec.to_builtins(
        {"campaigns": state.campaigns, "seats": state.seats, "attempts": state.attempts}, str_keys=True)


def load(world: World, data: dict[str, Any]) -> State:
    state = State()
    state.campaigns = msgspec.convert(data["campaigns"], dict[CallingCampaignId, Campaign], strict=False)
    state.seats = msgspec.convert(data["seats"], dict[SeatId, Seat])
    state.attempts = msgspec.convert(data["attempts"], dict[ContactId, Attempt])
    state.items = {s.item: i for i, s in state.seats.items() if s.item}
    for id, attempt in state.attempts.items():
        if attempt.effect:
            state.efforts[attempt.effect] = id
        if attempt.conversation:
            state.talks[attempt.conversation] = id
    return state


def is_preview(campaign: Campaign) -> bool:
    return campaign.rules.mode == PREVIEW
