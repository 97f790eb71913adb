"""Bad input: callers without a number, numbers nobody has, silence, wrong keys, callers who leave at any step."""

from __future__ import annotations

import asyncio
import re

import pytest
from voice_stage import CALLED, in_queue, ivr, wait_for

from palabre.channels.voice.commands import Hold
from palabre.channels.voice.drivers import arrivals
from palabre.channels.voice.drivers import node as node_module
from palabre.channels.voice.drivers.figures import FIGURES, HAPPENED, OUTCOMES, PLACES
from palabre.conversations.facts import ConversationClosed, ConversationOpened, CustomerLeft
from palabre.flows.facts import FlowEnded
from palabre.plumbing.web.metrics import exposition
from palabre.processes.robots.hearing import loudness_db


def _exposed(stage) -> str:
    """The voice process's figures as Prometheus reads them; no tenant and no number in them."""
    told = "\n".join(line for line in exposition().decode().splitlines() if line.startswith("palabre_voice"))
    labels = set(re.findall(r'="([^"]*)"', told))
    assert labels == {*PLACES, *OUTCOMES, *HAPPENED}, "every label is a name of ours"
    return told

STEP = "select step from palabre.flow_run where tenant = %(tenant)s order by id desc limit 1"


async def test_withheld_and_odd_numbers_join_nobody(stage):
    await stage.prompts()
    await stage.flow({"bye": {"kind": "hang_up"}})
    async with stage.driver():
        for caller in ("", "anonymous", "Restricted", "3", "00000", "+++", "é" * 30, "0612345678;ext=1"):
            party = await stage.outside.call(CALLED, caller)
            await party.wait_gone(5)
        await stage.nothing_left()
    opened = [f for f in stage.facts if isinstance(f, ConversationOpened)]
    assert len(opened) == 8
    assert all(f.customer is None for f in opened[:-1]), "nobody is made of a number that is none"


async def test_a_number_nobody_has_is_told_so(stage):
    await stage.prompts()
    await stage.flow({"bye": {"kind": "hang_up"}})
    FIGURES.nodes.clear()  # of the tests before
    async with stage.driver() as node:
        for called in ("0140009999", "palabre", "1234"):
            caller = await stage.outside.call(called)
            await caller.listen()
            await caller.window("told", 1.5)
            await caller.wait_gone(10)
            await caller.stop_listening()
            assert loudness_db(caller.heard("told")) > -40
        assert node.counted["unknown_number"] == 3
        told = _exposed(stage)
        assert 'palabre_voice_happened_total{what="unknown_number"} 3.0' in told
        assert "palabre_voice_ari_connected 1.0" in told
        await stage.nothing_left()
    assert not [f for f in stage.facts if isinstance(f, ConversationOpened)]


async def test_silence_and_wrong_keys_leave_by_their_exits(stage):
    steps = ivr(stage)
    steps["choose"] = steps["choose"] | {
        "seconds": 1.0, "next": {"sales": "queue", "silence": "silent", "wrong": "wrong"}}  # fmt: skip
    steps |= {"silent": {"kind": "hang_up", "prompts": ["bye"]}, "wrong": {"kind": "hang_up"}}
    await stage.prompts()
    await stage.flow(steps)
    async with stage.driver():
        silent = await stage.outside.call(CALLED)
        wrong = await stage.outside.call(CALLED)
        await asyncio.sleep(0.5)
        await wrong.press("7")
        await wrong.wait_gone(3)
        await silent.wait_gone(20)
        await stage.nothing_left()
    reasons = [f.reason for f in stage.facts if isinstance(f, FlowEnded)]
    assert reasons == ["hung_up", "hung_up"]


async def at_step(stage, step: str) -> None:
    """The flow has come so far."""
    async with asyncio.timeout(20):
        while (await stage.row(STEP) or {}).get("step") != step:
            await asyncio.sleep(0.05)


