"""A step that runs another flow, and comes back by named exits, whatever goes wrong in there."""
from __future__ import annotations

import pytest

from palabre.flows.actions import flows
from palabre.flows.problems import FlowInvalid
from palabre.plumbing.identity import new_id

BYE = {"kind": "hang_up"}
ASK = {"kind": "collect", "prompts": ["who"], "variable": "number", "next": {
    "collected": "which", "silence": "unknown", "wrong": "unknown"}}
CASE = {"when": {"test": "starts_with", "variable": "number", "value": "9"}, "exit": "vip"}
WHO = {
    "ask": ASK,
    "which": {"kind": "branch", "cases": [CASE], "next": {"vip": "rank", "otherwise": "unknown"}},
    "rank": {"kind": "set", "values": {"rank": "gold"}, "next": {"done": "known"}},
    "known": {"kind": "come_back", "exit": "known"}, "unknown": {"kind": "come_back", "exit": "unknown"}}
DECLARED = {"number": {"type": "digits"}, "rank": {"way": "returned"}, "hello": {"way": "given", "begins": "hi"}}


async def sub_flow(centre, steps: dict = WHO, **more) -> str:
    document = {"languages": ["fr"], "channels": ["voice", "chat"], "start": next(iter(steps)), "steps": steps, **more}
    async with centre.web.transaction(centre.scope) as tx:
        id = await flows.create_flow(tx, new_id(), document)
        await flows.publish(tx, id)
    return id


async def save(centre, id: str, steps: dict, **more) -> None:
    async with centre.web.transaction(centre.scope) as tx:
        row = await flows.get_flow(tx, id)
        await flows.save_draft(tx, id, row.draft | {"steps": steps, **more}, revision=row.revision)


def caller(id: str, **more) -> dict:
    run = {"kind": "sub_flow", "flow": id, "take": {"level": "rank"},
           "next": {"known": "said", "unknown": "nobody", "failed": "sorry"}, **more}
    return {"who": run, "said": {"kind": "say", "prompts": ["level"], "next": {"done": "bye"}},
            "nobody": {"kind": "say", "prompts": ["nobody"], "next": {"done": "bye"}},
            "sorry": {"kind": "say", "prompts": ["sorry"], "next": {"done": "bye"}}, "bye": BYE}


@pytest.fixture
async def spoken(centre):
    await centre.prompts(recorded=False, who="Qui ?", level="Niveau {level}", nobody="Inconnu", sorry="Désolé")
    return centre


async def publish_texts(centre, steps, **more):
    """Prompts without a recording are said by a chat."""
    return await centre.flow(steps, channels=["chat"], **more)


async def test_it_comes_back_by_its_exit_with_what_it_returns(spoken):
    id = await sub_flow(spoken, channels=["chat"], declares=DECLARED)
    await publish_texts(spoken, caller(id))
    line = await spoken.line("912", channel="chat")
    await spoken.begin(line)
    assert line.heard == ["collect fr: Qui ?", "say fr: Niveau gold", "hung up: flow"]
    row = await spoken.run_row(line.conversation)
    assert row["variables"]["level"] == "gold" and "number" not in row["variables"], "its variables are its own"


async def test_another_exit_leads_elsewhere(spoken):
    id = await sub_flow(spoken, channels=["chat"], declares=DECLARED)
    await publish_texts(spoken, caller(id))
    line = await spoken.line("112", channel="chat")
    await spoken.begin(line)
    assert line.heard[1] == "say fr: Inconnu"


async def test_a_process_that_takes_over_finds_the_run_within_the_sub_flow(spoken):
    id = await sub_flow(spoken, channels=["chat"], declares=DECLARED)
    await publish_texts(spoken, caller(id))
    line = await spoken.line(channel="chat")
    first = spoken.begin(line)
    await line.until("Qui ?")
    first.cancel()
    line.script.append("955")
    await spoken.resume(line)
    assert line.heard[-2:] == ["say fr: Niveau gold", "hung up: flow"]


async def test_latest_follows_publication_and_pinned_stays(spoken):
    id = await sub_flow(spoken, channels=["chat"], declares=DECLARED)
    changed = WHO | {"rank": {"kind": "set", "values": {"rank": "iron"}, "next": {"done": "known"}}}
    for step, expected in ((caller(id), "iron"), (caller(id, version=1), "gold")):
        await publish_texts(spoken, step)
        await save(spoken, id, changed)
        async with spoken.web.transaction(spoken.scope) as tx:
            await flows.publish(tx, id)
        line = await spoken.line("912", channel="chat")
        await spoken.begin(line)
        assert line.heard[1] == f"say fr: Niveau {expected}"


async def test_what_fails_in_there_comes_back_as_failed(spoken):
    steps = {"a": {"kind": "set", "values": {"n": "{other}"}, "next": {"done": "b"}}, "b": {"kind": "come_back"}}
    id = await sub_flow(
        spoken, steps, channels=["chat"], declares={"n": {"type": "number"}, "other": {"begins": "twelve"}})
    run = {"kind": "sub_flow", "flow": id, "next": {"done": "bye", "failed": "sorry"}}
    sorry = {"kind": "say", "prompts": ["sorry"], "next": {"done": "bye"}}
    await publish_texts(spoken, {"who": run, "sorry": sorry, "bye": BYE})
    line = await spoken.line(channel="chat")
    await spoken.begin(line)
    assert line.heard == ["say fr: Désolé", "hung up: flow"]


async def test_a_publication_that_would_strand_a_caller_is_refused(spoken):
    id = await sub_flow(spoken, channels=["chat"], declares=DECLARED)
    await publish_texts(spoken, caller(id))
    await save(spoken, id, WHO | {"unknown": {"kind": "come_back", "exit": "maybe"}})
    with pytest.raises(FlowInvalid) as refused:
        async with spoken.web.transaction(spoken.scope) as tx:
            await flows.publish(tx, id)
    assert [(code, what.split()[-1]) for code, _, what in refused.value.details["faults"]] == [
        ("caller_not_wired", "maybe")]


async def test_a_circle_is_refused_at_publication(spoken):
    first = await sub_flow(spoken, {"b": {"kind": "come_back"}}, channels=["chat"])
    run = {"kind": "sub_flow", "flow": first, "next": {"done": "b", "failed": "b"}}
    second = await sub_flow(spoken, {"a": run, "b": {"kind": "come_back"}}, channels=["chat"])
    await save(spoken, first, {"a": run | {"flow": second}, "b": {"kind": "come_back"}}, start="a")
    with pytest.raises(FlowInvalid) as refused:
        async with spoken.web.transaction(spoken.scope) as tx:
            await flows.publish(tx, first)
    assert "sub_flow_recursive" in {code for code, _, _ in refused.value.details["faults"]}


async def test_a_value_that_does_not_fit_is_asked_for_again(spoken):
    ask = {"kind": "collect", "prompts": ["who"], "variable": "day", "collects": "text", "length_max": 30,
           "next": {"collected": "bye", "silence": "bye", "wrong": "bye"}}
    await publish_texts(spoken, {"ask": ask, "bye": BYE}, declares={"day": {"type": "date"}})
    line = await spoken.line("tomorrow", "2026-12-24", channel="chat")
    await spoken.begin(line)
    assert line.heard.count("collect fr: Qui ?") == 2
    assert (await spoken.run_row(line.conversation))["variables"]["day"] == "2026-12-24"
