"""Measures = fold of the journal, on real tables: SQL's figures equal those worked out by brute force over the facts,
however the reader's batches were cut."""

from __future__ import annotations

from random import Random

import msgspec
import psycopg
import pytest
from brute_reporting import figures as brute
from brute_reporting import times as brute_times
from random_journals import ADVISORS, BEGIN, PARTNERS, QUEUES, Journal, play, random_steps

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.reporting import reactions
from palabre.reporting.model.totals import totals
from palabre.reporting.store.sums import sum_up

END = BEGIN + 3_600_000


async def project(projector, tenant: TenantId, journal: Journal, seed: int) -> None:
    """As the reader does: batches of any size, each in a transaction of its own."""
    chance, numbered = Random(seed), [(n, f) for n, f in enumerate(journal.facts, 1) if type(f) in reactions.FACTS]
    while numbered:
        size = chance.choice((1, 1, 2, 5, 40, 200))
        async with projector.transaction(Scope(tenant)) as transaction:
            await reactions.handle(transaction, numbered[:size])
        numbered = numbered[size:]


def plain(told) -> dict[str, int]:
    fields = msgspec.structs.asdict(told)
    return fields | {f"p{p}": v for p, v in fields.pop("percentiles").items()}


@pytest.mark.parametrize("seed", range(5))
async def test_tables_equal_brute_force(projector, web, tenant, seed: int) -> None:
    journal = play(random_steps(seed, 250))
    await project(projector, tenant, journal, seed)
    middle = (BEGIN + (journal.now - BEGIN) // 3, BEGIN + (journal.now - BEGIN) // 3 * 2)
    for (begin, end), queue in (((BEGIN, END), None), ((BEGIN, END), QUEUES[0]), (middle, None), (middle, QUEUES[1])):
        async with web.transaction(Scope(tenant)) as transaction:
            told = await sum_up(transaction, begin=begin, end=end, now=journal.now, threshold_seconds=2.0, queue=queue)
        expected = brute(journal.facts, begin=begin, end=end, now=journal.now, threshold=2_000, queue=queue)
        if queue is None:
            expected |= brute_times(journal.facts, ADVISORS, begin=begin, end=end, now=journal.now)
        else:
            expected |= dict.fromkeys(("busy_sum", "idle_sum", "signed_in_sum"), 0)
        assert plain(told) == expected


async def test_nothing_of_one_tenant_or_partner_in_figures_of_another(projector, web, tenant) -> None:
    journal = play(random_steps(3, 250))
    await project(projector, tenant, journal, 3)
    async with web.transaction(Scope(TenantId(new_id()))) as transaction:
        assert await sum_up(transaction, begin=BEGIN, end=END, now=END, threshold_seconds=2) == totals(
            (), threshold_seconds=2, now=END
        )
        rows = await transaction.one(
            "select count(*) as n from palabre.contact where tenant = %(tenant)s", {"tenant": tenant}
        )
        assert rows == {"n": 0}
    async with web.transaction(Scope(tenant, partner=PARTNERS[-1])) as transaction:
        told = await sum_up(transaction, begin=BEGIN, end=END, now=END, threshold_seconds=2)  # no partner asked for
        seen = await transaction.all(
            "select partner::text from palabre.advisor_interval where tenant = %(tenant)s", {"tenant": tenant}
        )
    assert told.offered == told.answered and told.abandoned == 0
    assert seen and {row["partner"] for row in seen} == {PARTNERS[-1]}


async def test_screens_may_not_write_figures(web, projector, tenant) -> None:
    await project(projector, tenant, play(random_steps(1, 30)), 1)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with web.transaction(Scope(tenant)) as transaction:
            await transaction.execute("delete from palabre.contact where tenant = %(tenant)s", {"tenant": tenant})
