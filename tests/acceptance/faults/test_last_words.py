"""Issue 2, faults: what is said at the very end, by either side, reaches the other or is shown as not sent."""

import pytest
from robots.advisor import AdvisorRobot
from robots.after import settle
from robots.ledger import Ledger
from robots.visitor import VisitorRobot


@pytest.fixture
async def chat(at):
    """(advisor, visitor, offer): just accepted, both by robots that do nothing by themselves."""
    ledger = Ledger()
    async with (
        AdvisorRobot(at.url, *at.sign_in("karim"), ledger, works=False) as karim,
        VisitorRobot(at.url, at.told["widget_key"], ledger, "last", address="127.0.92.1") as visitor,
    ):
        await karim.until(lambda r: "me" in r.entities)
        await karim.surely("POST", "/api/desk/status", {"status": "available"})
        await visitor.until(lambda r: r.token)
        await visitor.write("Bonjour")
        await visitor.press(await visitor.until(lambda r: r.question()))
        offer = (await karim.until(lambda r: r.of("offer")))[0]
        await karim.surely("POST", f"/api/desk/offers/{offer['offer']}/accept")
        yield karim, visitor, offer
    assert not ledger.wrong


async def test_a_reply_sent_just_before_finishing_reaches_its_customer(at, chat):
    """It is held so that it can be undone; the end of the conversation must not keep it for ever."""
    karim, visitor, offer = chat
    texts = ["C’est fait.", "Bonne journée !"]
    for text in texts:
        await karim.write(offer["conversation"], text)
    await karim.surely("POST", f"/api/desk/work-items/{offer['item']}/finish")
    await karim.surely("POST", f"/api/desk/work-items/{offer['item']}/wrap-up/end")
    await visitor.until(lambda r: r.state == "closed")
    assert visitor.answers() == texts
    assert not await settle(at)


async def test_a_reply_to_somebody_who_has_just_left_is_shown_as_not_sent(at, chat):
    karim, visitor, offer = chat
    await karim.write(offer["conversation"], "Êtes-vous encore là ?")
    await visitor.close()
    await karim.until(lambda r: [c for c in r.of("conversation") if c["state"] == "wrap_up"])
    await karim.surely("POST", f"/api/desk/work-items/{offer['item']}/wrap-up/end")  # within the seconds it is held
    assert not await settle(at)
    told = await karim.surely("GET", f"/api/conversations/{offer['conversation']}/messages")
    assert [m["status"] for m in told if m["text"] == "Êtes-vous encore là ?"] == ["failed"]
