"""`./palabre journal archive --older-than DAYS`: what is old leaves the journal for files, one a partition and run.

Only behind a snapshot that this release opens, and behind every reader; a partition that has none is left alone and
said so. `./palabre journal --archive FILE` reads a file, `./palabre journal restore FILE` puts it back.
"""

import argparse
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from palabre.plumbing.engines.problems import EngineRefused

DAY_SECONDS = 86_400
DAYS_MAX = 36_500


def archive(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre journal archive", description=__doc__)
    parser.add_argument("--older-than", type=_days, required=True, metavar="DAYS", help="the longest retention")
    parser.add_argument("--to", default="", metavar="DIR", help="folder of the files (default: DATA/archive)")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a partition")
    asked = parser.parse_args(arguments)
    from palabre.plumbing import archive as files
    from palabre.processes import reading

    folder = Path(asked.to).absolute() if asked.to else reading.data_folder(asked.data) / "archive"
    with _owner(asked.data) as connection:
        for partition in files.partitions(connection):
            done = files.archive(connection, partition, asked.older_than * DAY_SECONDS, folder, reading.snapshot_fits)
            print(json.dumps(msgspec.to_builtins(done)) if asked.json else _line(done), flush=True)
    return 0


def restore(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre journal restore", description="put an archive's facts back")
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    asked = parser.parse_args(arguments)
    from palabre.plumbing import archive as files

    with _owner(asked.data) as connection:
        head = files.restore(connection, asked.file)
    print(f"partition {head.partition}: {head.first} to {head.last} are in the journal again; start palabre again")
    return 0


@contextlib.contextmanager
def _owner(data: str) -> Iterator:
    import psycopg

    from palabre.plumbing.archive import ArchiveRefused
    from palabre.processes import reading

    try:
        with psycopg.connect(reading.owner_dsn(data), autocommit=True) as connection:
            yield connection
    except ArchiveRefused as why:
        raise EngineRefused(str(why)) from None
    except OSError as why:
        raise EngineRefused(f"the archive cannot be written: {why}", "another folder with --to DIR") from None


def _line(done) -> str:
    if done.why:
        return f"partition {done.partition} left alone: {done.why}"
    return f"partition {done.partition}: {done.first} to {done.last} in {done.file} ({done.bytes} bytes)"


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= DAYS_MAX:
        raise argparse.ArgumentTypeError(f"a number of days from 1 to {DAYS_MAX}")
    return int(text)
