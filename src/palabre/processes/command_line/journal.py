"""`./palabre journal [PARTITION] [--past N] [--json]`: what was decided, in order.
Facts hold ids and codes, nothing personal.
"""

import argparse
import asyncio
import json


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre journal", description=__doc__)
    parser.add_argument("partition", nargs="?", type=int, default=0, help="default: all")
    parser.add_argument("--past", type=int, default=0, metavar="N", help="only facts after this number")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return asyncio.run(_print(parser.parse_args(arguments)))


async def _print(asked: argparse.Namespace) -> int:
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.projector_dsn(asked.data), size_max=2)
    try:
        for partition in [asked.partition] if asked.partition else await reading.partitions(database):
            async for one in reading.told(database, partition, asked.past):
                print(as_json(one) if asked.json else as_text(one))
    finally:
        await database.close()
    return 0


def as_json(one) -> str:
    told = {"partition": one.partition, "number": one.number, "fact": one.tag, "at": one.fact.at, "cause": one.cause}
    return json.dumps(told | {"fields": one.fields()}, default=str)


def as_text(one) -> str:
    fields = " ".join(f"{k}={v}" for k, v in one.fields().items())
    return f"{one.partition}.{one.number:<8}{one.tag.rsplit('.', 1)[0]:<34}{fields}"
