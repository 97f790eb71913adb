"""`./palabre restore FOLDER --data NEW --master-key FILE`: a backup back, into an empty folder (or an empty database
that somebody else runs, by PALABRE_DATABASE_URL); then `./palabre up --data NEW`.

It is made beside and takes its name at the end: NEW is there whole or not at all. An older backup is brought to today's
schema on the way.
"""

import argparse
import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.command_line.backup import progress, say


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre restore", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="of `./palabre backup`: its newest, or one of them")
    parser.add_argument("--data", required=True, metavar="NEW", help="data folder to be made; empty, or not there yet")
    parser.add_argument("--master-key", type=Path, required=True, metavar="FILE", help="the one it was sealed under")
    parser.add_argument("--json", action="store_true", help="one line on stdout")
    asked = parser.parse_args(arguments)
    from palabre.plumbing.backup.manifest import BackupRefused

    target = Path(asked.data).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise EngineRefused(f"{target} is not empty", "name a folder that is not there yet with --data")
    try:
        told = asyncio.run(_restore(asked, target))
    except BackupRefused as why:
        raise EngineRefused(str(why)) from None
    print(json.dumps(told) if asked.json else _line(told))
    return 0


async def _restore(asked: argparse.Namespace, target: Path) -> dict[str, Any]:
    from palabre.plumbing.backup import manifest, rows
    from palabre.plumbing.migrate import head, is_known

    source = manifest.newest(asked.folder.absolute())
    made, master = manifest.read(source), _key(asked.master_key)
    if made.key != manifest.key_mark(master):
        raise EngineRefused(f"{source} was sealed under another key than {asked.master_key}", "name the right one")
    if not is_known(made.revision):
        raise EngineRefused(f"{source} is of a later release ({made.version})", "restore it with that release or later")
    rows.check(source / manifest.ROWS, made.rows)
    part = target.with_name(f".{target.name}.restoring")
    shutil.rmtree(part, ignore_errors=True)
    try:
        await _fill(part, source, made, master)
        os.replace(part, target)  # also over an empty folder
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return {
        "data": str(target), "backup": str(source), "rows": sum(made.tables.values()),
        "facts": sum(made.partitions.values()), "blobs": len(made.blobs), "from": made.revision, "to": head(),
    }  # fmt: skip


async def _fill(part: Path, source: Path, made, master: bytes) -> None:
    import msgspec

    from palabre.plumbing import settings
    from palabre.plumbing.backup import blobs, manifest
    from palabre.plumbing.storage.place import storage_of
    from palabre.processes.place import Place

    place = Place(str(part), "main")
    place.claim()
    try:
        given = msgspec.structs.replace(settings.read(), data=str(part))
        await _rows(place, given, source, made, master)
        storage = storage_of(given)
        place.folder("blobs")
        try:
            await blobs.copy_in(source.parent / manifest.BLOBS, made.blobs, storage, progress("blobs"))
        finally:
            await storage.close()
        if not given.master_key_file:
            _write_key(place, master)
        if place.user:
            for path in (part / "blobs").rglob("*"):
                shutil.chown(path, place.user.pw_uid, place.user.pw_gid)
    finally:
        place.release()


async def _rows(place, given, source: Path, made, master: bytes) -> None:
    """Roles and the schema of then, the rows, and the schema of now."""
    from palabre.plumbing.backup import manifest, rows
    from palabre.plumbing.engines.external import ExternalPostgres
    from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
    from palabre.plumbing.engines.postgres_programs import find_programs
    from palabre.plumbing.migrate import migrate, present

    home = place.folder("postgres", 0o711)
    engine = ExternalPostgres(given, home) if given.database_url else Postgres(home)
    if isinstance(engine, Postgres):
        engine.start()
    try:
        administrator = engine.dsn(SUPERUSER) if isinstance(engine, Postgres) else engine.administrator
        engine.provision()
        if present(administrator) and _is_lived_in(administrator):
            raise EngineRefused("the database of PALABRE_DATABASE_URL holds tenants", "name an empty one")
        migrate(engine.dsn("owner"), made.revision)
        say(f"rows: {sum(made.tables.values()):,}, in {len(made.tables)} tables")
        rows.empty(administrator)
        await rows.load(find_programs() / "bin", administrator, master, f"backup:{made.id}", source / manifest.ROWS)
        _check(administrator, made)
        migrate(engine.dsn("owner"))
    finally:
        if isinstance(engine, Postgres):
            engine.stop()


def _check(administrator: str, made) -> None:
    """What came out is what went in."""
    import psycopg

    from palabre.plumbing.backup import rows

    with psycopg.connect(administrator) as connection:
        found, last = rows.counts(connection), rows.partitions(connection)
    wrong = {name: (made.tables.get(name), n) for name, n in found.items() if made.tables.get(name) != n}
    if wrong or last != made.partitions:
        from palabre.plumbing.backup.manifest import BackupRefused

        raise BackupRefused(f"what was restored is not what was backed up: {wrong or 'partitions'}")


def _is_lived_in(administrator: str) -> bool:
    import psycopg

    with psycopg.connect(administrator) as connection:
        return connection.execute("select exists (select from palabre.tenant)").fetchone()[0]


def _key(file: Path) -> bytes:
    try:
        key = file.read_bytes()
    except OSError as why:
        raise EngineRefused(f"the master key cannot be read: {why}", "name its file with --master-key") from None
    if len(key) != 32:
        raise EngineRefused(f"{file} is not a key of 32 bytes", "name the file keys/master.key of the installation")
    return key


def _write_key(place, master: bytes) -> None:
    file = place.folder("keys") / "master.key"
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.write(master)
        out.flush()
        os.fsync(out.fileno())
    if place.user:
        os.chown(file, place.user.pw_uid, place.user.pw_gid)


def _line(told: dict[str, Any]) -> str:
    return (
        f"{told['rows']:,} rows, {told['facts']:,} facts and {told['blobs']:,} blobs are back; "
        f"nobody is signed in.\nstart it with ./palabre up --data {told['data']}"
    )
