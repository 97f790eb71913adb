"""What Palabre could not do alone: the administrator tries it again, reads what came of it, sets the rest aside."""

from __future__ import annotations

import uuid

import msgspec
from playwright.async_api import expect

PARK = """insert into parked (tenant, id, reader, partition, number, fact, why, tries)
 select t.tenant, %(id)s, 'conversations', t.partition, 1, %(fact)s, 'RuntimeError: it did not fit', 3
 from partition_tenant t limit 1 returning id"""
FITS = msgspec.msgpack.encode(["conversations.CustomerReturned.1", 5, str(uuid.uuid4())])
FITS_NEVER = msgspec.msgpack.encode(["nothing.Known.1", 5])


async def test_what_is_parked_is_taken_up_or_set_aside_with_a_reason(seat, installation):
    for fact in (FITS, FITS_NEVER):
        installation.rows(PARK, id=str(uuid.uuid4()), fact=fact)
    page = (admin := await seat("nadia")).page
    await page.goto(f"{admin.url}/desk/setup/parked")
    good = page.get_by_role("row").filter(has_text="conversations.CustomerReturned")
    bad = page.get_by_role("row").filter(has_text="nothing.Known")
    await good.get_by_role("button", name="Réessayer").click()
    await expect(good).to_have_count(0)
    await expect(page.get_by_role("status").filter(has_text="Repris")).to_be_visible()
    await bad.get_by_role("button", name="Réessayer").click()
    await expect(bad.get_by_text("cela ne passe toujours pas")).to_be_visible()
    await bad.get_by_role("button", name="Écarter").click()
    dialog = page.get_by_role("dialog", name="Écarter")
    await dialog.get_by_label("Raison").fill("essai de la maison")
    await dialog.get_by_role("button", name="Écarter").click()
    await expect(page.get_by_role("heading", name="Rien n’attend")).to_be_visible()
    await page.get_by_role("button", name="Mis de côté").click()
    await expect(bad.get_by_text("essai de la maison")).to_be_visible()
