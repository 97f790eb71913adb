"""Blobs and secrets: what is stored comes back, sealed where it lies, bound to its tenant, never half there.

The same tests hold for a directory and for a server that speaks S3.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
import tracemalloc
from pathlib import Path

import psycopg
import pytest
from s3_server import S3Server

from palabre.foundations.problems import NotFound
from palabre.plumbing.blobs import Blobs, BlobTooLarge, TenantFull, TooLate
from palabre.plumbing.secrets import NotOpened, Secrets, master_key
from palabre.plumbing.settings import Settings, SettingsRefused
from palabre.plumbing.storage.directory import Directory
from palabre.plumbing.storage.place import bucket_of, storage_of
from palabre.plumbing.storage.port import BlobsUnavailable
from palabre.plumbing.storage.s3 import PART_BYTES, S3

MIB = 1024 * 1024


class Shelf:
    """The storage as one who looks at it from outside sees it."""

    def __init__(self, storage: Directory | S3, folder: Path) -> None:
        self.storage, self.folder = storage, folder / "blobs"

    async def names(self) -> list[str]:
        """Of whole files and of parts that were left."""
        if isinstance(self.storage, Directory):
            return sorted(str(f.relative_to(self.folder)) for f in self.folder.rglob("*") if f.is_file())
        place, client = self.storage._place, await self.storage._connected()
        files = (await client.list_objects_v2(Bucket=place.name)).get("Contents", [])
        uploads = (await client.list_multipart_uploads(Bucket=place.name)).get("Uploads", [])
        return sorted([f["Key"].removeprefix(place.key("")) for f in files] + [u["Key"] + ".part" for u in uploads])

    async def bytes(self, name: str) -> bytes:
        return b"".join([piece async for piece in self.storage.read(name)])

    async def change(self, name: str, data: bytes) -> None:
        await self.storage.remove(name)
        await self.storage.write(name, _pieces(data))

    async def leave_part(self, name: str) -> None:
        """As a process leaves it that is killed in the middle of a put."""
        if isinstance(self.storage, Directory):
            path = (self.folder / name).with_suffix(".part")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half of it")
        else:
            upload = (await self.storage._ask("create_multipart_upload", name))["UploadId"]
            await self.storage._part(name, upload, 1, bytearray(5 * MIB))


async def _pieces(data: bytes):
    yield data


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.kill()


def s3_settings(server: S3Server, **more) -> Settings:
    return Settings(**({"blobs_url": server.url, "blobs_key": "key", "blobs_secret": "secret"} | more))


@pytest.fixture(params=["directory", "s3"])
async def shelf(request, tmp_path):
    if request.param == "directory":
        made = Shelf(Directory(tmp_path / "blobs"), tmp_path)
    else:
        made = Shelf(storage_of(s3_settings(request.getfixturevalue("s3"))), tmp_path)
        for name in await made.names():  # of the test before
            await made.storage.remove(name.removesuffix(".part").removeprefix(made.storage._place.key("")))
        assert await made.names() == []
    yield made
    await made.storage.close()


@pytest.fixture
def vault(stage, shelf, tmp_path):
    secrets = Secrets(stage.web, master_key(tmp_path / "master"))
    return secrets, Blobs(stage.web, secrets, shelf.storage, tenant_bytes_max=60_000_000), tmp_path


async def read(blobs, tenant, id) -> bytes:
    return b"".join([chunk async for chunk in blobs.get(tenant, id)])


async def count(stage, table: str) -> int:
    async with await psycopg.AsyncConnection.connect(stage.database.dsn("superuser")) as connection:
        return (await (await connection.execute(f"select count(*) from palabre.{table}")).fetchone())[0]


async def ago(stage, seconds: int) -> None:
    """Everything unsettled is that much older."""
    async with await psycopg.AsyncConnection.connect(stage.database.dsn("superuser")) as connection:
        sql = "update palabre.blob_unsettled set since = since - make_interval(secs => %s)"
        await connection.execute(sql, (seconds,))


async def test_bytes_come_back_and_lie_sealed(vault, stage, shelf):
    _, blobs, _ = vault
    data = os.urandom(700_000) + b"SECRET WORDS" * 1000
    blob = await blobs.put(stage.tenant, data, kind="recording", content_type="audio/wav")
    assert (blob.bytes, blob.sha256) == (len(data), hashlib.sha256(data).digest())
    assert await read(blobs, stage.tenant, blob.id) == data
    (name,) = await shelf.names()
    stored = await shelf.bytes(name)
    assert len(stored) > len(data) and b"SECRET" not in stored and data[:64] not in stored
    if isinstance(shelf.storage, Directory):
        assert (shelf.folder / name).stat().st_mode & 0o077 == 0
    assert await count(stage, "blob_unsettled") == 0


@pytest.mark.parametrize("length", [0, 1, 256 * 1024, PART_BYTES, 2 * PART_BYTES + 4_000_003])
async def test_every_length_comes_back(vault, stage, shelf, length):
    _, blobs, _ = vault
    data = os.urandom(length)
    blob = await blobs.put(stage.tenant, data, kind="file", content_type="x/y")
    assert await read(blobs, stage.tenant, blob.id) == data and len(await shelf.names()) == 1


async def test_a_stream_longer_than_memory_allows_passes_in_pieces(vault, stage):
    _, blobs, _ = vault
    block, blocks = os.urandom(MIB), 50

    async def stream():
        for _ in range(blocks):
            yield block

    tracemalloc.start()
    try:
        blob = await blobs.put(stage.tenant, stream(), kind="file", content_type="x/y")
        size = 0
        async for chunk in blobs.get(stage.tenant, blob.id):
            size += len(chunk)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == blocks * MIB and most < 36 * MIB, most


async def test_another_tenant_reads_nothing(vault, stage):
    _, blobs, _ = vault
    blob = await blobs.put(stage.tenant, b"mine", kind="file", content_type="text/plain")
    with pytest.raises(NotFound):
        await read(blobs, await stage.new_tenant(), blob.id)


async def test_a_changed_or_cut_file_is_refused(vault, stage, shelf):
    _, blobs, _ = vault
    blob = await blobs.put(stage.tenant, os.urandom(600_000), kind="file", content_type="x/y")
    (name,) = await shelf.names()
    whole = await shelf.bytes(name)
    await shelf.change(name, whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    with pytest.raises(NotOpened):
        await read(blobs, stage.tenant, blob.id)
    first = 4 + int.from_bytes(whole[:4], "big")
    for cut in (whole[: len(whole) // 2], whole[:first], whole[:2], b"", whole[:first] + whole[-32:], whole * 2):
        await shelf.change(name, cut)
        with pytest.raises((NotFound, NotOpened)):
            await read(blobs, stage.tenant, blob.id)
    await shelf.storage.remove(name)
    with pytest.raises(NotFound):
        await read(blobs, stage.tenant, blob.id)


async def test_a_refused_blob_leaves_nothing(vault, stage, shelf):
    secrets, _, _ = vault
    blobs = Blobs(stage.web, secrets, shelf.storage, tenant_bytes_max=3_000_000)

    async def stream():
        for _ in range(10):
            yield os.urandom(2_000_000)

    with pytest.raises(BlobTooLarge):
        await blobs.put(stage.tenant, stream(), kind="file", content_type="x/y", bytes_max=500_000)
    with pytest.raises(BlobTooLarge):  # after its first part has gone
        await blobs.put(stage.tenant, stream(), kind="file", content_type="x/y", bytes_max=15_000_000)
    for _ in range(3):
        await blobs.put(stage.tenant, os.urandom(900_000), kind="file", content_type="x/y")
    with pytest.raises(TenantFull):
        await blobs.put(stage.tenant, os.urandom(900_000), kind="file", content_type="x/y")
    assert len(await shelf.names()) == 3 and await count(stage, "blob") == 3
    assert await count(stage, "blob_unsettled") == 0


async def test_a_put_that_is_cancelled_leaves_nothing(vault, stage, shelf):
    _, blobs, _ = vault
    under_way, never = asyncio.Event(), asyncio.Event()

    async def stream():
        yield os.urandom(12_000_000)
        under_way.set()
        await never.wait()

    put = asyncio.create_task(blobs.put(stage.tenant, stream(), kind="file", content_type="x/y"))
    await under_way.wait()
    assert await shelf.names() != []
    put.cancel()
    with pytest.raises(asyncio.CancelledError):
        await put
    assert await shelf.names() == [] and await count(stage, "blob") == 0


async def test_an_erased_blob_is_gone(vault, stage, shelf):
    _, blobs, _ = vault
    blob = await blobs.put(stage.tenant, b"mine", kind="file", content_type="text/plain")
    await blobs.erase(stage.tenant, blob.id)
    await blobs.erase(stage.tenant, blob.id)
    with pytest.raises(NotFound):
        await read(blobs, stage.tenant, blob.id)
    assert await shelf.names() == [] and await count(stage, "blob_unsettled") == 0


async def test_what_a_killed_process_left_is_swept_after_an_hour_and_nothing_else(vault, stage, shelf):
    _, blobs, _ = vault
    kept = await blobs.put(stage.tenant, b"kept", kind="file", content_type="x/y")
    for number in range(3):
        id = f"018f0000-0000-7000-8000-00000000000{number}"
        await blobs._unsettle(stage.tenant, id)
        name = f"{stage.tenant}/{id[-2:]}/{id}"
        await (shelf.leave_part(name) if number else shelf.change(name, b"whole, without a row"))
    assert len(await shelf.names()) == 4 and await blobs.sweep(stage.tenant) == 0
    await ago(stage, 3_500)
    assert await blobs.sweep(stage.tenant) == 0 and len(await shelf.names()) == 4
    await ago(stage, 200)
    assert await blobs.sweep(await stage.new_tenant()) == 0
    assert await blobs.sweep(stage.tenant, files_max=2) == 2 and await blobs.sweep(stage.tenant) == 1
    assert len(await shelf.names()) == 1 and await read(blobs, stage.tenant, kept.id) == b"kept"
    assert await blobs.sweep(stage.tenant) == 0


async def test_a_put_swept_meanwhile_is_refused_and_one_whose_row_stands_keeps_its_file(vault, stage, shelf):
    _, blobs, _ = vault

    async def stream():
        yield b"slow"
        await ago(stage, 4_000)
        assert await blobs.sweep(stage.tenant) == 1

    with pytest.raises((TooLate, BlobsUnavailable)):
        await blobs.put(stage.tenant, stream(), kind="file", content_type="x/y")
    assert await count(stage, "blob") == 0 and await shelf.names() == []
    blob = await blobs.put(stage.tenant, b"kept", kind="file", content_type="x/y")
    await blobs._drop(stage.tenant, blob.id)  # as after a commit in doubt that came through
    assert await read(blobs, stage.tenant, blob.id) == b"kept"


async def test_a_server_killed_in_the_middle_of_a_put(stage, tmp_path):
    """Refused within bounded time, without a row; once it is back the same blobs go on, and the sweep ends the rest."""
    server = S3Server(tmp_path)
    server.start()
    storage = storage_of(s3_settings(server))
    blobs = Blobs(stage.web, Secrets(stage.web, master_key(tmp_path / "master")), storage)
    try:
        before = await blobs.put(stage.tenant, b"before", kind="file", content_type="x/y")

        async def stream():
            yield os.urandom(10 * MIB)
            server.kill()
            for _ in range(5):
                yield os.urandom(4 * MIB)

        began = time.monotonic()
        with pytest.raises(BlobsUnavailable):
            await blobs.put(stage.tenant, stream(), kind="recording", content_type="audio/wav")
        with pytest.raises(BlobsUnavailable):
            await read(blobs, stage.tenant, before.id)
        with pytest.raises(BlobsUnavailable):
            await blobs.erase(stage.tenant, before.id)
        assert time.monotonic() - began < 30
        assert await count(stage, "blob") == 1 and await count(stage, "blob_unsettled") == 2
        server.start()
        await ago(stage, 4_000)
        assert await blobs.sweep(stage.tenant) == 2 and await count(stage, "blob_unsettled") == 0
        after = await blobs.put(stage.tenant, os.urandom(9 * MIB), kind="file", content_type="x/y")
        assert len(await read(blobs, stage.tenant, after.id)) == 9 * MIB
    finally:
        await storage.close()
        server.kill()


@pytest.mark.parametrize(
    "refused",
    [
        {"blobs_url": "http://bucket/x"},
        {"blobs_url": "s3://"},
        {"blobs_url": "s3://key:word@bucket/"},
        {"blobs_url": "s3://bucket/?endpoint=ftp://x"},
        {"blobs_url": "s3://bucket/?colour=blue"},
        {"blobs_key": ""},
        {"blobs_secret": ""},
    ],
)
def test_a_place_that_cannot_be_is_refused_before_anything_is_reached(refused):
    given = {"blobs_url": "s3://b/p?endpoint=https://x:9000&region=r", "blobs_key": "k", "blobs_secret": "hush"}
    bucket = bucket_of(Settings(**given))
    assert (bucket.name, bucket.prefix, bucket.endpoint, bucket.region) == ("b", "p", "https://x:9000", "r")
    assert "hush" not in repr(bucket) + repr(Settings(**given))
    with pytest.raises(SettingsRefused) as why:
        bucket_of(Settings(**(given | refused)))
    assert "hush" not in str(why.value) and "word" not in str(why.value)


async def test_a_secret_opens_for_its_tenant_and_purpose_only(stage, tmp_path):
    folder = tmp_path
    secrets = Secrets(stage.web, master_key(folder / "master"))
    sealed = await secrets.seal(stage.tenant, "totp", b"JBSWY3DP")
    assert await secrets.open(stage.tenant, "totp", sealed) == b"JBSWY3DP" and b"JBSWY" not in sealed
    with pytest.raises(NotOpened):
        await secrets.open(stage.tenant, "sip", sealed)
    with pytest.raises(NotOpened):
        await secrets.open(await stage.new_tenant(), "totp", sealed)
    again = Secrets(stage.web, master_key(folder / "master"))
    assert await again.open(stage.tenant, "totp", sealed) == b"JBSWY3DP"
    assert (folder / "master").stat().st_mode & 0o077 == 0
