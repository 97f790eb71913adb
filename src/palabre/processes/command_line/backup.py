"""`./palabre backup FOLDER`: everything this installation keeps, into FOLDER, while it runs.

Each run makes FOLDER/INSTANT; sound files and photos stand once for all runs in FOLDER/blobs. The master key is not in
it: keep a copy of it elsewhere, for without it nothing opens. `./palabre restore FOLDER --data NEW` puts it back.
"""

import argparse
import asyncio
import fcntl
import json
import shutil
import sys
from pathlib import Path
from typing import IO, Any

from palabre.plumbing.engines.problems import EngineRefused

KEEP_MAX = 10_000


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre backup", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--keep", type=_keep, default=0, metavar="N", help="drop all but the N newest afterwards")
    parser.add_argument("--list", action="store_true", help="say what is there, make nothing")
    parser.add_argument("--json", action="store_true", help="one line on stdout")
    asked = parser.parse_args(arguments)
    from palabre.plumbing.backup.manifest import BackupRefused

    try:
        if asked.list:
            return _list(asked.folder.absolute(), asked.json)
        told = asyncio.run(_back_up(asked, asked.folder.absolute()))
    except BackupRefused as why:
        raise EngineRefused(str(why)) from None
    except OSError as why:
        raise EngineRefused(f"{asked.folder} cannot be written: {why}", "name another folder") from None
    print(json.dumps(told) if asked.json else _line(told))
    return 0


async def _back_up(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from palabre.plumbing.backup import blobs, manifest, rows
    from palabre.plumbing.blobs import name_of
    from palabre.plumbing.engines.postgres_programs import find_programs
    from palabre.plumbing.identity import new_id, now_ms
    from palabre.plumbing.migrate import present
    from palabre.processes.command_line.version import version

    given, master, storage = _of(asked.data)
    alone = _alone(folder)
    dsn, id, began = _administrator(asked.data), new_id(), now_ms()
    known = {one.name: one for old in manifest.whole(folder) for one in manifest.read(old).blobs}
    part = folder / f".{id}.part"
    part.mkdir(parents=True, mode=0o700)
    try:
        with rows.snapshot(dsn) as (connection, named):
            counts, last = rows.counts(connection), rows.partitions(connection)
            names = [name_of(tenant, blob) for tenant, blob in rows.blobs(connection)]
            say(f"rows: {sum(counts.values()):,} in {len(counts)} tables")
            tools, purpose = find_programs() / "bin", f"backup:{id}"
            dumped = await rows.dump(tools, dsn, named, master, purpose, part / manifest.ROWS)
        kept, erased = await blobs.copy_out(storage, names, folder / manifest.BLOBS, known, progress("blobs"))
        made = manifest.Manifest(
            id=id, made_at=began, version=version(), revision=present(dsn) or "", key=manifest.key_mark(master),
            tables=counts, partitions=last, rows=dumped, blobs=kept, erased=erased,
        )  # fmt: skip
        manifest.write(part, made)
        whole = part.rename(folder / instant(began))
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        await storage.close()
    dropped = _drop_old(folder, asked.keep) if asked.keep else 0
    alone.close()
    return {
        "backup": str(whole), "rows": sum(counts.values()), "facts": sum(last.values()), "blobs": len(kept),
        "bytes": dumped.bytes + sum(one.bytes for one in kept), "erased": len(erased), "dropped": dropped,
        "master_key": str(given),
    }  # fmt: skip


def _alone(folder: Path) -> IO[bytes]:
    """Nobody else makes a backup here until it is closed, or we die: two at once would drop each other's files. What
    one that was killed had begun goes."""
    from palabre.plumbing.backup.manifest import BackupRefused

    folder.mkdir(parents=True, exist_ok=True)
    lock = open(folder / ".lock", "wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise BackupRefused(f"another backup is being made in {folder}: wait for its end") from None
    for left in folder.glob(".*.part"):
        shutil.rmtree(left)
    return lock


def _drop_old(folder: Path, keep: int) -> int:
    """What the law had erased leaves the backups with the last of them that holds it."""
    from palabre.plumbing.backup import blobs, manifest

    made = manifest.whole(folder)
    for old in made[:-keep]:
        shutil.rmtree(old)
    wanted = {one.name for path in made[-keep:] for one in manifest.read(path).blobs}
    blobs.drop(folder / manifest.BLOBS, wanted)
    return len(made[:-keep])


def _list(folder: Path, as_json: bool) -> int:
    from palabre.plumbing.backup import manifest

    for path in manifest.whole(folder):
        one = manifest.read(path)
        rows, blobs = sum(one.tables.values()), len(one.blobs)
        told = {"backup": str(path), "rows": rows, "blobs": blobs, "revision": one.revision}
        print(json.dumps(told) if as_json else f"{path.name}  {rows:>12,} rows  {blobs:>9,} blobs")
    return 0


def _of(data: str):
    """The master key's file and bytes, and where the blobs lie."""
    import msgspec

    from palabre.plumbing import settings
    from palabre.plumbing.secrets import master_key
    from palabre.plumbing.storage.place import storage_of
    from palabre.processes import reading

    folder = reading.data_folder(data)
    given = msgspec.structs.replace(settings.read(), data=str(folder))
    file = Path(given.master_key_file or folder / "keys/master.key")
    if not file.exists():
        raise EngineRefused(f"no master key in {file}", "name the installation's folder with --data DIR")
    return file, master_key(file), storage_of(given)


def _administrator(data: str) -> str:
    from palabre.processes import reading

    return reading.administrator_dsn(data)


def instant(ms: int) -> str:
    """A folder's name that sorts by time: 2026-11-22T19-30-00.123Z."""
    from datetime import UTC, datetime

    told = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{told:%Y-%m-%dT%H-%M-%S}.{ms % 1000:03d}Z"


def say(text: str) -> None:
    print(f"palabre: {text}", file=sys.stderr, flush=True)


def progress(what: str):
    """A line every two seconds, and one at the end."""
    import time

    from palabre.plumbing.engines.progress import EVERY_SECONDS

    told = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal told
        if done == of or time.monotonic() - told >= EVERY_SECONDS:
            told = time.monotonic()
            say(f"{what}: {done:,} of {of:,}")

    return tell


def _line(told: dict[str, Any]) -> str:
    return (
        f"{told['backup']}: {told['rows']:,} rows, {told['facts']:,} facts, {told['blobs']:,} blobs, "
        f"{told['bytes'] / 1e6:,.1f} MB\nnot in it, and needed to open it: {told['master_key']}"
    )


def _keep(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= KEEP_MAX:
        raise argparse.ArgumentTypeError(f"a number from 1 to {KEEP_MAX}")
    return int(text)
