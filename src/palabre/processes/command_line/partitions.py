"""`./palabre partitions [list | move TENANT NODE | balance]`: which process owns which tenant.

NODE is a process's name or the beginning of one (`list` shows them); the owner finishes its batch, the other takes the
partition at once, and whoever asks meanwhile waits a moment. What was moved by hand stays where it was put, until
`balance` shares everything out evenly.
"""

import argparse
import asyncio
import json
import sys
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.command_line import verbs

POLL_SECONDS = 0.1
MOVED_SECONDS_MAX = 20.0


def main(arguments: list[str]) -> int:
    """Exit code: 0 well, 1 a partition has no owner that serves, or did not move in time."""
    parser = verbs.parser("partitions", __doc__, "move", "balance")
    parser.add_argument("tenant", nargs="?", default="", metavar="TENANT")
    parser.add_argument("node", nargs="?", default="", metavar="NODE")
    asked = parser.parse_args(arguments)
    if asked.what == "move" and not asked.node:
        parser.error("move wants a TENANT and a NODE")
    return asyncio.run(_done(asked))


async def _done(asked: argparse.Namespace) -> int:
    from palabre.plumbing.partition import placing
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.router_dsn(asked.data), size_max=2)
    try:
        moved = True
        if asked.what == "move":
            moved = await _move(database, asked.tenant, asked.node)
        elif asked.what == "balance":
            moved = await _balance(database)
        rows, processes = await placing.listed(database), await placing.processes(database)
    finally:
        await database.close()
    _tell(rows, processes, asked.json)
    return 0 if moved and all(row.lives for row in rows) else 1


async def _move(database: Any, tenant: str, node: str) -> bool:
    """Whether it was there in time."""
    from palabre.plumbing.partition import placing

    to = await _process(database, node)
    known = [row for row in await placing.listed(database) if row.tenant == tenant]
    if not known or not await placing.move(database, tenant, to):
        raise EngineRefused(f"there is no tenant {tenant}", "./palabre partitions lists them")
    if known[0].parked:
        raise EngineRefused(f"this tenant stands still: {known[0].parked}", "./palabre parked says how to mend it")
    return await _until(database, lambda rows: all(r.owner == to for r in rows if r.tenant == tenant))


async def _process(database: Any, node: str) -> str:
    """The one that serves and whose name begins so."""
    from palabre.plumbing.partition import placing

    found = [p["name"] for p in await placing.processes(database) if p["lives"] and p["name"].startswith(node)]
    found = [node] if node in found else found
    if len(found) != 1:
        which = "several processes that serve begin with" if found else "no process that serves is called"
        raise EngineRefused(f"{which} {node}", "./palabre partitions lists them")
    return found[0]


async def _balance(database: Any) -> bool:
    from palabre.plumbing.partition import placing

    await placing.unplace(database)
    while await placing.step(database, steady_seconds=0.0, all=True):
        pass
    return await _until(database, lambda rows: not any(row.going_to for row in rows))


async def _until(database: Any, test: Any) -> bool:
    from palabre.plumbing.partition import placing

    try:
        async with asyncio.timeout(MOVED_SECONDS_MAX):
            while not test(await placing.listed(database)):
                await asyncio.sleep(POLL_SECONDS)
        return True
    except TimeoutError:
        print("palabre: not there yet; the owner goes on trying", file=sys.stderr)
        return False


def _tell(rows: list, processes: list[dict], as_json: bool) -> None:
    import msgspec

    if as_json:
        for row in rows:
            print(json.dumps(msgspec.to_builtins(row)))
        return
    for process in processes:
        state = "serves" if process["lives"] else "does not serve"
        print(f"{process['name']:<50} {state}, {process['partitions']} partitions, up {process['seconds']:.0f} s")
    print(f"\n{'partition':>9}  {'tenant':<36}  {'epoch':>6} {'number':>10} {'behind':>7} {'outbox':>6}  owner")
    for row in rows:
        marks = ["" if row.lives else "(nobody serves)", f"→ {row.going_to}" if row.going_to else ""]
        marks += ["placed by hand" if row.placed else "", f"stands still: {row.parked}" if row.parked else ""]
        print(
            f"{row.partition:>9}  {row.tenant:<36}  {row.epoch:>6} {row.number:>10} {row.behind:>7} {row.outbox:>6}"
            f"  {row.owner} {' '.join(m for m in marks if m)}".rstrip()
        )
