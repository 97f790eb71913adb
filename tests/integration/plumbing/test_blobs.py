"""Blobs and secrets: what is stored comes back, sealed on disk, bound to its tenant, never half there."""

from __future__ import annotations

import hashlib
import os

import pytest

from palabre.foundations.problems import NotFound
from palabre.plumbing.blobs import Blobs, BlobTooLarge, TenantFull
from palabre.plumbing.secrets import NotOpened, Secrets, master_key


@pytest.fixture
def vault(stage, tmp_path):
    secrets = Secrets(stage.web, master_key(tmp_path / "master"))
    return secrets, Blobs(stage.web, secrets, tmp_path / "blobs", tenant_bytes_max=3_000_000), tmp_path


async def read(blobs, tenant, id) -> bytes:
    return b"".join([chunk async for chunk in blobs.get(tenant, id)])


async def test_bytes_come_back_and_lie_sealed_on_disk(vault, stage):
    _, blobs, folder = vault
    data = os.urandom(700_000) + b"SECRET WORDS" * 1000
    blob = await blobs.put(stage.tenant, data, kind="recording", content_type="audio/wav")
    assert (blob.bytes, blob.sha256) == (len(data), hashlib.sha256(data).digest())
    assert await read(blobs, stage.tenant, blob.id) == data
    files = [f for f in (folder / "blobs").rglob("*") if f.is_file()]
    assert len(files) == 1 and b"SECRET" not in files[0].read_bytes() and files[0].stat().st_mode & 0o077 == 0


async def test_another_tenant_reads_nothing(vault, stage):
    _, blobs, _ = vault
    blob = await blobs.put(stage.tenant, b"mine", kind="file", content_type="text/plain")
    with pytest.raises(NotFound):
        await read(blobs, await stage.new_tenant(), blob.id)


async def test_a_changed_or_cut_file_is_refused(vault, stage):
    _, blobs, folder = vault
    blob = await blobs.put(stage.tenant, os.urandom(600_000), kind="file", content_type="x/y")
    path = next(f for f in (folder / "blobs").rglob("*") if f.is_file())
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    with pytest.raises(NotOpened):
        await read(blobs, stage.tenant, blob.id)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Exception):
        await read(blobs, stage.tenant, blob.id)


async def test_a_refused_blob_leaves_nothing(vault, stage):
    _, blobs, folder = vault

    async def stream():
        for _ in range(10):
            yield os.urandom(100_000)

    with pytest.raises(BlobTooLarge):
        await blobs.put(stage.tenant, stream(), kind="file", content_type="x/y", bytes_max=500_000)
    for _ in range(3):
        await blobs.put(stage.tenant, os.urandom(900_000), kind="file", content_type="x/y")
    with pytest.raises(TenantFull):
        await blobs.put(stage.tenant, os.urandom(900_000), kind="file", content_type="x/y")
    assert len([f for f in (folder / "blobs").rglob("*") if f.is_file()]) == 3


async def test_a_secret_opens_for_its_tenant_and_purpose_only(vault, stage):
    secrets, _, folder = vault
    sealed = await secrets.seal(stage.tenant, "totp", b"JBSWY3DP")
    assert await secrets.open(stage.tenant, "totp", sealed) == b"JBSWY3DP" and b"JBSWY" not in sealed
    with pytest.raises(NotOpened):
        await secrets.open(stage.tenant, "sip", sealed)
    with pytest.raises(NotOpened):
        await secrets.open(await stage.new_tenant(), "totp", sealed)
    again = Secrets(stage.web, master_key(folder / "master"))
    assert await again.open(stage.tenant, "totp", sealed) == b"JBSWY3DP"
    assert (folder / "master").stat().st_mode & 0o077 == 0
