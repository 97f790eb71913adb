"""Situations: a defect in a step, a circle, no flow, a replaced process, a database that was away, a secret."""
import asyncio
import logging
from contextlib import asynccontextmanager

import psycopg
import pytest

from palabre.channels.ports import CustomerGone
from palabre.flows.actions import patience
from palabre.flows.actions.prompts import APOLOGIES
from palabre.flows.actions.runner import FlowRunner
from palabre.flows.steps import queue
from palabre.foundations import limits

SORRY = {"kind": "hang_up", "prompts": ["sorry"]}
HELLO = {"kind": "say", "prompts": ["hello"], "next": {"done": "choose"}}
CHOOSE = {"kind": "menu", "prompts": ["hello"], "options": [{"key": "1", "exit": "one"}],
          "next": {"one": "bye", "silence": "bye", "wrong": "bye"}}
BYE = {"kind": "hang_up"}
APOLOGY = f"say fr: {APOLOGIES['fr']}"


@pytest.fixture
async def ready(centre):
    await centre.prompts(hello="Bonjour.", sorry="Pardon.")
    return centre


async def ended(centre, conversation) -> str:
    row = await centre.run_row(conversation)
    assert row["state"] == "ended"
    return row["reason"]


async def test_a_defect_goes_to_on_error(ready):
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE, "sorry": SORRY}, on_error="sorry")
    line = await ready.line("1")
    line.breaks = "listen"
    await ready.begin(line)
    assert line.heard[-2:] == ["say fr: Pardon.", "hung up: flow"]
    assert await ended(ready, line.conversation) == "hung_up"


async def test_a_defect_without_on_error_apologises_and_hangs_up(ready):
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE})
    line = await ready.line("1")
    line.breaks = "listen"
    await ready.begin(line)
    assert line.heard[-2:] == [APOLOGY, "hung up: failed"]
    assert await ended(ready, line.conversation) == "failed"


async def test_a_defect_within_on_error_apologises(ready):
    await ready.flow({"choose": CHOOSE, "bye": BYE, "again": {**CHOOSE}}, on_error="again")
    line = await ready.line()
    line.breaks = "listen"
    await ready.begin(line)
    assert line.heard[-2:] == [APOLOGY, "hung up: failed"]


async def test_even_a_line_that_cannot_speak_is_hung_up(ready):
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE})
    line = await ready.line()
    line.breaks = "say"
    await ready.begin(line)
    assert line.heard == ["hung up: failed"]
    assert await ended(ready, line.conversation) == "failed"


async def test_a_circle_of_steps_ends(ready):
    await ready.flow({"a": {"kind": "set", "values": {"x": "{y}"}, "next": {"done": "b"}},
                      "b": {"kind": "set", "values": {"y": "{x}"}, "next": {"done": "a"}}})
    line = await ready.line()
    await ready.begin(line)
    assert line.heard == [APOLOGY, "hung up: failed"]
    assert (await ready.run_row(line.conversation))["visit"] == limits.RUN_VISITS_MAX


async def test_variables_are_bounded(ready):
    grow = {"x": "{x}{x}{x}{x}{x}{x}{x}{x}" + "." * 100}
    await ready.flow({"a": {"kind": "set", "values": grow, "next": {"done": "a"}}, "sorry": SORRY}, on_error="sorry")
    line = await ready.line()
    await ready.begin(line)
    assert line.heard == ["say fr: Pardon.", "hung up: flow"]


async def test_no_flow_answers(ready):
    line = await ready.line()
    line.conversation = await ready.conversation("pigeon")
    await ready.begin(line)
    assert line.heard == [APOLOGY, "hung up: failed"]


async def test_the_own_apology_of_a_tenant_is_said(ready):
    await ready.prompts(apology="Désolés, vraiment.")
    await ready.flow({"choose": CHOOSE, "bye": BYE})
    line = await ready.line()
    line.breaks = "listen"
    await ready.begin(line)
    assert line.heard[-2:] == ["say fr: Désolés, vraiment.", "hung up: failed"]


async def test_a_run_resumed_elsewhere_is_let_go_here(ready):
    await ready.flow({"choose": {**CHOOSE, "tries": 1}, "bye": BYE})
    first = await ready.line()
    hanging = ready.begin(first)
    await first.until("ask")
    second = type(first)(first.conversation, "1")
    await ready.resume(second)
    assert second.heard[-1] == "hung up: flow"
    first.script.append("1")
    first.leave()
    await asyncio.wait_for(hanging, 10)
    assert "hung up: flow" not in first.heard
    assert await ended(ready, first.conversation) == "hung_up"


async def test_a_process_that_was_replaced_says_nothing_more(ready):
    """It finds out at its next write, before the next effect."""
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE})
    line = await ready.line("1")
    go, run = held(line), ready.begin(line)
    await line.until("say")
    other = type(line)(line.conversation)
    ready.resume(other)
    await other.until("say")
    go.set()
    await asyncio.wait_for(run, 10)
    assert line.heard == ["say fr: Bonjour."]


