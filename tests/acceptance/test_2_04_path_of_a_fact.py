"""Issue 2, point 4: the path of a fact, from outside: counted once, in order, without content, parked in sight."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from robots.advisor import AdvisorRobot, Refused
from robots.after import PARTITION, settle
from robots.fold import Fold
from robots.installation import Installation
from robots.ledger import Ledger
from robots.visitor import VisitorRobot

POISON = """create function palabre.poison() returns trigger language plpgsql as
 $$ begin if new.kind = 'queue' then raise exception 'poisoned row'; end if; return new; end $$;
create trigger poison before insert on palabre.segment for each row execute function palabre.poison()"""
STREAMS = "select number from reader where partition = %(partition)s"


@pytest.fixture(scope="module")
def at():
    with Installation("--no-voice") as installation:
        yield installation


async def begin(visitor: VisitorRobot, text: str = "bonjour") -> None:
    await visitor.until(lambda r: r.token)
    await visitor.write(text)
    await visitor.press(await visitor.until(lambda r: r.question()))


def fold_of(at: Installation) -> Fold:
    fold = Fold([f for f in at.journal() if f["partition"] == PARTITION])
    assert not fold.wrong, fold.wrong
    return fold


async def test_a_post_that_is_repeated_counts_once(at):
    """The same message, offer, end and hang-up asked many times at once: each is one fact."""
    ledger = Ledger()
    async with (
        AdvisorRobot(at.url, *at.sign_in("paul"), ledger, works=False) as paul,
        VisitorRobot(at.url, at.told["widget_key"], ledger, "repeats") as visitor,
    ):
        await paul.until(lambda r: "me" in r.entities)
        await paul.surely("POST", "/api/desk/status", {"status": "available"})
        await begin(visitor)
        offer = (await paul.until(lambda r: r.of("offer")))[0]
        before_accepting = await paul.ask("GET", f"/api/conversations/{offer['conversation']}")
        chosen = [(one["step"], one["kind"], one["label"]) for one in before_accepting["choices"]]
        assert chosen == [("menu", "menu", "Nos offres")], "what the customer said already"
        accepted = await many(paul, f"/api/desk/offers/{offer['offer']}/accept")
        assert accepted == [200, 409, 409, 409, 409]
        body = {"text": "une seule fois", "id": uuid.uuid4().hex}
        path = f"/api/conversations/{offer['conversation']}/messages"
        told = await asyncio.gather(*(paul.ask("POST", path, body) for _ in range(5)))
        assert len({m["id"] for m in told}) == 1
        await visitor.until(lambda r: "une seule fois" in r.answers())
        assert await many(paul, f"/api/desk/work-items/{offer['item']}/finish") == [200, 409, 409, 409, 409]
        await many(paul, f"/api/desk/work-items/{offer['item']}/wrap-up/end")
        await visitor.until(lambda r: r.state == "closed")
        assert visitor.answers() == ["une seule fois"]
    assert not await settle(at)
    fold = fold_of(at)
    assert len(fold.talks(offer["item"])) == 1 and fold.wrap_ups[offer["item"]] == "ended"
    assert all(times == 1 for times in fold.messages.values())


async def many(robot: AdvisorRobot, path: str) -> list[int]:
    async def once() -> int:
        try:
            await robot.ask("POST", path)
            return 200
        except Refused as refused:
            return refused.status if refused.status != 404 else 409

    return sorted(await asyncio.gather(*(once() for _ in range(5))))


async def test_facts_of_rows_are_numbered_in_the_order_of_the_rows(at):
    """Thirty messages of three visitors at once: the stream has each visitor's in her order, and every one once."""
    ledger, key = Ledger(), at.told["widget_key"]
    visitors = [VisitorRobot(at.url, key, ledger, f"order{n}", address=f"127.0.7.{n}") for n in range(1, 4)]
    for visitor in visitors:
        await visitor.__aenter__()

    async def writes(visitor: VisitorRobot) -> None:
        await begin(visitor)
        for n in range(8):
            await visitor.write(f"{visitor.name} dit {n}")

    try:
        await asyncio.gather(*(writes(v) for v in visitors))
        await asyncio.gather(*(v.close() for v in visitors))
    finally:
        for visitor in visitors:
            await visitor.__aexit__()
    assert not await settle(at) and not ledger.wrong
    order = [message for _, message in fold_of(at).order]
    for visitor in visitors:
        rows = at.rows(
            "select id::text as id from message where conversation = %(c)s order by number", c=visitor.conversation
        )
        theirs = [r["id"] for r in rows]
        assert len(theirs) >= 10 and [m for m in order if m in set(theirs)] == theirs


