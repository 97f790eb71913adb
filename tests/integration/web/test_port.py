"""The public port: what every answer carries, what is refused, what an accident tells and to whom."""

import logging

import pytest
from litestar import get, post
from web_rig import PASSWORD, open_web_rig

from palabre.foundations.scope import Scope
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.options import Face, WebOptions

SECRET = "+33612345678 est à Awa"


@get("/api/boom", opt={"public": True})
async def boom() -> None:
    raise RuntimeError(SECRET)


@post("/api/echo", opt={"public": True})
async def echo(data: dict) -> dict:
    return data


@get("/api/closed")
async def closed() -> dict:
    return {}


@pytest.fixture
async def open_rig(own_database, nats, tmp_path):
    options = WebOptions(metrics_networks=("127.0.0.0/8",))
    async with open_web_rig(own_database, nats, tmp_path, routes=[boom, echo, closed], options=options) as made:
        yield made


async def test_every_answer_carries_the_headers(open_rig):
    for path in ("/healthz", "/api/me", "/api/nothing", "/api/schema"):
        headers = (await open_rig.browser().get(path)).headers
        assert (
            headers["content-security-policy"].startswith("default-src 'self'")
            and headers["x-content-type-options"] == "nosniff"
        )
        assert headers["cross-origin-resource-policy"] == "same-origin" and "strict-transport-security" not in headers
        assert path == "/healthz" or headers["cache-control"] == "no-store"
    assert (await open_rig.browser(scheme="https").get("/healthz")).headers["strict-transport-security"]


async def test_a_route_is_closed_unless_it_says_otherwise(open_rig):
    answer = await open_rig.browser().get("/api/closed")
    assert answer.status_code == 401 and answer.json() == {"code": "not_signed_in", "details": {}, "reference": None}


async def test_an_accident_has_a_reference_and_tells_nothing(open_rig, caplog):
    with caplog.at_level(logging.ERROR):
        answer = await open_rig.browser().get("/api/boom")
    assert answer.status_code == 500 and "33612" not in answer.text and "boom" not in answer.text
    fields = caplog.records[0].fields
    assert (
        fields["reference"] == answer.json()["reference"]
        and "RuntimeError" in fields["error"]
        and "33612" not in str(fields)
    )