async def test_a_finished_run_is_not_resumed_and_a_missing_one_is_begun(ready):
    await ready.flow({"bye": BYE})
    line = await ready.line()
    await ready.resume(line)                                   # the process died before the run was made
    assert line.heard == ["hung up: flow"]
    again = type(line)(line.conversation)
    await ready.resume(again)
    assert again.heard == []


async def test_what_a_driver_finds_when_it_starts_again(ready):
    await ready.flow({"choose": CHOOSE, "bye": BYE})
    line = await ready.line()
    run = ready.begin(line)
    await line.until("ask")
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)
    runner = FlowRunner(ready.services)
    (found,) = [u for u in await runner.unfinished("voice") if u[2] == line.conversation]
    assert found[0] == ready.tenant
    await runner.abandon(*found[:2])
    assert await ended(ready, line.conversation) == "customer_gone"
    assert not [u for u in await runner.unfinished("voice") if u[2] == line.conversation]


@asynccontextmanager
async def no_database(centre):
    """Our account may not come in, and who is in is thrown out."""
    async with await psycopg.AsyncConnection.connect(centre.database.dsn("superuser"), autocommit=True) as boss:
        await boss.execute("alter role web nologin")
        try:
            await boss.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'web'")
            yield
        finally:
            await boss.execute("alter role web login")


def held(line) -> asyncio.Event:
    """The first thing said lasts until the event is set."""
    go, told = asyncio.Event(), line.say

    async def slow(prompts, **how):
        typed = await told(prompts, **how)
        await go.wait()
        return typed

    line.say = slow
    return go


async def test_a_moment_without_the_database_is_not_heard(ready):
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE})
    line = await ready.line("1")
    go, run = held(line), ready.begin(line)
    await line.until("say")
    async with no_database(ready):
        go.set()
        await asyncio.sleep(0.7)                           # the time of the outage
    await asyncio.wait_for(run, 15)
    assert line.heard[-1] == "hung up: flow"
    assert await ended(ready, line.conversation) == "hung_up"


async def test_without_the_database_the_customer_hears_so_and_the_end_is_written_later(ready, monkeypatch):
    monkeypatch.setattr(patience, "STORE_SECONDS_MAX", 0.5)
    ready.web.pool.timeout = 0.3
    await ready.flow({"hello": HELLO, "choose": CHOOSE, "bye": BYE})
    line = await ready.line("1")
    go, run = held(line), ready.begin(line)
    await line.until("say")
    async with no_database(ready):
        go.set()
        await line.until("hung up: failed")
        assert line.heard == ["say fr: Bonjour.", APOLOGY, "hung up: failed"]
    await asyncio.wait_for(run, 15)
    assert await ended(ready, line.conversation) == "failed"


SECRET = "4539578763621486"


async def everything_written(centre) -> str:
    """Every row of every table, and bytes as they are."""
    texts = []
    async with await psycopg.AsyncConnection.connect(centre.database.dsn("superuser")) as connection:
        tables = await (await connection.execute(
            "select tablename from pg_tables where schemaname = 'palabre'")).fetchall()
        for (table,) in tables:
            for row in await (await connection.execute(f"select * from palabre.{table}")).fetchall():
                texts += [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in row]
    return "\n".join(texts)


@pytest.mark.parametrize("typed_over", [False, True])
@pytest.mark.parametrize("breaks", [False, True])
async def test_a_secret_is_nowhere(ready, caplog, typed_over, breaks):
    caplog.set_level(logging.DEBUG)
    card = {"kind": "collect", "prompts": ["hello"], "secret": True, "check": "luhn", "length_min": 16,
            "next": {"collected": "good", "rejected": "bye", "silence": "bye", "wrong": "bye"}}
    await ready.flow({"hello": {**HELLO, "next": {"done": "card"}}, "card": card, "bye": BYE, "good": SORRY})
    line = await ready.line(SECRET)
    if typed_over:
        line.typed_over, line.script = SECRET, []
    line.breaks = "listen" if breaks else ""
    await ready.begin(line)
    assert line.heard[-2:] == ([APOLOGY, "hung up: failed"] if breaks else ["say fr: Pardon.", "hung up: flow"])
    written = await everything_written(ready)
    assert "Bonjour." in written                               # the search sees rows
    assert SECRET not in written and SECRET not in caplog.text
    assert "4970101234567890" not in caplog.text               # nor what the defect's own words hold


async def test_collected_digits_are_bound_and_tested(ready):
    await ready.prompts(digits="Votre numéro ?", vip="Client privilégié.")
    await ready.flow({
        "ask": {"kind": "collect", "prompts": ["digits"], "variable": "order", "length_min": 3, "length_max": 6,
                "next": {"collected": "branch", "silence": "bye", "wrong": "bye"}},
        "branch": {"kind": "branch", "cases": [{"when": {"test": "at_least", "variable": "order", "value": "900"},
                                               "exit": "vip"}], "next": {"vip": "vip", "otherwise": "bye"}},
        "vip": {"kind": "say", "prompts": ["vip", {"say": "digits", "value": "{order}"}], "next": {"done": "bye"}},
        "bye": BYE})
    line = await ready.line("12", "950")
    await ready.begin(line)
    assert line.heard[2:] == ["say fr: Client privilégié. 950", "hung up: flow"]
    assert (await ready.run_row(line.conversation))["variables"]["order"] == "950"


