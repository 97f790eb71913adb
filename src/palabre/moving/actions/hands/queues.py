"""Queues by files: one ring of skills. A queue with more than that is shown as its rules, and keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from palabre.foundations.ids import QueueId
from palabre.foundations.problems import NotFound
from palabre.moving.actions.hands import names
from palabre.moving.actions.hands.names import every
from palabre.moving.actions.hands.work import Work
from palabre.moving.model import cells
from palabre.moving.model.judging import Thing
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import create_queue, edit_queue, get_queue, list_queues
from palabre.routing.model.drafts import Queue, QueueOptions, RequirementDraft, RingDraft
from palabre.tenants.model.words import fold

_OPTIONS = ("target_seconds", "wrap_up_seconds")


class Queues:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        every_one = await every(tx, list_queues, active=None)
        found = {fold(one.name): one for one in every_one}
        skills, hours = await names.names(tx, "skills"), await names.names(tx, "hours")
        queues = {one.id: one.name for one in every_one}
        return {key: _thing(found[key], skills, hours, queues) for key in keys if key in found}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        hours = await _id(work.tx, "hours", fields.get("hours", ""))
        rings = await _rings(work.tx, fields.get("skills", ""))
        if there is None:
            options = QueueOptions(**_seconds(fields))
            made = await create_queue(work.tx, name=fields["name"], channel=fields.get("channel") or "voice",
                                      rings=rings, options=options, calendar=hours)  # fmt: skip
            id = made.id
        else:
            now = await get_queue(work.tx, QueueId(there.id))
            options = msgspec.structs.replace(now.options, **_seconds(fields), overflow=None)
            if fold(fields.get("overflow", "")) == fold(there.fields["overflow"]):
                options = msgspec.structs.replace(options, overflow=now.options.overflow)
            id = (await edit_queue(work.tx, now.id, now.version, rings=rings, options=options, calendar=hours,
                                   active=True)).id  # fmt: skip
        if fields.get("overflow", "") not in ("", "-"):
            work.later.append(lambda: _overflow(work.tx, id, fields["overflow"]))

    async def take_away(self, work: Work, there: Thing) -> None:
        """Out of service, and leaning on nothing any more."""
        now = await get_queue(work.tx, QueueId(there.id))
        nobody = (RingDraft(0, RequirementDraft("all")),)
        options = msgspec.structs.replace(now.options, overflow=None)
        await edit_queue(work.tx, now.id, now.version, active=False, calendar=None, rings=nobody, options=options)


async def _overflow(tx: Transaction, id: QueueId, name: str) -> None:
    to = (await names.ids(tx, "queues")).get(fold(name))
    now = await get_queue(tx, id)
    if to is None:
        raise NotFound(what="queue")
    if now.options.overflow != to:
        await edit_queue(tx, id, now.version, options=msgspec.structs.replace(now.options, overflow=to))


async def _id(tx: Transaction, kind: str, name: str) -> str | None:
    if name in ("", "-"):
        return None
    found = (await names.ids(tx, kind)).get(fold(name))
    if found is None:
        raise NotFound(what=kind)
    return found


async def _rings(tx: Transaction, text: str) -> tuple[RingDraft, ...]:
    if text.startswith("["):
        return msgspec.json.decode(text, type=tuple[RingDraft, ...])
    ids = await names.ids(tx, "skills")
    wanted = [RequirementDraft("skill", ids[fold(name)], level) for name, level in cells.read_skills(text).items()]
    return (RingDraft(0, wanted[0] if len(wanted) == 1 else RequirementDraft("all", parts=tuple(wanted))),)


def _seconds(fields: Mapping[str, str]) -> dict[str, float]:
    return {name: float(fields[name]) for name in _OPTIONS if fields.get(name)}


def _thing(one: Queue, skills: Mapping[str, str], hours: Mapping[str, str], queues: Mapping[str, str]) -> Thing:
    fields = {
        "name": one.name, "channel": one.channel, "hours": hours.get(one.calendar or "", ""),
        "skills": _written(one.rings, skills), "overflow": queues.get(one.options.overflow or "", ""),
        **{name: f"{getattr(one.options, name):g}" for name in _OPTIONS},
    }  # fmt: skip
    return Thing(one.id, fields, one.active)


def _written(rings: Sequence[RingDraft], skills: Mapping[str, str]) -> str:
    """`Facturation: 3`; as JSON where a cell cannot say it."""
    asked = rings[0].requirement if len(rings) == 1 and not rings[0].bands and not rings[0].after_seconds else None
    parts = asked.parts if asked and asked.kind == "all" else (asked,) if asked else ()
    if asked and all(p.kind == "skill" and p.skill in skills for p in parts):
        return cells.written_skills({skills[p.skill]: p.level for p in parts if p.skill})
    return msgspec.json.encode(list(rings)).decode()
