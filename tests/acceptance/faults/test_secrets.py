"""Issue 2, point 4: what a step marks secret is found in no store: tables, journal, snapshots, blobs, logs, bus."""

import base64
import secrets
import time
from collections.abc import Iterator

import psycopg
import pytest
from robots.advisor import AdvisorRobot
from robots.after import settle
from robots.installation import Installation
from robots.ledger import Ledger
from robots.visitor import VisitorRobot

LENGTH = 14


def collect(following: str) -> dict:
    exits = {"collected": following, "silence": "bye", "wrong": "bye"}
    return {"kind": "collect", "prompts": ["ask_pin"], "collects": "digits", "length_min": LENGTH, "length_max": LENGTH,
            "secret": True, "tries": 2, "next": exits}  # fmt: skip


async def widget_that_asks(chief: AdvisorRobot) -> str:
    """The key of a widget whose flow asks a secret twice (once answered wrongly) and says so."""
    words = {"ask_pin": "Votre code ?", "well": "Merci.", "visible": "De quelle ville ?"}
    for name, text in words.items():
        await chief.surely("PUT", f"/api/prompts/{name}/fr", {"text": text})
    asks = {"kind": "collect", "prompts": ["visible"], "variable": "city", "collects": "text", "length_max": 40,
            "next": {"collected": "well", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    steps = {"pin": collect("city"), "city": asks, "bye": {"kind": "hang_up"}}
    steps["well"] = {"kind": "say", "prompts": ["well"], "next": {"done": "bye"}}
    draft = {"languages": ["fr"], "channels": ["chat"], "start": "pin", "steps": steps}
    flow = await chief.surely("POST", "/api/flows", {"name": f"Secret {time.time_ns()}", "draft": draft})
    widget = await chief.surely("POST", "/api/chat/widgets", {"name": "Secret", "origins": ["*"]})
    await chief.surely("POST", f"/api/flows/{flow['id']}/publish")
    await chief.surely("PUT", f"/api/flow-entries/chat/{widget['key']}", {"flow": flow["id"]})
    return widget["key"]


async def test_a_secret_is_found_nowhere(at):
    pin, wrong, city = digits(LENGTH), digits(LENGTH - 3), f"Ziguinchor{secrets.token_hex(4)}"
    ledger = Ledger()
    async with AdvisorRobot(at.url, *at.sign_in("nadia"), ledger, works=False) as chief:
        key = await widget_that_asks(chief)
        async with VisitorRobot(at.url, key, ledger, "secret", address="127.0.91.1") as visitor:
            await visitor.until(lambda r: r.token)
            await visitor.write("Bonjour")
            await visitor.until(lambda r: r.secret)
            asked = visitor.secret
            await visitor.tell_secret(wrong)
            await visitor.until(lambda r: r.secret and r.secret != asked)
            await visitor.socket.send_json({"kind": "message", "id": "typed-in-the-clear", "text": pin})
            await visitor.until(lambda r: any(m["text"] == "De quelle ville ?" for m in r.messages))
            await visitor.write(city)
            await visitor.until(lambda r: r.state == "closed")
    assert not await settle(at) and not ledger.wrong
    found = {where for where, _ in everything(at, city)}
    assert "table message" in found, "the checker finds what is kept"
    leaks = [(where, what) for value in (pin, wrong) for where, what in everything(at, value)]
    assert not leaks


def digits(length: int) -> str:
    return "".join(secrets.choice("123456789") for _ in range(length))


def everything(at: Installation, value: str) -> Iterator[tuple[str, str]]:
    """(store, place) of each occurrence of `value`, plain or in a usual disguise, in all that is kept."""
    forms = disguises(value)
    with at.database() as connection:
        connection.execute("checkpoint")
        yield from in_tables(connection, forms)
    for path in at.folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if any(form in data for form in forms):
                yield f"file {path.relative_to(at.folder).parts[:2]}", str(path)


def disguises(value: str) -> list[bytes]:
    plain = value.encode()
    # what of it stands in base64 wherever it begins: its first and last letters hang on their neighbours
    padded = [base64.b64encode(b"x" * shift + plain)[first:-4] for shift, first in ((0, 0), (1, 2), (2, 3))]
    return [plain, plain.hex().encode(), plain[::-1], value.encode("utf-16-le"), *padded]


def in_tables(connection: psycopg.Connection, forms: list[bytes]) -> Iterator[tuple[str, str]]:
    """Every column of every table, as bytes, read by the superuser past all row-level security."""
    columns = connection.execute(
        """select c.table_schema as schema, c.table_name as name, c.column_name as column, c.data_type as type
           from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
           where t.table_type = 'BASE TABLE' and c.table_schema not in ('information_schema', 'pg_catalog')"""
    ).fetchall()
    assert len(columns) > 100
    for c in columns:
        column = f'"{c["column"]}"' if c["type"] == "bytea" else f"convert_to(\"{c['column']}\"::text, 'UTF8')"
        tests = " or ".join(f"position(%s::bytea in {column}) > 0" for _ in forms)
        table = f'"{c["schema"]}"."{c["name"]}"'
        if connection.execute(f"select 1 as one from {table} where {tests} limit 1", forms).fetchone():
            yield f"table {c['name']}", c["column"]


@pytest.mark.parametrize("value", ["48151623421108"])
def test_the_checker_finds_a_secret_that_leaked(at, value):
    """In a log, in bytes of a table, in a json: each is found."""
    log = at.data / "logs" / "planted.log"
    at.run(
        f"""create table palabre.planted (told bytea, held jsonb);
        insert into palabre.planted
        values ('\\x00ff'::bytea || convert_to('{value}', 'UTF8'), '{{"pin": "{value}"}}')"""
    )
    try:
        log.write_text(f'{{"pin": "{value}"}}')
        found = set(everything(at, value))
    finally:
        at.run("drop table palabre.planted")
        log.unlink()
    places = {what.rsplit("/", 1)[-1] for _, what in found}
    assert {"told", "held", "planted.log"} <= places, found
