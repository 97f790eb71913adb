"""Credentials, the SIP relay, web calls, recordings and numbers, over real HTTP, with a real Asterisk behind."""

from __future__ import annotations

import asyncio
import hashlib
import re
from contextlib import asynccontextmanager
from types import SimpleNamespace

import aiohttp
import msgspec
import psycopg
import pytest
import uvicorn
from turn_relay import Relay
from voice_stage import NUMBER, ivr, wait_for

from palabre.channels.voice.actions import recordings
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.phone import Phone
from palabre.channels.voice.drivers.phones import Phones
from palabre.channels.voice.http import routes as voice_http
from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.settings import Settings
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.who import NotSignedIn
from palabre.processes.robots.hearing import floats
from palabre.tenants.model.people import Signed
from palabre.tenants.model.permissions import permissions_of


@asynccontextmanager
async def front(stage, **more):
    """The room's routes on a real port. Headers say who asks (an advisor, a supervisor, an administrator), and in which
    of her sign-ins."""
    settings = Settings(ari_url=stage.telephony.centre.ari_url, **more)
    services = msgspec.structs.replace(stage.services, settings=settings)

    async def authenticate(connection, services):
        role = connection.headers.get("x-role", "")
        if not role:
            raise NotSignedIn()
        scope = Scope(stage.tenant, person=stage.advisor, permissions=permissions_of([role]))
        return Signed(scope, session=connection.headers.get("x-session"))

    app = build_app(services, voice_http.routes, authenticate=authenticate)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            yield http
    finally:
        server.should_exit = True
        await serving


async def register(
    http: aiohttp.ClientSession, path: str, user: str, password: str, role: str = "", method: str = "REGISTER"
) -> str:
    """A request with digest over the relay; the last status line."""
    async with http.ws_connect(path, protocols=("sip",), headers={"x-role": role} if role else {}) as socket:
        assert socket.protocol == "sip"
        await socket.send_str(_request(method, user, 1))
        challenge = (await socket.receive(timeout=5)).data
        fields = dict(
            re.findall(r'(\w+)="?([^",\s]+)"?', challenge.split("WWW-Authenticate: Digest", 1)[1].split("\r\n")[0])
        )
        await socket.send_str(_request(method, user, 2, _digest(fields, user, password, method)))
        return (await socket.receive(timeout=5)).data.split("\r\n")[0]


def _request(method: str, user: str, number: int, authorization: str = "") -> str:
    return (
        f"{method} sip:palabre.invalid SIP/2.0\r\nVia: SIP/2.0/WS x{user}.invalid;branch=z9hG4bK{user}{number}\r\n"
        f"Max-Forwards: 70\r\nTo: <sip:{user}@palabre.invalid>\r\nFrom: <sip:{user}@palabre.invalid>;tag=t{user}\r\n"
        f"Call-ID: c{user}\r\nCSeq: {number} {method}\r\nContact: <sip:{user}@x{user}.invalid;transport=ws>\r\n"
        f"Expires: 120\r\n{authorization}Content-Length: 0\r\n\r\n"
    )


def _digest(fields: dict[str, str], user: str, password: str, method: str) -> str:
    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    uri = "sip:palabre.invalid"
    a1, a2 = md5(f"{user}:{fields['realm']}:{password}"), md5(f"{method}:{uri}")
    answer = md5(f"{a1}:{fields['nonce']}:00000001:abc:auth:{a2}")
    return (
        f'Authorization: Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}", '
        f'response="{answer}", algorithm=MD5, qop=auth, nc=00000001, cnonce="abc", '
        f'opaque="{fields.get("opaque", "")}"\r\n'
    )


