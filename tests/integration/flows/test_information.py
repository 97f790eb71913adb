"""Time, news, weather and another system asked, by flows over real rows and a real server; what may not be reached."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest
from told_server import ToldServer

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.information import wiring  # noqa: F401  registers its steps
from palabre.information.actions import credentials, feeds
from palabre.information.model.feed import Feed
from palabre.information.problems import CredentialInUse, FeedInUse, FeedUnreadable
from palabre.information.steps import exact_time
from palabre.plumbing import identity
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.outgoing import NotReached, Outgoing, networks

RSS = "<rss><channel>{}</channel></rss>"
ITEM = "<item><title>{}</title><description>&lt;b&gt;Suite&lt;/b&gt;</description></item>"
BYE = {"kind": "hang_up"}


@pytest.fixture
async def told():
    async with ToldServer() as server:
        yield server


@pytest.fixture
def open_inside(centre):
    """This installation allows its own loopback."""
    centre.services.settings = SimpleNamespace(reachable_networks="127.0.0.0/8")
    return centre


async def fetched(centre) -> list[str]:
    rows = await feeds.claim_due(centre.services, Scope(centre.tenant))
    return [await feeds.fetch(centre.services, Scope(centre.tenant), row) for row in rows]


async def feed_of(centre, url: str, **more) -> str:
    async with centre.web.transaction(centre.scope) as tx:
        return await feeds.create_feed(tx, new_id(), Feed(url=url, **more))


async def kept(centre, id: str) -> feeds.KeptFeed:
    async with centre.web.transaction(centre.scope) as tx:
        return await feeds.get_feed(tx, id)


def telling(feed: str, **more) -> dict:
    return {"news": {"kind": "tell_feed", "feed": feed, **more, "next": {"done": "bye", "stale": "bye"}}, "bye": BYE}


async def heard(centre, steps: dict, *script: str, **more) -> list[str]:
    await centre.flow(steps, **more)
    line = await centre.line(*script)
    await centre.begin(line)
    return line.heard


async def test_news_are_told_with_their_age_and_an_apology_once_stale(open_inside, told, monkeypatch):
    centre = open_inside
    told.say("/rss", RSS.format(ITEM.format("Un") + ITEM.format("Deux") + ITEM.format("Trois")), ETag='"1"')
    feed = await feed_of(centre, f"{told.url}/rss", stale_seconds=3600)
    steps = telling(feed, items=2)
    assert "désolés" in (await heard(centre, steps))[0]  # never read yet
    assert await fetched(centre) == ["read"] and await fetched(centre) == []
    said = (await heard(centre, steps))[0]
    assert "Un. Suite Deux. Suite" in said and "Trois" not in said and "relevée à l'instant" in said
    later = now_ms() + 20 * 60_000
    with monkeypatch.context() as ahead:
        ahead.setattr(feeds, "now_ms", lambda: later)
        assert "il y a 20 minutes" in (await heard(centre, steps))[0]
        assert await fetched(centre) == ["unchanged"]  # told by its ETag: as good as read
        assert "à l'instant" in (await heard(centre, steps))[0]
    with monkeypatch.context() as ahead:
        ahead.setattr(feeds, "now_ms", lambda: later + 3_600_001)
        assert "désolés" in (await heard(centre, steps))[0]


async def test_what_fails_keeps_what_was_read_and_is_asked_later_each_time(open_inside, told, monkeypatch):
    centre = open_inside
    told.say("/rss", RSS.format(ITEM.format("Un")))
    feed = await feed_of(centre, f"{told.url}/rss", refresh_seconds=60)
    assert await fetched(centre) == ["read"]
    now = now_ms()
    for body, status, why in (("<rss", 200, "not_xml"), ("", 503, "status_503"), ("x" * 2_100_000, 200, "too_large")):
        told.say("/rss", body, status)
        now += 3_600_000
        monkeypatch.setattr(feeds, "now_ms", lambda now=now: now)
        assert await fetched(centre) == [why]
    row = await kept(centre, feed)
    assert (row.outcome, row.failures, [i.words for i in row.items]) == ("too_large", 3, ["Un. Suite"])
    assert row.next_at == now + 60_000 * 4


async def test_weather_in_json_binds_its_fields(open_inside, told):
    centre = open_inside
    told.say("/w", json.dumps({"current": {"t": 12.5, "sky": "pluie"}}))
    feed = await feed_of(centre, f"{told.url}/w", format="json", items="current", words="Il fait {degrees} degrés.",
                         fields={"degrees": "t", "sky": "sky"})  # fmt: skip
    await fetched(centre)
    steps = telling(feed, variables={"sky": "sky"}, tells_age=False)
    steps["news"]["next"]["done"] = "sky"
    steps["sky"] = {"kind": "say", "prompts": [{"say": "digits", "value": "{sky}"}], "next": {"done": "bye"}}
    said = await heard(centre, steps)
    assert said[:2] == ["say fr: Il fait 12.5 degrés.", "say fr: pluie"]


async def test_a_feed_that_a_flow_tells_stays(open_inside, told):
    centre = open_inside
    feed = await feed_of(centre, f"{told.url}/rss")
    await centre.flow(telling(feed))
    async with centre.web.transaction(centre.scope) as tx:
        with pytest.raises(FeedInUse):
            await feeds.remove_feed(tx, feed)


async def test_the_inside_is_not_reached(centre, told):
    """By address, by name, by another way of writing it, or sent there by a redirect."""
    told.say("/x", "{}")
    for url in (told.url, f"http://localhost:{told.port}", f"http://127.1:{told.port}", f"http://0x7f000001:{told.port}",
                f"http://2130706433:{told.port}", f"http://[::ffff:127.0.0.1]:{told.port}", "http://169.254.169.254",
                "file:///etc/passwd", f"http://a:b@localhost:{told.port}"):  # fmt: skip
        with pytest.raises(NotReached) as refused:
            await Outgoing().ask("GET", f"{url}/x", seconds_max=2.0, bytes_max=1000)
        assert refused.value.reason == "unreachable"
    with pytest.raises(FeedUnreadable):
        await feeds.try_feed(centre.services, centre.scope, Feed(url=f"{told.url}/x"))
    assert told.asked == []
    told.say("/away", "", 302, Location="http://127.0.0.2:9/x")
    narrow = Outgoing(networks("127.0.0.1/32"))
    with pytest.raises(NotReached) as refused:
        await narrow.ask("GET", f"{told.url}/away", seconds_max=2.0, bytes_max=1000, redirects_max=3)
    assert "not_allowed" in str(refused.value)
    told.say("/round", "", 302, Location="/round")
    with pytest.raises(NotReached) as refused:
        await narrow.ask("GET", f"{told.url}/round", seconds_max=2.0, bytes_max=1000, redirects_max=3)
    assert refused.value.reason == "redirects" and len(told.asked) == 5


ORDER = {
    "kind": "http_request", "url": "{url}/orders/{{order}}?by={{entry}}", "credentials": ["orders"],
    "headers": {"X-Language": "{language}"}, "answers": {"status": "order.status"}, "seconds": 0.5,
    "next": {exit: exit for exit in ("timeout", "unreachable", "refused", "not_found", "unavailable", "bad_answer",
                                     "in_doubt")},
}  # fmt: skip


def asking(url: str, **more) -> dict:
    step = {**ORDER, "url": ORDER["url"].format(url=url), **more}
    step["next"] = {**step["next"], "ok": "ok"}
    told = {e: {"kind": "say", "prompts": [{"say": "text", "value": e}], "next": {"done": "bye"}} for e in step["next"]}
    told["ok"]["prompts"] = [{"say": "digits", "value": "{status}"}]
    asked = {"kind": "collect", "prompts": ["ask"], "variable": "order",
             "next": {"collected": "http", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    return {"ask": asked, "http": step, **told, "bye": BYE}


async def test_an_order_is_asked_for_and_each_failure_has_its_exit(open_inside, told):
    centre = open_inside
    await centre.prompts(ask="Votre commande ?")
    host = f"127.0.0.1:{told.port}"
    async with centre.web.transaction(centre.scope) as tx:
        await credentials.put_credential(
            tx, centre.services.secrets, "orders", host=host, header="Authorization", value="Bearer 0123456789")
        await credentials.put_credential(
            tx, centre.services.secrets, "other", host="else.example", header="Authorization", value="Bearer 99")
    voices = frozenset({"fr"})
    steps = asking(told.url)
    await centre.flow(steps, voices=voices)

    async def outcome(order: str = "4711") -> str:
        line = await centre.line(order)
        await centre.begin(line)
        return line.heard[1].removeprefix("say fr: ")

    told.say("/orders/4711", json.dumps({"order": {"status": "expédiée"}}))
    assert await outcome() == "expédiée"
    method, path, headers, _ = told.asked[-1]
    assert (method, path) == ("GET", "/orders/4711?by=%2B33140001000")
    assert headers["Authorization"] == "Bearer 0123456789" and headers["X-Language"] == "fr"
    assert headers["Idempotency-Key"]
    for status, body, exit in ((404, "", "not_found"), (403, "", "refused"), (500, "", "unavailable"),
                               (200, "<html>", "bad_answer"), (302, "", "bad_answer"),
                               (200, "x" * 600_000, "bad_answer")):  # fmt: skip
        told.say("/orders/4711", body, status, Location="/elsewhere")
        assert await outcome() == exit
    told.silent.add("/orders/4711")
    assert await outcome() == "timeout"
    asked = len(told.asked)
    assert await outcome("..") == "not_found" and len(told.asked) == asked
    await centre.flow(asking(told.url, credentials=["other"]), voices=voices)
    assert await outcome() == "refused" and len(told.asked) == asked, "a secret goes to its own host alone"
    await centre.flow(asking("http://127.0.0.1:9", credentials=[]), voices=voices)
    assert await outcome() == "unreachable"
    async with centre.web.transaction(centre.scope) as tx:
        with pytest.raises(CredentialInUse):
            await credentials.remove_credential(tx, "orders")
        assert [c.name for c in await credentials.list_credentials(tx)] == ["orders", "other"]
        row = await tx.one("select * from palabre.credential where tenant = %(tenant)s", {"tenant": centre.tenant})
    assert b"0123456789" not in bytes(row["sealed"])


async def test_other_calls_go_on_while_one_waits_for_an_answer(open_inside, told):
    centre = open_inside
    await centre.prompts(ask="Votre commande ?")
    told.silent.add("/orders/4711")
    await centre.flow(asking(told.url, credentials=[], seconds=20.0), voices=frozenset({"fr"}))
    slow = await centre.line("4711")
    waiting = centre.begin(slow)
    while not told.asked:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(5.0):
        quick = await centre.line("..")
        await centre.begin(quick)
    assert not waiting.done() and "not_found" in quick.heard[1]


async def test_a_post_cut_off_by_a_restart_is_not_made_again(open_inside, told):
    centre = open_inside
    await centre.prompts(ask="Votre commande ?")
    told.silent.add("/orders/4711")
    steps = asking(told.url, credentials=[], method="POST", body={"order": "{order}"}, seconds=20.0)
    await centre.flow(steps, voices=frozenset({"fr"}))
    line = await centre.line("4711")
    cut = centre.begin(line)
    while not told.asked:
        await asyncio.sleep(0.01)
    assert told.asked[0][3] == b'{"order":"4711"}'
    cut.cancel()
    await asyncio.wait({cut})
    await centre.resume(line)
    assert "in_doubt" in line.heard[1] and len(told.asked) == 1


async def test_the_time_is_told_at_the_third_stroke(centre, monkeypatch):
    async with centre.web.transaction(centre.scope) as tx:
        await tx.execute("update palabre.tenant set time_zone = 'Asia/Kolkata' where tenant = %(tenant)s",
                         {"tenant": centre.tenant})  # fmt: skip
    begun = 1_795_341_600_000 - 9_900  # before a round instant: enough for what is said, with two seconds to spare
    real = identity.now_ms()
    shift = begun - real
    monkeypatch.setattr(exact_time, "now_ms", lambda: identity.now_ms() + shift)
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr(exact_time.asyncio, "sleep", sleep)
    steps = {"time": {"kind": "exact_time", "next": {"done": "bye", "unknown": "bye"}}, "bye": BYE}
    said = await heard(centre, steps)
    assert said[:3] == ["say fr: Au troisième top, il sera exactement", "say fr: 15:30:00", "say fr: 3"]
    assert len(slept) >= 1


async def test_a_zone_that_is_asked_for_and_one_there_is_not(centre):
    def steps(zone: str) -> dict:
        next = {"done": "bye", "unknown": "no"}
        return {"time": {"kind": "exact_time", "zone": zone, "strokes": False, "next": next},
                "no": {"kind": "say", "prompts": [{"say": "digits", "value": "0"}], "next": {"done": "bye"}},
                "bye": BYE}  # fmt: skip

    assert (await heard(centre, steps("Africa/Dakar")))[0] == "say fr: Il est"
    assert (await heard(centre, steps("Africa/Nowhere")))[0] == "say fr: 0"


async def test_one_tenant_sees_nothing_of_another(open_inside, told):
    centre = open_inside
    await feed_of(centre, f"{told.url}/rss")
    async with centre.web.transaction(Scope(TenantId(new_id()), permissions=centre.scope.permissions)) as tx:
        assert (await feeds.list_feeds(tx, after="", limit=10)).rows == []