async def test_consent_hours_and_transfer(ready):
    transfer = {"kind": "transfer", "number": "+33140009999",
                "next": {"busy": "bye", "no_answer": "sorry", "failed": "bye", "refused": "bye"}}
    await ready.flow({
        "consent": {"kind": "record_consent", "prompts": ["hello"], "next": {"allowed": "call", "refused": "call"}},
        "call": transfer, "sorry": SORRY, "bye": BYE})
    line = await ready.line("(silence)")
    await ready.begin(line)
    assert line.heard[1:] == ["ask fr: ", "recording allowed", "transfer +33140009999", "say fr: Pardon.",
                              "hung up: flow"]
    line = await ready.line("2")
    line.transfers = "answered"
    await ready.begin(line)
    assert line.heard[1:] == ["ask fr: ", "recording refused", "transfer +33140009999"]
    assert await ended(ready, line.conversation) == "transferred"


async def test_the_language_changes_what_is_said(ready):
    await ready.prompts("ar", hello="مرحبا")
    await ready.flow({
        "a": {"kind": "say", "prompts": ["hello"], "next": {"done": "b"}},
        "b": {"kind": "set", "values": {"language": "ar"}, "next": {"done": "c"}},
        "c": {"kind": "say", "prompts": ["hello"], "next": {"done": "bye"}}, "bye": BYE}, languages=["fr", "ar"])
    line = await ready.line()
    await ready.begin(line)
    assert line.heard[:2] == ["say fr: Bonjour.", "say ar: مرحبا"]


def test_a_line_s_end_is_no_problem_of_ours():
    assert not issubclass(CustomerGone, (RuntimeError, asyncio.CancelledError))


CONSENT = {
    "hello": {"kind": "say", "prompts": ["sorry"], "next": {"done": "consent"}},
    "consent": {"kind": "record_consent", "prompts": ["hello"], "refuse_key": "2",
                "next": {"allowed": "bye", "refused": "bye"}},
    "bye": BYE,
}


async def test_a_digit_typed_over_the_greeting_does_not_skip_the_announcement(ready):
    await ready.flow(CONSENT)
    line = await ready.line("(silence)")
    line.typed_over = "2"  # over the greeting: before anything was announced
    await ready.begin(line)
    assert line.heard[:4] == ["say fr: Pardon.", "say fr: Bonjour.", "ask fr: ", "recording allowed"]


@pytest.mark.parametrize(("typed", "heard"), [
    ("1", ["say fr: Bonjour.", "say fr: Bonjour.", "ask fr: ", "recording allowed"]),   # cut short: said whole
    ("2", ["say fr: Bonjour.", "recording refused"]),
])
async def test_a_digit_typed_over_the_announcement(ready, typed, heard):
    await ready.flow({k: v for k, v in CONSENT.items() if k != "hello"})
    line = await ready.line("(silence)")
    line.typed_over = typed
    await ready.begin(line)
    assert line.heard[:len(heard)] == heard


@pytest.fixture
async def queueing(unowned):
    """A queue whose owner has gone since, and somebody who calls just now."""
    async with unowned.owner():
        await unowned.rules()
        await unowned.flow({"queue": {"kind": "queue", "music": "calm", "queue": unowned.queue, "next": dict.fromkeys(
            ("longest_wait", "closed", "full", "nobody"), "bye")}, "bye": BYE})
    return unowned


async def test_who_comes_while_nobody_owns_the_partition_waits_as_long_as_anybody(queueing, monkeypatch):
    """One patience for all of it, the seconds before the owner has given life to her conversation too."""
    monkeypatch.setattr(queue, "OWNER_SECONDS_MAX", 0.3)
    line = await queueing.line()
    await asyncio.wait_for(queueing.begin(line), 5)
    assert line.heard == ["music calm", APOLOGY, "hung up: failed"]


async def test_an_owner_that_comes_finds_who_waits_for_it(queueing):
    line = await queueing.line()
    run = queueing.begin(line)
    await line.until("music")
    async with queueing.owner():
        follower = await queueing.services.followers.of(queueing.tenant)
        await follower.until(lambda w: line.conversation in w["routing"].conversations, 10)
        gone = await queueing.line()
        await queueing.customer_leaves(line.conversation)
        await asyncio.wait_for(run, 10)
        await follower.until(lambda w: gone.conversation in w["conversations"].conversations, 10)
        await queueing.customer_leaves(gone.conversation)
        await follower.until(lambda w: gone.conversation in w["conversations"].closed, 10)
        await asyncio.wait_for(queueing.begin(gone), 5)  # closed before its flow came to the queue: nobody waits
    assert line.heard == gone.heard == ["music calm"]