async def test_a_caller_gone_while_her_number_is_looked_up_leaves_nothing(stage, monkeypatch):
    """Her line's end came before anybody knew it was hers: the reconciler found her, a minute later."""
    gone, look_up = asyncio.Event(), arrivals.find_number

    async def slowly(*asked):
        await gone.wait()
        return await look_up(*asked)

    monkeypatch.setattr(arrivals, "find_number", slowly)
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        caller = stage.outside.dial(CALLED)
        await caller.placing
        await wait_for(lambda: node.arrivals.coming, 5)
        await caller.hang_up()
        async with asyncio.timeout(5):
            while await node.ari.ask("GET", "channels"):
                await asyncio.sleep(0.05)
        gone.set()
        await stage.until(lambda w: any(isinstance(f, ConversationClosed) for f in stage.facts), 8)
        await stage.nothing_left()


@pytest.mark.parametrize("after", ["dialling", "prompt", "menu", "queue", "ringing", "talk", "hold"])
async def test_a_caller_gone_at_any_step_leaves_nothing(stage, after, monkeypatch):
    monkeypatch.setattr(node_module, "EARLY_MS", 600_000)  # however slow the machine
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available()
        if after == "dialling":
            caller = stage.outside.dial(CALLED)
            await caller.placing
        elif after == "prompt":
            caller = await stage.outside.call(CALLED)
        elif after == "menu":
            caller = await stage.outside.call(CALLED)
            await at_step(stage, "choose")
        else:
            caller = await in_queue(stage)
        if after == "ringing":
            ringing = asyncio.create_task(stage.outside.rings(stage.phone))
            await stage.accept()
            leg = await ringing
        elif after in ("talk", "hold"):
            conversation, leg = await stage.joined()
        if after == "hold":
            await stage.ask(Hold(conversation, stage.advisor, True))
            await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.hang_up()
        if after in ("ringing", "talk", "hold"):
            await leg.wait_gone(3)
        if after != "dialling":
            early = 1 if after in ("prompt", "menu") else 0
            await wait_for(lambda: node.counted["taken"] == 1 and node.counted["early_hang_up"] == early, 5)
        if after != "dialling":  # where she may be gone before anything was written
            await stage.until(lambda w: any(isinstance(f, ConversationClosed) for f in stage.facts), 8)
        await stage.nothing_left()
    opened, closed = ([f for f in stage.facts if isinstance(f, k)] for k in (ConversationOpened, ConversationClosed))
    left = [f.reason for f in stage.facts if isinstance(f, CustomerLeft)]
    assert len(closed) == len(opened) == len(left) and set(left) <= {"hung_up"}
    assert len(opened) == 1 or after == "dialling"


async def test_a_secret_reaches_no_store(stage, database, telephony):
    """A card number typed into a secret step is in memory only: searched in rows, journal, logs and the call record."""
    card = "4970101234567899"
    collect = {
        "kind": "collect",
        "prompts": ["card"],
        "secret": True,
        "length_min": 16,
        "length_max": 16,
        "check": "luhn",
    }
    exits = {"collected": "bye", "rejected": "bye", "silence": "bye", "wrong": "bye"}
    await stage.prompts()
    await stage.flow({"card": collect | {"next": exits}, "bye": {"kind": "hang_up", "prompts": ["bye"]}})
    async with stage.driver():
        caller = await stage.outside.call(CALLED)
        await asyncio.sleep(0.5)
        await caller.press(card)
        await caller.wait_gone(20)
        await stage.nothing_left()
        assert card not in str(list(stage.node.ari.recent))
    await wait_for(lambda: [f for f in stage.facts if isinstance(f, FlowEnded)])
    async with stage.web.transaction(stage.scope) as tx:
        rows = [
            r["variables"]
            for r in await tx.all(
                "select variables::text from palabre.flow_run where tenant = %(tenant)s", {"tenant": stage.tenant}
            )
        ]
    stores = [
        *rows,
        *(p.read_text(errors="replace") for p in (telephony.centre.home / "log").rglob("*") if p.is_file()),
    ]
    assert stores and not [s for s in stores if card in s or card[:8] in s]
