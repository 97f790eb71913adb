"""A tenant with its administrator, an upload and a worker that is at hand when a test says so."""

from __future__ import annotations

import msgspec
import pytest
from web_rig import open_web_rig

from palabre.foundations.scope import Scope
from palabre.moving.actions import history, uploads
from palabre.moving.jobs import move_one
from palabre.plumbing.blobs import Blobs
from palabre.tenants.model.permissions import everything


class Centre:
    def __init__(self, rig, tenant, person) -> None:
        self.rig, self.services, self.tenant = rig, rig.services, tenant
        self.scope = msgspec.structs.replace(everything(tenant), person=person)

    def transaction(self, scope: Scope | None = None):
        return self.services.database.transaction(scope or self.scope)

    async def upload(self, data: bytes | str, name: str = "file.csv", kind: str = ""):
        async def chunks():
            yield data.encode() if isinstance(data, str) else data

        return await uploads.upload(self.services, self.scope, chunks(), name=name, kind=kind)

    async def looked_at(self, data: bytes | str, name: str = "file.csv", kind: str = ""):
        made = await self.upload(data, name, kind)
        await self.works()
        return await self.get(made.id)

    async def works(self) -> None:
        while await move_one(self.services, self.tenant):
            pass

    async def get(self, id: str):
        async with self.transaction() as tx:
            return await history.get_import(tx, id)

    async def rows(self, id: str, **which):
        wanted = {"kind": None, "state": None, "undone": None, "after": "", "limit": 500, **which}
        async with self.transaction() as tx:
            return (await history.list_rows(tx, id, **wanted)).rows

    async def apply(self, id: str):
        async with self.transaction() as tx:
            await uploads.apply(tx, id)
        await self.works()
        return await self.get(id)

    async def undo(self, id: str, *, changed_since: bool = False):
        async with self.transaction() as tx:
            await uploads.undo(tx, id, changed_since=changed_since)
        await self.works()
        return await self.get(id)


@pytest.fixture
async def centre(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path) as rig:
        rig.services.blobs = Blobs(rig.services.database, rig.services.secrets, tmp_path / "blobs")
        founded = await rig.found("Déménageurs", "nadia@moving.test", country="FR", time_zone="Europe/Paris")
        yield Centre(rig, founded.tenant, founded.administrator)
