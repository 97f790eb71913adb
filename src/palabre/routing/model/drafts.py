"""Rules as people write them, by name, and as the partition knows them (QueueRules); and what to warn about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from palabre.foundations.clock import Instant
from palabre.foundations.ids import QueueId, SkillId
from palabre.routing.facts import Capacity, QueueRules, Requirement, Ring, Share
from palabre.routing.model.requirements import ranks_of

DEFAULT_CAPACITIES = (Capacity("voice", 1), Capacity("chat", 3))
CONVERSATIONS_MAX = 20

Seconds = Annotated[float, Meta(ge=0, le=7 * 24 * 3600)]
Level = Annotated[int, Meta(ge=1, le=10)]
Hours = tuple[tuple[Instant, Instant], ...]


class RequirementDraft(msgspec.Struct, frozen=True):
    """`kind`: skill (with `skill` and least `level`), all, any or not (with `parts`). `all` of nothing: everybody."""

    kind: Annotated[str, Meta(pattern="^(skill|all|any|not)$")]
    skill: str | None = None
    level: Level = 1
    parts: Annotated[tuple[RequirementDraft, ...], Meta(max_length=20)] = ()


class RingDraft(msgspec.Struct, frozen=True):
    """Who may take an item after so many seconds; the first begins at 0. `bands`: levels that count as equal."""

    after_seconds: Seconds
    requirement: RequirementDraft
    bands: Annotated[tuple[tuple[Level, Level], ...], Meta(max_length=10)] = ()


class ShareDraft(msgspec.Struct, frozen=True):
    """A part of a queue's offers wished for a site or a partner; `id` null: advisors of none. `share`: 0 to 1."""

    kind: Annotated[str, Meta(pattern="^(site|partner)$")]
    share: Annotated[float, Meta(ge=0, le=1)]
    id: str | None = None


class QueueOptions(msgspec.Struct, frozen=True):
    """Seconds as in QueueRules. `units`: 100 is one conversation of an advisor's capacity. `overflow`: another
    queue. `preferred_seconds`: for which a customer waits for her preferred advisor alone. `shares`: a wish among the
    free, over `share_window_seconds`; it makes nobody wait. `deferrable_below`: deferrable
    work, for advisors less occupied than this over the last 15 minutes; a call pushes it aside; 0: ordinary work."""

    target_seconds: Annotated[float, Meta(ge=1, le=7 * 24 * 3600)] = 20.0
    priority_seconds: Seconds = 0.0
    short_abandon_seconds: Seconds = 5.0
    wait_seconds_max: Annotated[float, Meta(ge=1, le=7 * 24 * 3600)] = 1800.0
    length_max: Annotated[int, Meta(ge=0, le=100_000)] = 1000
    offer_seconds: Annotated[float, Meta(ge=1, le=3600)] = 20.0
    wrap_up_seconds: Annotated[float, Meta(ge=0, le=3600)] = 30.0
    wrap_up_more_seconds: Annotated[float, Meta(ge=0, le=3600)] = 60.0
    units: Annotated[int, Meta(ge=1, le=1000)] = 100
    auto_accept: bool = False
    decline_allowed: bool = True
    best_level_first: bool = False
    overflow: str | None = None
    preferred_seconds: Annotated[float, Meta(ge=0, le=3600)] = 30.0
    fairness: Annotated[str, Meta(pattern="^(longest_idle|least_occupied)$")] = "longest_idle"
    shares: Annotated[tuple[ShareDraft, ...], Meta(max_length=100)] = ()
    share_window_seconds: Annotated[float, Meta(ge=60, le=7 * 24 * 3600)] = 3600.0
    callback_priority_seconds: Seconds = 0.0
    deferrable_below: Annotated[float, Meta(ge=0, le=1)] = 0.0


class Queue(msgspec.Struct, frozen=True):
    """A queue's draft. `calendar`: its hours; null: always open."""

    id: QueueId
    name: str
    channel: str
    rings: tuple[RingDraft, ...]
    options: QueueOptions
    calendar: str | None = None
    active: bool = True
    version: int = 1


class Warning(msgspec.Struct, frozen=True):
    """Lawful, and probably not meant. `reason`: nobody_has_this, nobody_takes_this_channel, priority_starves_others."""

    queue: QueueId
    reason: str


class Abilities(msgspec.Struct, frozen=True):
    """What one advisor can do."""

    skills: Mapping[SkillId, int]
    capacities: Mapping[str, int]


def rules_of(queue: Queue, hours: Hours | None) -> QueueRules:
    options = msgspec.structs.asdict(queue.options)
    overflow = options.pop("overflow")
    options["shares"] = tuple(Share(s.kind, s.id, s.share) for s in queue.options.shares)
    rings = tuple(Ring(r.after_seconds, _requirement(r.requirement), r.bands) for r in queue.rings)
    return QueueRules(
        queue.id, queue.channel, rings, **options, overflow=QueueId(overflow) if overflow else None, open=hours
    )


def _requirement(draft: RequirementDraft) -> Requirement:
    return Requirement(draft.kind, SkillId(draft.skill or ""), draft.level, tuple(map(_requirement, draft.parts)))


def skills_of(rings: Iterable[RingDraft]) -> set[str]:
    return {skill for ring in rings for skill in _skills(ring.requirement)}


def _skills(draft: RequirementDraft) -> Iterator[str]:
    if draft.skill:
        yield draft.skill
    for part in draft.parts:
        yield from _skills(part)


def warnings(queues: Sequence[QueueRules], advisors: Sequence[Abilities]) -> list[Warning]:
    """What would keep customers waiting for nobody."""
    found = []
    for rules in queues:
        able = [a for a in advisors if any(rank is not None for rank in ranks_of(rules, a.skills))]
        if not able:
            found.append(Warning(rules.queue, "nobody_has_this"))
        elif not any(a.capacities.get(rules.channel) for a in able):
            found.append(Warning(rules.queue, "nobody_takes_this_channel"))
        if rules.priority_seconds > 3 * rules.target_seconds:
            found.append(Warning(rules.queue, "priority_starves_others"))
    return found
