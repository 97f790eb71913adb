"""`./palabre trace CONVERSATION`: what happened to it, step by step, and the file where each fact is declared."""

import argparse
import asyncio
import sys


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre trace", description=__doc__)
    parser.add_argument("conversation", help="its id, as the desk's address shows it; `last`: the last one opened")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return asyncio.run(_print(parser.parse_args(arguments)))


async def _print(asked: argparse.Namespace) -> int:
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading
    from palabre.processes.command_line.journal import as_json, say_beginnings

    database = await Database.open(reading.projector_dsn(asked.data), size_max=2)
    try:
        wanted = await _last(database) if asked.conversation == "last" else asked.conversation
        found = await reading.story(database, wanted)
        await say_beginnings(database, await reading.partitions(database))
    finally:
        await database.close()
    if not found:
        print(f"palabre: no fact names the conversation {wanted}: ./palabre journal lists all", file=sys.stderr)
        return 1
    for one in found:
        print(as_json(one) if asked.json else _line(one, found[0].fact.at))
    return 0


async def _last(database) -> str:
    from palabre.processes import reading

    last = ""
    for partition in await reading.partitions(database):
        async for one in reading.told(database, partition):
            if one.tag.startswith("conversations.ConversationOpened"):
                last = str(one.fields()["conversation"])
    return last


def _line(one, began: int) -> str:
    fields = " ".join(f"{k}={v}" for k, v in one.fields().items() if k != "conversation")
    seconds, tag = (one.fact.at - began) / 1000, one.tag.rsplit(".", 1)[0]
    return f"{seconds:8.3f} s  {one.partition}.{one.number:<7}{tag:<34}{one.file}  {fields}"
