"""PostgreSQL, NATS or the owner is away, or what comes in is not SIP: talks go on, callers hear something true."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest
from voice_stage import CALLED, NUMBER, in_queue, ivr, judge, stage, telephony, wait_for

from palabre.channels.voice.actions.numbers import change_number, list_numbers
from palabre.channels.voice.drivers import arrivals, record
from palabre.conversations.facts import ConversationClosed, ConversationOpened
from palabre.flows.steps import queue
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import loudness_db, statements

__all__ = ["stage", "telephony"]
TONES = (C, V, M)
RESCUE = "+33140205050"


@pytest.mark.parametrize("name", ["postgres", "nats"])
async def test_without_an_engine_a_talk_goes_on_and_a_new_caller_reaches_the_rescue_number(
    stage, postgres, nats, name, monkeypatch
):
    engine = {"postgres": postgres.engine, "nats": nats}[name]
    monkeypatch.setattr(record, "QUIET_MS", 0)  # the record need not settle for half a minute
    monkeypatch.setattr(arrivals, "WRITE_SECONDS_MAX", 1.0)
    await stage.prompts()
    await stage.flow(ivr(stage), rescue_number=RESCUE)
    stage.outside.expect_ring(RESCUE)
    async with stage.driver() as node:
        await stage.advisor_available()
        talking = await in_queue(stage)
        await talking.speak()
        conversation, advisor = await stage.joined()
        await advisor.speak()
        free = name == "nats"  # until answered: then the apology is none
        if free:
            await now_free(stage, node)
        os.kill(engine.child.pid, signal.SIGKILL)
        await asyncio.to_thread(engine.child.wait)
        try:
            await talking.window("the talk goes on", 2.0)
            caller = stage.outside.dial(CALLED, "0698765432")
            if not free:
                await caller.answered(15)
                await caller.listen()
                await caller.window("apology", 2.0)
            rescuer = await stage.outside.rings(RESCUE, 30)
            assert caller.up.done() is not free, "the dial plan's own apology is charged only where it may be"
            await rescuer.answer()
            if free:
                await caller.answered(5)
                await caller.listen()
            await rescuer.speak()
            await caller.window("rescued", 2.0)
            await caller.stop_listening()
            await caller.hang_up()
            await rescuer.wait_gone(3)
            assert node.counted["given_back"] >= 2
        finally:
            engine.launch()
            await wait_for(engine.is_ready, 30)
        await talking.stop_listening()
        await talking.hang_up()
        await advisor.wait_gone(5)
        await stage.until(lambda w: conversation not in w["conversations"].conversations, 45)
        await node.reconciler.reconcile()
        await stage.told(ConversationOpened, 15, reconstructed=True)
        await stage.nothing_left(20)
    assert free or loudness_db(caller.heard("apology")) > -40
    judge(
        statements("the talk goes on", "caller", talking.heard("the talk goes on"), (V,), TONES),
        statements("rescued", "caller", caller.heard("rescued"), (V,), TONES),
    )


async def now_free(stage, node) -> None:
    async with stage.web.transaction(stage.scope) as tx:
        number = next(n for n in await list_numbers(tx) if n["number"] == NUMBER)
        await change_number(tx, str(number["id"]), free_until_answered=True)
    await node.reconciler.rescue.write()


async def test_without_an_owner_the_end_of_a_talk_is_told_later_and_who_has_waited_is_rescued(stage, monkeypatch):
    await stage.prompts()
    await stage.flow(ivr(stage), rescue_number=RESCUE)
    stage.outside.expect_ring(RESCUE)
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        conversation, advisor = await stage.joined()
        stage._owner.cancel()
        await asyncio.gather(stage._owner, return_exceptions=True)
        await asyncio.gather(caller.hang_up(), advisor.wait_gone(3))
        await asyncio.sleep(1.0)
        assert conversation in stage.world["conversations"].conversations
        monkeypatch.setattr(queue, "OWNER_SECONDS_MAX", 0.5)
        waiting = await stage.outside.call(CALLED, "0698765432")
        await waiting.press("1")
        rescuer = await stage.outside.answers(RESCUE, 30)
        await asyncio.gather(waiting.hang_up(), rescuer.wait_gone(3))
        stage._owner = stage._start_owner()
        await stage.told(ConversationClosed, 30, conversation=conversation)
        await stage.nothing_left(20)


async def test_what_is_not_sip_disturbs_nobody(stage):
    await stage.prompts()
    await stage.flow({"bye": {"kind": "hang_up", "prompts": ["bye"]}})
    rubbish = [
        b"", b"\0" * 100, b"INVITE", b"\r\n\r\n", os.urandom(1400), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"INVITE sip:0140001000 SIP/2.0\r\nVia: SIP/2.0/UDP\r\nCSeq: x INVITE\r\n\r\n",
        b"INVITE sip:0140001000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKx\r\nFrom: <sip:"
        + b"a" * 3000
        + b">\r\nTo: <sip:0140001000>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 99999\r\n\r\nv=0",
        b"REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKy\r\nCSeq: 4294967296 REGISTER\r\n\r\n",
    ]  # fmt: skip
    async with stage.driver():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(20):
                for packet in rubbish:
                    sender.sendto(packet, ("127.0.0.1", stage.telephony.centre.sip_port))
        caller = await stage.outside.call(CALLED)
        await caller.wait_gone(10)
        await stage.nothing_left()
    assert len([f for f in stage.facts if isinstance(f, ConversationOpened)]) == 1
