"""Roll-ups = fold of the journal, however batches were cut and whoever was killed between them."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from brute_reporting import figures as brute
from brute_reporting import times as brute_times
from random_journals import ADVISORS, BEGIN, PARTNERS, QUEUES, SITE, Journal, an_id, play, random_steps

from palabre.callbacks import facts as callbacks
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.reactions import STORY
from palabre.reporting import reactions
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.measures import figures
from palabre.reporting.model.rolled import totals_of
from palabre.reporting.model.rolls import ALL, Rolls, slot_of
from palabre.reporting.store.sums import sum_up
from palabre.routing import facts as routing


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


async def test_callbacks_have_a_level_of_their_own(projector, web, tenant) -> None:
    """Asked for three times, reached in time once: neither offered, nor answered, nor abandoned."""
    queue, advisor, at = QUEUES[0], ADVISORS[0], BEGIN
    ids = [an_id(12, n) for n in range(3)]
    facts = [callbacks.CallbackRequested(at + n, id, queue, at, 0, at + 60_000, at + 90_000, (60,), "voice")
             for n, id in enumerate(ids)]  # fmt: skip
    facts += [
        routing.WorkItemRefused(at + 10, ids[1], queue, "full"),  # its turn came at a bad moment
        routing.WorkItemQueued(at + 20, "7.1", ids[0], queue, "callback", at, 0.0, at, at + 90_000),
        routing.OfferMade(at + 30, "7.2", "7.1", ids[0], queue, advisor, at + 90_000, at + 90_000),
        routing.OfferEnded(at + 40, "7.2", "7.1", ids[0], advisor, "accepted"),
        callbacks.CallbackEnded(at + 40, ids[0], queue, "reached", True, at),
        callbacks.CallbackEnded(at + 50, ids[1], queue, "not_reached", False, at + 1),
        routing.WorkItemEnded(at + 5_040, "7.1", ids[0], "handled"),
    ]
    for number, fact in enumerate(facts, 1):
        async with projector.transaction(Scope(tenant)) as transaction:
            await reactions.handle(transaction, [(number, fact)])
    async with web.transaction(Scope(tenant)) as transaction:
        told = await sum_up(transaction, begin=BEGIN, end=BEGIN + 3_600_000, now=BEGIN, threshold_seconds=2)
    rolled = await written(web, tenant, "roll_up")
    sums = rolled[("tenant", ALL, ALL, queue, slot_of(BEGIN))]
    for name, expected in {"callback": 3, "callback_ended": 2, "callback_in_time": 1, "handled": 1}.items():
        assert getattr(told, name) == sums[name] == expected, name
    for name in ("offered", "answered", "abandoned", "refused", "waiting", "resumed"):
        assert getattr(told, name) == 0 == sums.get(name, 0), name
    assert sums["talk_sum"] == told.talk_sum == 5_000
    level = next(f for f in figures(totals_of(sums, 20)) if f.key == "callback_level")
    assert (level.value, level.n) == (0.5, 2)


def story_of(facts: list, one: object) -> list:
    """What one conversation, item, offer or segment joins with this fact."""
    known, before = {getattr(one, name, None) for name in STORY} - {None}, -1
    while len(known) != before:
        before = len(known)
        story = [(n, f) for n, f in facts if known & {getattr(f, name, None) for name in STORY}]
        known |= {getattr(f, name, None) for _, f in story for name in STORY} - {None}
    return story


async def test_a_conversation_folded_anew_counts_once(projector, web, tenant) -> None:
    """A parked fact, handled late: what its contacts added before is taken back."""
    journal = play(random_steps(0, 120))
    wanted = [(n, f) for n, f in enumerate(journal.facts, 1) if type(f) in reactions.FACTS]
    number, parked = next((n, f) for n, f in wanted if type(f) is routing.OfferEnded and f.end == "accepted")
    without = [(n, f) for n, f in wanted if n != number]
    async with projector.transaction(Scope(tenant)) as transaction:
        await reactions.handle(transaction, without)
    story = story_of(wanted, parked)
    async with projector.transaction(Scope(tenant)) as transaction:
        await reactions.again(transaction, (number, parked), story)
    told, expected = await written(web, tenant, "roll_up"), folded(journal)["roll_up"]
    for key, sums in expected.items():  # a greatest wait that was once written is not taken back: sums are
        assert told[key].pop("wait_max", 0) >= sums.pop("wait_max", 0), key
    assert told == expected
