"""`./palabre journal [PARTITION] [--past N] [--archive FILE] [--json]`: what was decided, in order.
Facts hold ids and codes, nothing personal. `journal verify` proves it whole, `journal export` writes it as lines with
their hashes; `journal archive` and `journal restore` move what is old to files and back.
"""

import argparse
import asyncio
import sys


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in ("archive", "restore"):
        from palabre.processes.command_line import journal_archive

        return getattr(journal_archive, arguments[0])(arguments[1:])
    if arguments and arguments[0] in ("verify", "export"):
        from palabre.processes.command_line import journal_check

        return getattr(journal_check, arguments[0])(arguments[1:])
    parser = argparse.ArgumentParser(prog="./palabre journal", description=__doc__)
    parser.add_argument("partition", nargs="?", type=int, default=0, help="default: all")
    parser.add_argument("--past", type=int, default=0, metavar="N", help="only facts after this number")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--archive", default="", metavar="FILE", help="read this file of an archive instead")
    asked = parser.parse_args(arguments)
    return _print_archived(asked) if asked.archive else asyncio.run(_print(asked))


def _print_archived(asked: argparse.Namespace) -> int:
    from pathlib import Path

    from palabre.plumbing.archive import ArchiveRefused
    from palabre.plumbing.engines.problems import EngineRefused
    from palabre.processes import reading

    try:
        for one in reading.archived(Path(asked.archive)):
            if one.number > asked.past:
                print(as_json(one) if asked.json else as_text(one))
    except ArchiveRefused as why:
        raise EngineRefused(str(why)) from None
    return 0


async def _print(asked: argparse.Namespace) -> int:
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading

    database = await Database.open(reading.projector_dsn(asked.data), size_max=2)
    try:
        wanted = [asked.partition] if asked.partition else await reading.partitions(database)
        await say_beginnings(database, wanted)
        for partition in wanted:
            async for one in reading.told(database, partition, asked.past):
                print(as_json(one) if asked.json else as_text(one))
    finally:
        await database.close()
    return 0


async def say_beginnings(database, partitions: list[int]) -> None:
    """On stderr: from which number a shortened journal begins."""
    from palabre.processes import reading

    for partition in partitions:
        first = await reading.beginning(database, partition)
        if first > 1:
            print(f"palabre: the journal of partition {partition} begins at {first}, older facts are archived",
                  file=sys.stderr)  # fmt: skip


def as_json(one) -> str:
    return one.as_json()


def as_text(one) -> str:
    fields = " ".join(f"{k}={v}" for k, v in one.fields().items())
    return f"{one.partition}.{one.number:<8}{one.tag.rsplit('.', 1)[0]:<34}{fields}"
