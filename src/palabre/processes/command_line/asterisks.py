"""`./palabre asterisks [list | drain NAME | serve NAME]`: the Asterisks of the installation and who takes new calls.

Drained, one finishes its calls and takes no new one; the balancer before it tries the next.
"""

import argparse
import asyncio
import json
import sys

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.command_line import verbs


def main(arguments: list[str]) -> int:
    """Exit code: 0 well, 1 one is lost."""
    parser = verbs.parser("asterisks", __doc__, "drain", "serve")
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    asked = parser.parse_args(arguments)
    if asked.what in ("drain", "serve") and not asked.name:
        parser.error(f"{asked.what} wants a NAME")
    return asyncio.run(_done(asked))


async def _done(asked: argparse.Namespace) -> int:
    from palabre.channels.voice import wiring
    from palabre.foundations.problems import NotFound
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.router_dsn(asked.data), size_max=1)
    try:
        if asked.what in ("drain", "serve"):
            await wiring.drain(database, asked.name, asked.what == "drain")
        nodes = await wiring.voice_nodes(database)
    except NotFound:
        raise EngineRefused(f"there is no Asterisk {asked.name}", "./palabre asterisks lists them") from None
    finally:
        await database.close()
    if asked.json:
        json.dump([{"name": n.name, "state": n.state, "calls": n.calls} for n in nodes], sys.stdout)
        print()
    else:
        for node in nodes:
            print(f"{node.name:<24} {node.state:<10} {node.calls:>5} calls")
    return 1 if any(n.state == "lost" for n in nodes) else 0