async def test_a_browser_registers_through_the_relay(stage):
    async with stage.driver() as node, front(stage) as http:
        async with http.post("/api/desk/phone", json={"kind": "browser"}, headers={"x-role": "advisor"}) as answer:
            given = await answer.json()
        assert answer.status == 200 and given["ws"] == "/phone-ws"
        async with http.post("/api/desk/phone", headers={"x-role": "advisor"}) as answer:
            assert (await answer.json())["password"] == given["password"], "all her tabs have the same"
        assert await register(http, "/phone-ws", given["user"], "wrong", "advisor") == "SIP/2.0 401 Unauthorized"
        assert await register(http, "/phone-ws", given["user"], given["password"], "advisor") == "SIP/2.0 200 OK"
        assert node.phones.of(given["user"]).kind == "browser"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await register(http, "/phone-ws", given["user"], given["password"])
        async with http.post("/api/desk/phone", headers={"x-role": "operator"}) as answer:
            assert answer.status == 403
        async with http.post(
            "/api/desk/phone", json={"kind": "sip", "contact": "http://x"}, headers={"x-role": "advisor"}
        ) as answer:
            assert answer.status == 422


async def sql(stage, text: str, **given) -> None:
    async with await psycopg.AsyncConnection.connect(stage.database.dsn("superuser")) as connection:
        cursor = psycopg.AsyncClientCursor(connection)
        await cursor.execute("set search_path to palabre")
        await cursor.execute(text, {"tenant": stage.tenant, "person": stage.advisor, **given})


@pytest.mark.parametrize("how", ["sign_out", "removal", "expiry"])
async def test_telephones_live_no_longer_than_the_sign_in(stage, how):
    """What was handed out registers no more, and calls nobody, once its person can no longer ask for it."""
    hers = {"x-role": "advisor", "x-session": await stage.sign_in()}
    async with stage.driver() as node, front(stage) as http:
        async with http.post("/api/desk/phone", headers=hers) as answer:
            given = await answer.json()
        user, password = given["user"], given["password"]
        assert given["session"] == hers["x-session"]
        assert await register(http, "/phone-ws", user, password, "advisor") == "SIP/2.0 200 OK"
        await node.phones.sweep()
        assert node.phones.of(user), "she is signed in still"
        if how == "sign_out":
            await sql(stage, "delete from session where tenant = %(tenant)s")
            await stage.bus.publish(f"live.{stage.tenant}.sessions_ended", b"[]")
        elif how == "removal":
            await sql(stage, "update person set active = false where tenant = %(tenant)s")
            await stage.bus.publish(f"live.{stage.tenant}.sessions_ended", b"[]")
        else:
            await sql(stage, "update session set idle_until = 5 where tenant = %(tenant)s")
            await node.phones.sweep()
        await wait_for(lambda: node.phones.of(user) is None, 5)
        for method in ("REGISTER", "INVITE"):
            said = await register(http, "/phone-ws", user, password, "advisor", method=method)
            assert said == "SIP/2.0 401 Unauthorized", method
        async with http.post("/api/desk/phone", headers=hers) as answer:
            assert (await answer.json())["user"] != user, "whoever signs in again is given new ones"


async def test_each_sign_in_has_a_telephone_of_its_own(stage):
    """Two browsers of one person: other credentials each; the end of one sign-in ends its own telephone alone."""
    office, laptop = await stage.sign_in(), await stage.sign_in()
    async with stage.driver() as node, front(stage) as http:
        given = {}
        for session in (office, laptop, office):
            async with http.post("/api/desk/phone", headers={"x-role": "advisor", "x-session": session}) as answer:
                before, given[session] = given.get(session), await answer.json()
            assert before in (None, given[session]), "all tabs of one browser have the same"
        users = {session: one["user"] for session, one in given.items()}
        assert users[office] != users[laptop] and given[office]["password"] != given[laptop]["password"]
        for session in given:
            said = await register(http, "/phone-ws", users[session], given[session]["password"], "advisor")
            assert said == "SIP/2.0 200 OK"
        for session, user in users.items():
            # its socket has closed again, and Asterisk may or may not have told so
            await wait_for(lambda user=user: node.phones.of(user).registered_at)
            assert node.phones.of(user).session == session
        await sql(stage, "delete from session where tenant = %(tenant)s and id = %(id)s", id=laptop)
        await stage.bus.publish(f"live.{stage.tenant}.sessions_ended", b"[]")
        await wait_for(lambda: node.phones.of(users[laptop]) is None, 5)
        for method in ("REGISTER", "INVITE"):
            said = await register(http, "/phone-ws", users[laptop], given[laptop]["password"], "advisor", method=method)
            assert said == "SIP/2.0 401 Unauthorized", method
        assert node.phones.of(users[office]), "she is signed in there still"
        assert node.phones.of_advisor(stage.tenant, stage.advisor, laptop) is None, "no other browser of hers answers"


