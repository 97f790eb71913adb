"""How near a tenant's calls to the outside have come to the ceilings of its dial plan, and who sees to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.dialling import mark_day, plan_of, today
from palabre.channels.voice.commands import ReportCeiling
from palabre.channels.voice.model.dialling import Plan, Use, alarms
from palabre.channels.voice.store import dialling as store
from palabre.foundations.ids import PersonId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record

USUAL_CURRENCY = "EUR"


class Standing(msgspec.Struct):
    """`percents`: of each ceiling 0, 50 or 100; `limits`: what they are; `until`: the day's end, ms."""

    percents: dict[str, int]
    limits: dict[str, int]
    until: int
    currency: str

    def reports(self, person: PersonId | None = None) -> list[ReportCeiling]:
        """`person`: who has just changed the ceilings."""
        return [
            ReportCeiling(name, percent, self.limits[name], self.until,
                          self.currency if name == "money" else "", person)
            for name, percent in self.percents.items()
        ]  # fmt: skip


async def standing(tx: Transaction, refused: Collection[str] = ()) -> Standing:
    """Now, calls that are up counted as they stand. `refused`: ceilings for which a call has just not been dialled."""
    row, home, now = await store.dial_plan_seen(tx), await store.home(tx), now_ms()
    plan = plan_of({**row, **home})[0] if row else Plan((home["country"],))
    day = today(home["time_zone"], now)
    used = await store.dial_use(tx, day, now)
    percents = {name: 100 if name in refused else percent for name, percent in
                alarms(plan, Use(used["calls"], used["spent"])).items()}  # fmt: skip
    await mark_day(tx, day, percents["money"])
    limits = {"calls": plan.calls_max, "money": plan.day_micros_max}
    return Standing(percents, limits, _midnight(home["time_zone"], now), row["currency"] if row else USUAL_CURRENCY)


def _midnight(zone: str, now: int) -> int:
    """The next one of this zone."""
    day = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return round(datetime.combine(day, time(), ZoneInfo(zone)).timestamp() * 1000)


async def see(tx: Transaction, ceiling: str, percent: int) -> None:
    await record(tx, "voice.see_ceiling", f"dial_plan:{tx.scope.tenant}", ceiling=ceiling, percent=percent)
