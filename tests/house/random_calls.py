"""Random but lawful steps of calls with more than two: transfers, colleagues, lines, an insult, calling campaigns.

For `random_journals`: each gives a command to ask, facts of rows to tell, or None where nothing can be asked now.
"""

from __future__ import annotations

from collections.abc import Sequence

from palabre.channels.voice import commands as voice
from palabre.channels.voice.model.silence import WHYS
from palabre.flows import commands as flows
from palabre.foundations.decision import Command, World
from palabre.foundations.facts import Fact
from palabre.foundations.ids import uuid7
from palabre.outbound import commands as outbound
from palabre.outbound import facts as campaigns
from palabre.outbound.model.state import SHOWN

BEGIN = 1_700_000_000_000


def an_id(kind: int, number: int) -> str:
    return uuid7(BEGIN, bytes([kind]) + number.to_bytes(9, "big"))


CAMPAIGN = an_id(20, 1)
CONTACTS = [an_id(21, n) for n in range(200)]
MODES = ("progressive", "preview", "predictive")


def transfer(world: World, queues: Sequence[str], advisors: Sequence[str], a: int, b: int) -> Command | None:
    """Begun, swapped, completed, let go; an outside party leaves."""
    calls = world["voice"].calls
    talks = [(c, x) for c, call in calls.items() for x, leg in call.legs.items() if leg.state != "connecting"]
    if not talks:
        return None
    conversation, advisor = talks[a % len(talks)]
    call = calls[conversation]
    if call.outside and b % 3 == 0:
        return voice.ReportPartyLeft(conversation, call.outside)
    if call.transfer:
        if call.transfer.joined and b % 3 == 1:
            return voice.Swap(conversation, call.transfer.by)
        kind = (voice.CompleteTransfer, voice.CancelTransfer)[b % 2]
        return kind(conversation, call.transfer.by)
    to = ("queue", "advisor", "number", "flow")[b % 4]
    target = {"queue": queues[a % len(queues)] if queues else "", "advisor": advisors[(a + b) % len(advisors)],
              "number": "", "flow": an_id(11, 1)}[to]  # fmt: skip
    id = an_id(22, world.number)
    return voice.BeginTransfer(conversation, advisor, id, to, target, to == "flow" or a % 3 == 0)


def line(world: World, queues: Sequence[str], advisors: Sequence[str], a: int, b: int) -> Command | None:
    """What an advisor does at her line, or is told of it; a call that she begins herself."""
    state = world["voice"]
    talks = [(c, x) for c, call in state.calls.items() for x in call.legs]
    routed = world["routing"].advisors
    free = [x for x in advisors if (her := routed.get(x)) and her.signed_in and not (her.talks or her.offers)]
    free = free if len(free) > 1 else list(advisors)
    advisor = free[a % len(free)]
    inner = next(iter(state.internals.items()), None)
    hers = talks[a % len(talks)] if talks else None
    if inner and b % 2:
        return (voice.AnswerColleague(inner[0], inner[1].called) if inner[1].state == "ringing" and b % 4 == 1
                else voice.EndInternalCall(inner[0], inner[1].caller if b % 3 else None))  # fmt: skip
    if state.internal_ends and b % 7 == 0:
        reader, ends = next(iter(state.internal_ends.items()))
        return voice.SeeInternalEnd(ends[0].call, reader)
    if state.abuses and b % 2:
        return voice.SeeAbuse(next(iter(state.abuses)), "supervisor")
    several: tuple[Command | None, ...] = (
        hers and _line_told(*hers, a, b),
        hers and voice.Mute(*hers, on=a % 2 == 0),
        (hers and a % 4 == 0 and voice.ReportAbuse(*hers, pause=b % 2 == 0)) or None,
        (state.abuses and voice.SeeAbuse(next(iter(state.abuses)), "supervisor")) or None,
        voice.CallColleague(advisor, free[(a + 1) % len(free)]),
        (queues and flows.CallNumber(an_id(23, world.number), advisor, queues[a % len(queues)])) or None,
        flows.CancelOwnCall(advisor),
        _standby_lost(state),
    )  # fmt: skip
    return several[b % len(several)]


def _line_told(conversation: str, advisor: str, a: int, b: int) -> Command:
    """How it sounds; or that nothing is heard on it, then something again."""
    end, whose = (("advisor", advisor), ("customer", None))[b // 8 % 2]
    if a % 3 == 0:
        return voice.ReportSilence(conversation, end, whose, ("", *WHYS)[a // 3 % (len(WHYS) + 1)])
    return voice.ReportQuality(conversation, end, whose, (4.3, 2.1)[a % 2], ("good", "bad")[a % 2])


def _standby_lost(state) -> Command | None:
    kept = next(iter(state.kept.items()), None)
    return kept and voice.ReportStandbyLost(kept[0], kept[1][0])


def campaign(world: World, a: int, b: int, queue: str, now: int) -> Command | tuple[Fact, ...] | None:
    """Set, supplied, withdrawn; read about, dialled or passed on; what became of somebody."""
    state = world["outbound"]
    shown = [(c, x) for c, x in state.attempts.items() if x.state == SHOWN]
    if shown and b % 2:
        contact, attempt = shown[a % len(shown)]
        return (outbound.DialShown if a % 3 else outbound.SkipShown)(contact, attempt.advisor)
    if CAMPAIGN not in state.campaigns or b % 11 == 0:
        standing = ("running", "running", "running", "paused")[a % 4]
        return (campaigns.CampaignSet(0, CAMPAIGN, queue, standing, MODES[(a + b) % 3], 30, 20, 8, 30),)
    if b % 11 == 2:
        return (campaigns.ContactsWithdrawn(0, CAMPAIGN, (CONTACTS[(a * 5) % len(CONTACTS)],)),)
    if b % 11 == 4 and state.talks:
        conversation, contact = next(iter(state.talks.items()))
        return (campaigns.ContactDisposed(0, CAMPAIGN, contact, conversation, a % 2 == 0),)
    known = {c for c, _ in state.campaigns[CAMPAIGN].supply} | set(state.attempts)
    fresh = [c for c in CONTACTS if c not in known][a % 7 :][:3]
    until = tuple(now + (400, 10**9)[(a + n) % 2] for n in range(len(fresh)))
    return (campaigns.ContactsSupplied(0, CAMPAIGN, tuple(fresh), until),)