def test_a_call_rings_at_the_telephone_of_the_sign_in_that_accepted():
    """Else at her plain telephone, which stands where it stands; never at another browser, where nobody may sit."""

    def of(session: str, *there: str) -> str | None:
        """`there`: what is registered, as KIND-SESSION, in this order."""
        phones = Phones(SimpleNamespace(ari=None))
        for at, name in enumerate(there):
            kind, _, its = name.partition("-")
            phones._phones[name] = Phone(
                "t", name, kind, "awa", None, "", now_ms() + 60_000, its, registered=True, registered_at=at)
        found = phones.of_advisor("t", "awa", session)
        return found.id if found else None

    assert of("office", "browser-office", "browser-laptop") == "browser-office"
    assert of("laptop", "browser-laptop", "browser-office") == "browser-laptop"
    assert of("laptop", "browser-office") is None
    assert of("laptop", "browser-office", "sip-office") == "sip-office"
    assert of("laptop", "sip-office", "browser-laptop") == "browser-laptop"
    assert of("", "sip-", "browser-office") == "sip-", "a program's own first"
    assert of("", "browser-office", "browser-laptop") == "browser-laptop", "of none in particular: the last"


async def test_a_relay_takes_the_credentials_handed_out_and_no_others(stage, missing):
    """TURN with time-limited credentials (coturn): a packet goes through and comes back."""
    if not Relay.program:
        missing("coturn: apt install coturn")
    relay = Relay()
    relay.start()
    try:
        async with stage.driver(), front(stage, turn_urls=relay.urls, turn_secret=relay.secret) as http:
            async with http.post("/api/desk/phone", headers={"x-role": "advisor"}) as answer:
                given = await answer.json()
        (one,) = given["ice"]
        assert one["urls"] == [relay.urls] and relay.secret not in str(given)
        assert one["username"] == f"{given['expires_at'] // 1000}:{given['user']}", "it ends with the telephone"
        assert await asyncio.to_thread(relay.carries, one["username"], one["credential"]), relay.log()[-2000:]
        longer = one["username"].replace(":", "0:", 1)  # the end is what the password is made of
        assert not await asyncio.to_thread(relay.carries, longer, one["credential"])
    finally:
        relay.stop()