@pytest.mark.parametrize(
    "content, status, code",
    [
        (b"{", 400, "invalid"),
        (b'{"a": "' + b"x" * 1_000_000 + b'"}', 413, "too_large"),
        (b"[1]", 422, "invalid"),
        (b"\xff\xfe", 400, "invalid"),
    ],
    ids=["cut", "too large", "a list", "not text"],
)
async def test_bodies_that_do_not_fit(open_rig, content, status, code):
    answer = await open_rig.browser().http.post(
        "/api/echo", content=content, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_text_that_no_row_can_hold(open_rig):
    await open_rig.found("Démo", "admin@demo.test")
    admin = await open_rig.signed_in("admin@demo.test")
    answer = await admin.get("/api/audit", subject="a\x00b")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    answer = await admin.http.patch("/api/me", content=b'{"theme": "\\ud800"}')
    assert answer.status_code in (400, 422), answer.text


async def test_refusals_are_json_everywhere(open_rig):
    for method, path, status, code in (
        ("GET", "/api/nothing", 404, "not_found"),
        ("PUT", "/api/session", 405, "method_not_allowed"),
    ):
        answer = await open_rig.browser().ask(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_ready_tells_its_parts_to_operators_only(open_rig):
    inside, outside = open_rig.browser(host="127.0.0.1"), open_rig.browser()
    assert (await inside.get("/readyz")).json() == {"ready": True, "parts": {"database": True, "bus": True}}
    assert (await outside.get("/readyz")).json() == {"ready": True, "parts": None}
    await open_rig.services.bus.close()
    late = await inside.get("/readyz")
    assert late.status_code == 503 and late.json()["parts"] == {"database": True, "bus": False}


async def test_metrics_count_by_route_for_operators_only(open_rig):
    inside = open_rig.browser(host="127.0.0.1")
    await inside.get("/api/people/00000000-0000-7000-8000-000000000000")
    text = (await inside.get("/metrics")).text
    assert 'route="/api/people/{person}",status="401"' in text and "00000000-0000" not in text
    assert (await open_rig.browser().get("/metrics")).status_code == 404
    inside.http.headers["x-forwarded-for"] = "127.0.0.1"
    assert (await inside.get("/metrics")).status_code == 404


async def test_the_document_is_public_and_whole(open_rig):
    document = (await open_rig.browser().get("/api/schema")).json()
    assert document["openapi"].startswith("3.1")
    operations = [o for path in document["paths"].values() for o in path.values()]
    named = [o["operationId"] for o in operations]
    assert len(named) == len(set(named)) and "tenants_create_person" in named and "routing_publish_rules" in named
    ours = [o for o in operations if o["operationId"].split("_")[0] in ("tenants", "routing", "customers")]
    assert all(o.get("description") and o.get("tags") for o in ours), [
        o["operationId"] for o in ours if not o.get("description")
    ]


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>the desk")
    (folder / "assets/app-B1gH4sh0.js").write_text("let x = 1")
    (folder / "assets/app-B1gH4sh0.js.br").write_bytes(b"brotli")
    (folder / "logo.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("no")
    return folder


async def with_faces(rig, *faces):
    return build_app(rig.services, [], authenticate=lambda *_: None, faces=faces)


async def test_faces_are_served_as_browsers_like_them(rig, built):
    from web_rig import Browser

    browser = Browser(await with_faces(rig, Face("/", built), Face("/welcome", built, embeddable=True)))
    for route in ("/", "/conversations/12", "/welcome", "/welcome/"):
        page = await browser.get(route)
        assert page.text == "<!doctype html>the desk" and page.headers["cache-control"] == "no-cache", route
    script = await browser.http.get("/assets/app-B1gH4sh0.js", headers={"accept-encoding": "identity"})
    assert (
        script.text == "let x = 1"
        and "immutable" in script.headers["cache-control"]
        and "javascript" in script.headers["content-type"]
    )
    again = await browser.http.get("/assets/app-B1gH4sh0.js", headers={"if-none-match": script.headers["etag"]})
    assert again.status_code == 304 and not again.content
    async with browser.http.stream("GET", "/assets/app-B1gH4sh0.js", headers={"accept-encoding": "gzip, br"}) as packed:
        assert (
            packed.headers["content-encoding"] == "br" and b"".join([c async for c in packed.aiter_raw()]) == b"brotli"
        )
    for missing in (
        "/assets/old.js",
        "/assets/old",
        "/robots.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/api/x",
    ):
        assert (await browser.get(missing)).status_code == 404, missing
    widget = await browser.get("/welcome/logo.svg")
    assert (
        widget.headers["cross-origin-resource-policy"] == "cross-origin"
        and "frame-ancestors *" in widget.headers["content-security-policy"]
    )
    await browser.http.aclose()


async def test_a_face_that_is_not_built_says_so(rig, tmp_path):
    from web_rig import Browser

    browser = Browser(await with_faces(rig, Face("/desk", tmp_path / "nothing")))
    page = await browser.get("/desk/")
    assert (
        page.status_code == 503
        and "./palabre build" in page.text
        and (await browser.get("/desk/assets/x.js")).status_code == 404
    )
    await browser.http.aclose()


async def test_a_handler_that_takes_the_raw_scope_by_mistake_is_refused_at_the_start(rig):
    @get("/x")
    async def mistaken(scope: Scope) -> None: ...

    with pytest.raises(TypeError, match="who: Scope"):
        build_app(rig.services, [mistaken], authenticate=lambda *_: None)


async def test_a_database_away_asks_to_come_back(rig):
    await rig.found("Démo", "admin@demo.test")
    browser = await rig.signed_in("admin@demo.test", password=PASSWORD)
    pool = rig.services.database.pool
    held = [await pool.getconn() for _ in range(pool.max_size)]
    pool.timeout = 0.2
    try:
        answer = await browser.get("/api/me")
    finally:
        for connection in held:
            await pool.putconn(connection)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "unavailable", "2")
