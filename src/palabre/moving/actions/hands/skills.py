"""Skills by files."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.foundations.ids import SkillId
from palabre.moving.actions.hands.names import every
from palabre.moving.actions.hands.work import Work
from palabre.moving.model.judging import Thing
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import queues_asking
from palabre.routing.actions.skills import Skill, create_skill, edit_skill, list_skills
from palabre.tenants.model.words import fold


class Skills:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        found = {fold(one.name): one for one in await every(tx, list_skills)}
        return {key: _thing(found[key]) for key in keys if key in found}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        kind = fields.get("kind") or "skill"
        if there is None:
            await create_skill(work.tx, name=fields["name"], kind=kind)
        else:
            await _edit(work.tx, there, kind=kind, active=True)

    async def take_away(self, work: Work, there: Thing) -> None:
        await _edit(work.tx, there, active=False)


async def _edit(tx: Transaction, there: Thing, **changes: object) -> None:
    now = next(one for one in await every(tx, list_skills) if one.id == there.id)
    asking = await queues_asking(tx, there.id) if changes.get("active") is False else []
    await edit_skill(tx, SkillId(there.id), now.version, asking, **changes)


def _thing(one: Skill) -> Thing:
    return Thing(one.id, {"name": one.name, "kind": one.kind}, one.active)
