"""Issue 2, faults: sockets cut or stalled for 1, 5 and 30 s, two tabs, a page loaded again, a message sent twice."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from robots.advisor import AdvisorRobot, Refused
from robots.after import check_day
from robots.day import CHAT_ADVISORS, Day
from robots.ledger import Ledger
from robots.proxy import Proxy
from robots.visitor import VisitorRobot

# what happens to the network of each advisor, and of every fifth visitor, from the third second on
HARMS = (("cut", 1.0), ("cut", 5.0), ("cut", 30.0), ("stall", 5.0), ("stall", 30.0))


@pytest.mark.seconds_max(200)
async def test_cut_and_stalled_networks_lose_nothing(at):
    async with AsyncExitStack() as stack:
        proxies = [await stack.enter_async_context(Proxy(at.told["port"])) for _ in HARMS]
        day = Day(at, 7, advisors=CHAT_ADVISORS, url=lambda place: proxies[place].url, prefix="net")

        async def harm() -> None:
            await asyncio.sleep(3.0)
            await asyncio.gather(*(getattr(p, how)(s) for p, (how, s) in zip(proxies, HARMS, strict=True)))

        await day.run(38.0, harm())
        snapshots = [robot.snapshots for robot in day.advisors]
        sockets = [robot.sockets for robot in day.advisors]
        await check_day(at, day)
    assert snapshots == [1] * len(HARMS), "each resumes by number"
    assert sockets[0] > 1 and sockets[1] > 1 and sockets[2] > 1 and sockets[4] > 1
    lost = {f["fields"]["advisor"] for f in at.journal() if f["fact"].startswith("routing.PresenceLost")}
    names = {robot.me["person"]["id"]: robot.name for robot in day.advisors}
    assert {names[a] for a in lost if a in names} == {"karim", "moussa"}, "twelve seconds of silence, no less"


async def test_two_tabs_of_one_advisor_are_one_advisor(at):
    ledger = Ledger()
    sign_in, url, key = at.sign_in("awa"), at.url, at.told["widget_key"]
    async with (
        AdvisorRobot(url, *sign_in, ledger, works=False) as one,
        AdvisorRobot(url, *sign_in, ledger, works=False) as two,
        VisitorRobot(url, key, ledger, "tabs", address="127.0.90.1") as visitor,
    ):
        await one.until(lambda r: "me" in r.entities)
        await two.until(lambda r: "me" in r.entities)
        await one.surely("POST", "/api/desk/status", {"status": "available"})
        await begin(visitor)
        offer = (await one.until(lambda r: r.of("offer")))[0]
        await two.until(lambda r: r.of("offer"))
        paths = [f"/api/desk/offers/{offer['offer']}/accept"] * 2
        answers = await asyncio.gather(
            *(tab.ask("POST", p) for tab, p in zip((one, two), paths, strict=True)), return_exceptions=True
        )
        assert sorted(isinstance(a, Refused) and a.status for a in answers) == [False, 409], answers
        for tab in (one, two):
            await tab.until(lambda r: [c for c in r.of("conversation") if c["state"] == "talking"])
            assert not tab.of("offer")
        await one.socket.close()
        await one.write(offer["conversation"], "de l’un des onglets")
        await visitor.until(lambda r: "de l’un des onglets" in r.answers())
        await two.ask("POST", f"/api/desk/work-items/{offer['item']}/finish")
        await one.until(lambda r: r.sockets > 1 and all(c["state"] == "wrap_up" for c in r.of("conversation")))
        await two.surely("POST", f"/api/desk/work-items/{offer['item']}/wrap-up/end")
        await two.until(lambda r: not r.of("conversation"))
    assert not ledger.wrong


async def test_a_chat_loaded_again_goes_on_where_it_was(at):
    ledger, key = Ledger(), at.told["widget_key"]
    async with VisitorRobot(at.url, key, ledger, "before", address="127.0.90.2") as before:
        await begin(before)
    async with VisitorRobot(at.url, key, ledger, "after", address="127.0.90.2") as after:
        after.token = before.token
        await after.until(lambda r: r.last >= before.last and r.state == before.state)
        assert after.conversation == before.conversation
        told = [(m["number"], m["text"]) for m in after.messages]
        assert told[: before.last] == [(m["number"], m["text"]) for m in before.messages]
        await after.close()
    assert not ledger.wrong


async def test_a_message_sent_twice_and_from_two_tabs_counts_once(at):
    ledger, key = Ledger(), at.told["widget_key"]
    async with (
        VisitorRobot(at.url, key, ledger, "twice", address="127.0.90.3") as one,
        VisitorRobot(at.url, key, ledger, "twice again", address="127.0.90.3") as two,
    ):
        await one.until(lambda r: r.token)
        await two.until(lambda r: r.token)
        await one.write("deux fois", twice=True)
        again = VisitorRobot(at.url, key, ledger, "second tab", address="127.0.90.3")
        again.token = one.token
        async with again:
            said = {"kind": "message", "id": "the-same-id", "text": "des deux onglets"}
            await again.until(lambda r: r.conversation)
            await asyncio.gather(*(r.socket.send_json(said) for r in (one, again) for _ in range(3)))
            await one.until(lambda r: any(m["client"] == "the-same-id" for m in r.messages))
            await one.write("après")
            await again.until(lambda r: r.messages[-1]["text"] == "après")
            texts = [m["text"] for m in again.messages if m["from"] == "me"]
            assert texts == ["deux fois", "des deux onglets", "après"]
        await one.close()
    assert not ledger.wrong


async def begin(visitor: VisitorRobot) -> None:
    await visitor.until(lambda r: r.token)
    await visitor.write(f"{visitor.name}: bonjour")
    await visitor.press(await visitor.until(lambda r: r.question()))
    await visitor.until(lambda r: r.state in ("waiting", "talking"))
