"""Telephone numbers by files."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.channels.voice.actions.numbers import add_number, numbers_among, remove_number, set_number
from palabre.foundations.problems import NotFound
from palabre.moving.actions.hands import names
from palabre.moving.actions.hands.work import Work
from palabre.moving.model.judging import Thing
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record
from palabre.tenants.model.words import fold


class Numbers:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        rows = await numbers_among(tx, list(keys))
        flows = await names.names(tx, "flows") if rows else {}
        return {row["number"]: _thing(row, flows) for row in rows}

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        rest = {
            "name": fields.get("name", ""), "flow": await _flow(work.tx, fields.get("flow", "")),
            "language": fields.get("language") or work.about.language,
            "rescue_number": fields.get("rescue_number") or None,
            "free_until_answered": fields.get("free_until_answered") == "yes",
        }  # fmt: skip
        if there is None:
            made = await add_number(work.tx, fields["number"], country=work.about.country, **rest)
            return await record(work.tx, "voice.add_number", f"phone_number:{made['id']}")
        await set_number(work.tx, there.id, **rest)
        await record(work.tx, "voice.change_number", f"phone_number:{there.id}")

    async def take_away(self, work: Work, there: Thing) -> None:
        await remove_number(work.tx, there.id)
        await record(work.tx, "voice.remove_number", f"phone_number:{there.id}")


async def _flow(tx: Transaction, name: str) -> str | None:
    if name in ("", "-"):
        return None
    found = (await names.ids(tx, "flows")).get(fold(name))
    if found is None:
        raise NotFound(what="flow")
    return found


def _thing(row: dict, flows: dict[str, str]) -> Thing:
    return Thing(str(row["id"]), {
        "number": row["number"], "name": row["name"], "flow": flows.get(str(row["flow"]), ""),
        "language": row["language"], "rescue_number": row["rescue_number"] or "",
        "free_until_answered": "yes" if row["free_until_answered"] else "no",
    })  # fmt: skip
