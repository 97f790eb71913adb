"""Roll-ups = fold of the journal, however batches were cut and whoever was killed between them."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from brute_reporting import figures as brute
from brute_reporting import times as brute_times
from random_journals import ADVISORS, BEGIN, PARTNERS, QUEUES, SITE, Journal, play, random_steps

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.reporting import reactions
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.rolls import ALL, Rolls


async def project(projector, tenant: TenantId, journal: Journal, seed: int, *, killed: bool = False) -> None:
    """As the reader does; `killed`: some batches are cut off after all was written and before they were committed."""
    chance, numbered = Random(seed), [(n, f) for n, f in enumerate(journal.facts, 1) if type(f) in reactions.FACTS]
    while numbered:
        size = chance.choice((1, 2, 5, 40, 200))
        try:
            async with projector.transaction(Scope(tenant)) as transaction:
                await reactions.handle(transaction, numbered[:size])
                if killed and chance.random() < 0.3:
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            continue
        numbered = numbered[size:]


def folded(journal: Journal) -> dict:
    """All in one batch, in memory."""
    ledger = Ledger()
    for number, fact in enumerate(journal.facts, 1):
        ledger.evolve(fact, number)
    rolls = Rolls()
    rolls.change({}, ledger.contacts.values())
    for interval in ledger.changed_intervals.values():
        if interval.ended is not None:
            rolls.pass_time(interval)
    return {name: plain(sums) for name, sums in zip(("roll_up", "roll_up_time"), rolls.changed(), strict=True)}


def plain(sums: dict) -> dict:
    return {tuple(key): {n: v for n, v in told.items() if v} for key, told in sums.items()}


async def written(database, tenant: TenantId, table: str) -> dict:
    async with database.transaction(Scope(tenant)) as transaction:
        found = await transaction.all(f"select * from palabre.{table} where tenant = %(tenant)s", {"tenant": tenant})
    keys = ("level", "subject", "partner", "queue", "slot")
    told = {}
    for row in found:
        key = tuple(str(row[k]) if k != "slot" else row[k] for k in keys)
        sums = {n: v for n, v in row.items() if n not in (*keys, "tenant") and v}
        if sums:
            told[key] = sums
    return told


@pytest.mark.parametrize("seed", range(3))
async def test_roll_ups_equal_the_fold_of_the_journal(projector, web, tenant, seed: int) -> None:
    journal = play(random_steps(seed, 250))
    await project(projector, tenant, journal, seed, killed=True)
    for table, expected in folded(journal).items():
        assert await written(web, tenant, table) == expected, table
    assert len({key[-1] for key in await written(web, tenant, "roll_up")}) > 1, "one quarter of an hour tells little"


def test_the_fold_equals_brute_force() -> None:
    """Tenant, each queue, each quarter: counts and sums worked out plainly, sharing no code."""
    journal = play(random_steps(5, 400))
    told = folded(journal)
    slots = sorted({key[-1] for key in told["roll_up"]})
    for queue in (None, *QUEUES):
        for slot in slots:
            span = {"begin": slot, "end": slot + 900_000, "now": journal.now}
            expected = brute(journal.facts, **span, threshold=2_000, queue=queue)
            sums = told["roll_up"].get(("tenant", ALL, ALL, queue or ALL, slot), {})
            for name in ("offered", "answered", "abandoned", "waiting", "wait_sum", "wait_max", "talk_sum", "handled"):
                assert sums.get(name, 0) == expected[name], (name, queue, slot)
            assert sum(v for n, v in sums.items() if n.startswith("refused_")) == expected["refused"]
            assert sum(sums.get(f"a{n}", 0) for n in range(3)) == expected["answered_within"], "2 s is a bound"
    times = brute_times(journal.facts, ADVISORS, begin=BEGIN, end=journal.now, now=journal.now)
    still = Rolls()
    ledger = Ledger()
    for number, fact in enumerate(journal.facts, 1):
        ledger.evolve(fact, number)
    for interval in ledger.open.values():
        still.pass_time(msgspec.structs.replace(interval, ended=journal.now))
    both = [told["roll_up_time"], plain(still.times)]
    for name, expected in times.items():
        summed = sum(sums.get(name, 0) for rows in both for key, sums in rows.items() if key[0] == "tenant")
        assert summed == expected, name


async def test_a_partner_sees_its_own_people_only(projector, web, tenant) -> None:
    await project(projector, tenant, play(random_steps(1, 250)), 1)
    async with web.transaction(Scope(tenant, partner=PARTNERS[-1])) as transaction:
        for table in ("roll_up", "roll_up_time"):
            seen = await transaction.all(
                f"select level, subject::text, partner::text from palabre.{table} where tenant = %(tenant)s",
                {"tenant": tenant},
            )
            assert seen and {row["partner"] for row in seen} == {PARTNERS[-1]}
            assert {row["level"] for row in seen} == {"partner", "site", "advisor"}
            assert {row["subject"] for row in seen if row["level"] == "site"} == {SITE}