async def test_a_fact_holds_no_content(at):
    secret = "Ma grand-mère habite rue des Lilas"
    ledger = Ledger()
    async with VisitorRobot(at.url, at.told["widget_key"], ledger, "content", address="127.0.7.9") as visitor:
        await begin(visitor, secret)
        await visitor.close()
    assert not await settle(at)
    stored = at.rows("select entries from journal union all select state from snapshot")
    assert stored and not [r for r in stored if secret.encode() in bytes(r["entries"])]
    assert at.rows("select 1 as one from message where text = %(text)s", text=secret), "the row holds it"


async def test_what_a_reader_cannot_do_is_parked_in_sight_and_stops_nobody(at):
    """A row that cannot be written is parked after bounded tries; the stream goes on; an operator sees it."""
    ledger, key = Ledger(), at.told["widget_key"]
    async with (
        AdvisorRobot(at.url, *at.sign_in("nadia"), ledger, works=False) as operator,
        AdvisorRobot(at.url, *at.sign_in("claire"), ledger, works=False) as supervisor,
        VisitorRobot(at.url, key, ledger, "poison", address="127.0.7.10") as visitor,
        VisitorRobot(at.url, key, ledger, "other", address="127.0.7.11") as other,
    ):
        assert (await operator.ask("GET", "/api/parked")) == {"rows": [], "next": None, "stream": None}
        with pytest.raises(Refused, match="403"):
            await supervisor.ask("GET", "/api/parked")
        at.run(POISON)
        try:
            await begin(visitor)
            rows = await until(lambda: parked(operator))
        finally:
            at.run("drop trigger poison on palabre.segment; drop function palabre.poison()")
        assert [(r["reader"], r["partition"]) for r in rows] == [("conversations", PARTITION)]
        assert "poisoned row" in rows[0]["why"] and rows[0]["tries"] >= 3
        waiting = f"select kind from segment where conversation = '{visitor.conversation}' and kind = 'queue'"
        assert not at.rows(waiting), "the row of the parked fact"
        mended = await operator.ask("POST", f"/api/parked/{rows[0]['id']}/retry")
        assert mended["state"] == "done" and at.rows(waiting) and not await parked(operator)
        await begin(other)
        await other.until(lambda r: r.state in ("waiting", "talking"))
        for robot in (visitor, other):
            await robot.close()
        last = at.rows("select last_number from partition where id = %(partition)s", partition=PARTITION)[0]
        await until(lambda: caught_up(at, last["last_number"]))
    number = next(f for f in at.journal() if f["number"] == rows[0]["number"])
    assert number["fact"].startswith("conversations.SegmentOpened") and number["fields"]["kind"] == "queue"


async def parked(operator: AdvisorRobot) -> list[dict]:
    return (await operator.ask("GET", "/api/parked"))["rows"]


async def caught_up(at: Installation, number: int) -> bool:
    return all(r["number"] >= number for r in at.rows(STREAMS, partition=PARTITION))


async def until(test, seconds_max: float = 20.0):
    async with asyncio.timeout(seconds_max):
        while not (found := await test()):
            await asyncio.sleep(0.1)
    return found
