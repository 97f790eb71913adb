"""`./palabre parked [list | retry ID | set-aside ID --why TEXT]`: what stands still and waits for a person.

ID is an entry's, or a tenant's for whom nothing is decided any more (the lines that begin with `owner`). What is set
aside stays listed (`list --show set_aside`) with its reason, and can be tried again.
"""

import argparse
import asyncio
import json
import sys
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.command_line import verbs

STATES = ("open", "set_aside", "done")
ROWS = 500


def main(arguments: list[str]) -> int:
    """Exit code: 0 nothing waits (or it is done), 1 something waits still."""
    parser = verbs.parser("parked", __doc__, "retry", "set-aside")
    parser.add_argument("id", nargs="?", default="", help="of an entry, or of a tenant that stands still; retry: all")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, for set-aside")
    parser.add_argument("--show", default="open", choices=STATES, help="which entries to list (default: open)")
    asked = parser.parse_args(arguments)
    if asked.what == "set-aside" and not (asked.id and asked.why.strip()):
        parser.error("set-aside wants an ID and --why TEXT")
    return asyncio.run(_done(asked))


async def _done(asked: argparse.Namespace) -> int:
    from palabre.foundations.problems import Problem
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.web_dsn(asked.data), size_max=2)
    try:
        lines = await (_listed(database, asked) if asked.what == "list" else _mended(database, asked))
    except Problem as refused:
        raise EngineRefused(f"refused, {refused.code}", "./palabre parked lists what waits") from None
    finally:
        await database.close()
    for line in lines:
        print(json.dumps(line) if asked.json else _text(line))
    if not lines and not asked.json:
        print("nothing", file=sys.stderr)
    return 1 if any(line["state"] in ("open", "asked") for line in lines) else 0


async def _listed(database: Any, asked: argparse.Namespace) -> list[dict]:
    """Of every tenant: it that stands still first, then its entries, the oldest first."""
    import msgspec

    from palabre.plumbing.partition import streams
    from palabre.tenants.actions import parked
    from palabre.tenants.model.permissions import everything

    lines: list[dict] = []
    for tenant, partition in await streams.tenants(database):
        async with database.transaction(everything(tenant)) as tx:
            found = await parked.list_parked(tx, state=asked.show, after="", limit=ROWS)
        if found.stream and asked.show == "open":
            lines.append(_of_stream(tenant, partition, found.stream))
        lines += [{"tenant": tenant, **msgspec.to_builtins(row)} for row in found.rows]
    return lines


async def _mended(database: Any, asked: argparse.Namespace) -> list[dict]:
    """Each of what was named, after it was tried (or set aside)."""
    asked.show = "open"
    lines = await _listed(database, asked)
    if asked.id:
        lines = [one for one in lines if asked.id in (one["id"], one["tenant"] if one["reader"] == "owner" else "")]
        lines = lines or await _put_aside_before(database, asked)
    if not lines and asked.id:
        raise EngineRefused(f"nothing that waits is called {asked.id}", "./palabre parked lists what waits")
    return [await _mend(database, asked, line) for line in lines]


async def _put_aside_before(database: Any, asked: argparse.Namespace) -> list[dict]:
    asked.show = "set_aside"
    return [one for one in await _listed(database, asked) if one["id"] == asked.id]


async def _mend(database: Any, asked: argparse.Namespace, line: dict) -> dict:
    import msgspec

    from palabre.tenants.actions import parked
    from palabre.tenants.model.permissions import everything

    scope, aside = everything(line["tenant"]), asked.what == "set-aside"
    if line["id"] == line["tenant"]:
        after = await (parked.set_aside_stream(database, scope, asked.why) if aside
                       else parked.retry_stream(database, scope))  # fmt: skip
        return _of_stream(line["tenant"], line["partition"], after) if after else {**line, "state": "done"}
    if not aside:
        return {**line, **msgspec.to_builtins(await parked.retry(database, scope, line["id"]))}
    async with database.transaction(scope) as tx:
        return {**line, **msgspec.to_builtins(await parked.set_aside(tx, line["id"], asked.why))}


def _of_stream(tenant: str, partition: int, stream: Any) -> dict:
    state = "asked" if stream.asked else "open"
    return {"tenant": tenant, "id": tenant, "reader": "owner", "partition": partition, "number": 0, "kind": "",
            "why": stream.why, "tries": 1, "parked_at": stream.parked_at, "state": state, "reason": ""}  # fmt: skip


def _text(line: dict) -> str:
    place = f"{line['partition']}.{line['number']}" if line["number"] else "nothing is decided for this tenant"
    said = line["reason"] if line["state"] == "set_aside" else line["why"]
    return f"{line['id']}  {line['reader']:<14}{line['state']:<11}{place:<12} {line['kind']}  {said}"