async def test_a_web_caller_gets_a_telephone_for_minutes(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    key = (await stage.row("select web_key from palabre.phone_number where tenant = %(tenant)s"))["web_key"]
    async with stage.driver() as node, front(stage) as http:
        async with http.post("/welcome/api/calls", json={"key": key}) as answer:
            given = await answer.json()
        assert answer.status == 200 and given["ws"].startswith("/welcome/phone-ws?ticket=")
        assert await register(http, given["ws"], given["user"], given["password"]) == "SIP/2.0 200 OK"
        phone = node.phones.of(given["user"])
        assert (phone.kind, phone.number, phone.person) == ("caller", NUMBER, None)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await register(http, "/welcome/phone-ws?ticket=guessed", given["user"], given["password"])
        async with http.post("/welcome/api/calls", json={"key": "no-such-key"}) as answer:
            assert answer.status == 404
        for _ in range(limits.WEB_CALLS_PER_NETWORK):
            async with http.post("/welcome/api/calls", json={"key": key}) as answer:
                last = (answer.status, (await answer.json()).get("code"))
        assert last == (429, "voice.too_many_web_calls")


async def test_the_relay_is_bounded(stage):
    async with stage.driver(), front(stage) as http:
        for many, size in ((1, limits.PHONE_FRAME_BYTES_MAX + 1), (4 * limits.PHONE_FRAMES_PER_SECOND, 4)):
            async with http.ws_connect("/phone-ws", protocols=("sip",), headers={"x-role": "advisor"}) as socket:
                for _ in range(many):
                    await socket.send_str("x" * size)
                while (await socket.receive(timeout=5)).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                    pass
                assert socket.close_code == 1008


async def test_without_a_driver_a_telephone_is_refused_in_words(stage):
    async with front(stage) as http, http.post("/api/desk/phone", headers={"x-role": "advisor"}) as answer:
        assert answer.status == 503 and (await answer.json())["code"] == "voice.phone_unavailable"


async def test_each_listening_is_on_record(stage):
    data = waves.encode(waves.stereo(waves.nothing(), floats(waves.nothing()).astype("<i2"), 0.0))
    conversation = new_id()
    async with stage.web.transaction(stage.scope) as tx:
        await tx.execute(
            """insert into palabre.conversation (tenant, id, channel, entry, opened_at)
               values (%(tenant)s, %(id)s, 'voice', '+33140001000', 0)""",
            {"tenant": stage.tenant, "id": conversation},
        )
    sound = SimpleNamespace(
        seconds=1.0, bytes=len(data), sha512=hashlib.sha512(data).digest(), peaks=b"", pieces=lambda: iter([data]))
    kept = recordings.Kept(conversation, "9.9", 1)
    id = await recordings.keep_recording(stage.services, stage.tenant, kept, sound)
    assert await recordings.keep_recording(stage.services, stage.tenant, kept, sound) is None
    async with front(stage) as http:
        async with http.get(
            f"/api/conversations/{conversation}/recordings", headers={"x-role": "supervisor"}
        ) as answer:
            assert [r["id"] for r in (await answer.json())["rows"]] == [id]
        async with http.get(f"/api/recordings/{id}", headers={"x-role": "supervisor"}) as answer:
            assert await answer.read() == data and answer.content_type == "audio/wav"
        async with http.get(f"/api/recordings/{id}", headers={"x-role": "advisor"}) as answer:
            assert answer.status == 403
        async with http.get(f"/api/recordings/{new_id()}", headers={"x-role": "supervisor"}) as answer:
            assert answer.status == 404
    row = await stage.row(
        "select count(*)::int as times from palabre.audit where tenant = %(tenant)s and verb = 'voice.listen'"
    )
    assert row["times"] == 1


async def test_a_number_belongs_to_one(stage):
    headers = {"x-role": "administrator"}
    async with front(stage) as http:
        async with http.post(
            "/api/numbers", json={"number": "01 40 00 20 00".replace(" ", "")}, headers=headers
        ) as answer:
            made = await answer.json()
            assert answer.status == 201 and made["number"] == "+33140002000"
        async with http.post("/api/numbers", json={"number": "+33140002000"}, headers=headers) as answer:
            assert answer.status == 409
        async with http.patch(
            f"/api/numbers/{made['id']}", json={"rescue_number": "0899701234"}, headers=headers
        ) as answer:
            assert answer.status == 403 and (await answer.json())["code"] == "voice.destination_closed"
        async with http.patch(
            f"/api/numbers/{made['id']}", json={"rescue_number": "0140205050"}, headers=headers
        ) as answer:
            assert (await answer.json())["rescue_number"] == "+33140205050"
        async with http.delete(f"/api/numbers/{made['id']}", headers=headers) as answer:
            assert answer.status == 204
        async with http.get("/api/numbers", headers={"x-role": "advisor"}) as answer:
            assert answer.status == 403
