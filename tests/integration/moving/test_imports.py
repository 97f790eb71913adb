"""A whole centre moves in by a zip, again by the same zip, and back; what somebody changed since is left; a worker that
is killed in between counts nothing twice.
"""

from __future__ import annotations

import io
import wave
import zipfile

import msgspec
import pytest

from palabre.flows.actions.calendars import list_calendars
from palabre.flows.actions.prompts import list_prompts
from palabre.moving.actions import applying, history, uploads
from palabre.moving.actions.working import take
from palabre.moving.jobs import move_one
from palabre.moving.problems import ImportUnknown, LostHold, NotInThisState
from palabre.moving.store import imports as store
from palabre.routing.actions.queues import list_queues
from palabre.routing.actions.skills import edit_skill, list_skills
from palabre.tenants.model.permissions import everything


def wav(seconds: float = 0.2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x10\x20" * int(8000 * seconds))
    return out.getvalue()


TABLES = {
    "skills.csv": "\ufeffNom;Type\r\nFacturation;compétence\r\nFrançais;langue\r\n;;\r\nFacturation;compétence\r\n",
    "horaires.csv": "Nom,Lundi,Mardi,Dimanche,Jours fériés\nBureau,8h30-12h30 14h-18h,9-17,fermé,25/12/2026\n"
                    "Nuit,22:00-06:00,,,\n",
    "files.csv": "Nom\tHoraires\tCompétences\tDébordement\tSLA\nFacture\tBureau\tFacturation 3\tAutres\t30\n"
                 "Autres\t\t\t\t\nPerdue\tAucun\t\t\t\n",
    "prompts.csv": "nom;langue;texte;fichier\nbienvenue;fr;Bonjour;bienvenue.wav\nmerci;fr;;absent.wav\n",
    "numbers.csv": "Numéro;Nom;Langue\n01 99 00 70 01;Accueil;français\n12;Court;fr\n",
    "agents.csv": "E-mail;Nom;Prénom;Compétences;Rôle\nAwa@Exemple.fr;Ndiaye;Awa;Facturation 7, Français;agent\n"
                  "bob@exemple.fr;Bob;;Judo 3;agent\n",
    "clients.csv": "Client;Téléphone;Mobile;Mail;N° client\nDiop;01 99 00 70 02;06 12 34 56 78;diop@exemple.fr;A-1\n"
                   "Sans;;;;A-2\nAussi Diop;+33199007002;;;A-3\n",
    "dnc.csv": "téléphone\n0199007003\nbonjour\n",
}  # fmt: skip
NEW = {"skills": 2, "hours": 1, "queues": 2, "prompts": 1, "numbers": 1, "advisors": 1, "customers": 1,
       "do_not_call": 1}  # fmt: skip
WHY = {("skills", 5): "twice", ("hours", 3): "hours_backwards", ("queues", 4): "no_such_hours",
       ("prompts", 3): "no_such_file", ("numbers", 3): "not_a_number", ("advisors", 3): "no_such_skills",
       ("customers", 3): "no_address", ("customers", 4): "twice", ("do_not_call", 3): "not_a_number"}  # fmt: skip


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in TABLES.items():
            made.writestr(f"export/{name}", text.encode("cp1252") if name == "files.csv" else text)
        made.writestr("export/sons/bienvenue.wav", wav())
        made.writestr("lisez-moi.doc", "?")
    return out.getvalue()


async def there(centre) -> dict:
    """Of what this test moves in, the texts of what is there."""
    async with centre.transaction() as tx:
        return {
            "skills": sorted((s.name, s.active) for s in (await list_skills(tx, after="", limit=50)).rows),
            "queues": sorted((q.name, q.active) for q in (await list_queues(tx, active=True, after="", limit=50)).rows),
            "hours": [c.name for c in (await list_calendars(tx, after="", limit=50)).rows],
            "prompts": [(p.name, p.text, bool(p.recording)) for p in (await list_prompts(tx, after="", limit=9)).rows],
        }


async def test_a_whole_centre_moves_in_again_and_back(centre):
    seen = await centre.looked_at(packed(), "export.zip")
    assert (seen.state, {k: c["new"] for k, c in seen.counts.items()}) == ("ready", NEW), seen
    assert {f.name: f.reason for f in seen.files if not f.kind} == {"lisez-moi.doc": "file_not_a_table"}
    refused = await centre.rows(seen.id, state="refused")
    assert {(r.kind, r.line): r.reason for r in refused} == WHY
    assert all(r.why and "{" not in r.why for r in refused)
    assert (await there(centre))["skills"] == [], "a preview changes nothing"
    done = await centre.apply(seen.id)
    assert (done.state, done.done, done.rows) == ("applied", 10, 10), done
    now = await there(centre)
    assert now["skills"] == [("Facturation", True), ("Français", True)]
    assert now["queues"] == [("Autres", True), ("Facture", True)] and now["hours"] == ["Bureau"]
    assert now["prompts"] == [("bienvenue", "Bonjour", True)]
    async with centre.transaction() as tx:
        facture = next(q for q in (await list_queues(tx, active=True, after="", limit=9)).rows if q.name == "Facture")
        assert facture.options.target_seconds == 30 and facture.options.overflow and facture.calendar
        links = await uploads.invite(tx, done.id, "http://palabre.test")
    assert "Awa Ndiaye;Awa@exemple.fr" in links.replace("awa@", "Awa@") and "/desk/invited#" in links
    again = await centre.looked_at(packed(), "export.zip")
    assert {k: (c["new"], c["changed"], c["same"]) for k, c in again.counts.items()} == {
        kind: (0, 0, n) for kind, n in NEW.items()}, await centre.rows(again.id, state="changed")  # fmt: skip
    undone = await centre.undo(done.id)
    assert (undone.state, undone.left) == ("undone", 0), await centre.rows(done.id, undone="left")
    now = await there(centre)
    assert now["skills"] == [("Facturation", False), ("Français", False)]
    assert (now["queues"], now["hours"], now["prompts"]) == ([], [], [])
    with pytest.raises(NotInThisState):
        await centre.undo(done.id)


async def test_what_somebody_changed_since_is_left_unless_asked_for(centre):
    first = await centre.apply((await centre.looked_at("skill\nPiano\nTuba\n", kind="skills")).id)
    second = await centre.looked_at("Nom;Type\npiano;langue\nTUBA;langue\n", "skills.csv")
    [piano, _] = await centre.rows(second.id)
    assert [(f.name, f.before, f.after) for f in piano.fields] == [("kind", "skill", "language")]
    second = await centre.apply(second.id)
    async with centre.transaction() as tx:
        found = {s.name: s for s in (await list_skills(tx, after="", limit=9)).rows}
        await edit_skill(tx, found["Tuba"].id, found["Tuba"].version, [], kind="skill")
    undone = await centre.undo(second.id)
    assert undone.left == 1 and undone.undo_until
    [left] = await centre.rows(second.id, undone="left")
    assert (left.line, left.left_why) == (3, "Quelqu’un l’a changé depuis.")
    async with centre.transaction() as tx:
        kinds = {s.name: s.kind for s in (await list_skills(tx, after="", limit=9)).rows}
    assert kinds == {"Piano": "skill", "Tuba": "skill"}
    assert (await centre.undo(second.id, changed_since=True)).left == 0
    assert (await centre.undo(first.id)).left == 0


async def test_a_worker_killed_in_between_counts_nothing_twice(centre, monkeypatch):
    """What a kill leaves: batches that were committed, one that was not, and a hold that runs out by itself."""
    monkeypatch.setattr("palabre.foundations.limits.MOVING_AT_ONCE_MAX", 2)
    monkeypatch.setattr("palabre.foundations.limits.MOVING_BATCH_ROWS", 3)
    seen = await centre.looked_at("nom;tel\n" + "".join(f"C{n};01990071{n:02}\n" for n in range(8)), "clients.csv")
    async with centre.transaction() as tx:
        await uploads.apply(tx, seen.id)
    true, calls = store.mark_applied, []

    async def killed(tx, id, rows, now):
        await true(tx, id, rows, now)
        calls.append(len(rows))
        if len(calls) == 2:
            raise SystemExit  # after its rows are written, before they are committed

    monkeypatch.setattr(applying.store, "mark_applied", killed)
    with pytest.raises(SystemExit):
        await move_one(centre.services, centre.tenant)
    assert (await centre.get(seen.id)).done == 3
    assert not await move_one(centre.services, centre.tenant), "held, until its time is over"
    async with centre.transaction() as tx:
        await tx.execute("update palabre.moving_import set held_until = 0 where tenant = %(t)s", {"t": centre.tenant})
    await centre.works()
    done = await centre.get(seen.id)
    assert (done.state, done.done) == ("applied", 8)
    async with centre.transaction() as tx:
        row = await tx.one("select count(*) as n from palabre.customer where name like 'C%%' and tenant = %(t)s",
                           {"t": centre.tenant})  # fmt: skip
    assert row["n"] == 8
    assert (await centre.undo(seen.id)).left == 0


async def test_nobody_writes_for_a_worker_whose_hold_was_lost(centre):
    await centre.upload("skill\nTriangle\n", kind="skills")
    held = await take(centre.services, centre.tenant)
    async with centre.transaction() as tx:
        await tx.execute("update palabre.moving_import set holder = 'other' where tenant = %(t)s", {"t": centre.tenant})
    with pytest.raises(LostHold):
        async with held.transaction():
            pass


async def test_another_tenant_sees_nothing_of_it(centre):
    seen = await centre.looked_at("skill\nHautbois\n", kind="skills")
    other = await centre.rig.found("Voisins", "voisine@moving.test")
    scope = msgspec.structs.replace(everything(other.tenant), person=other.administrator)
    async with centre.transaction(scope) as tx:
        assert (await history.list_imports(tx, after="", limit=10)).rows == []
        for ask in (history.get_import(tx, seen.id), uploads.apply(tx, seen.id),
                    history.refused_csv(tx, seen.id, "skills"), uploads.undo(tx, seen.id, changed_since=True),
                    uploads.invite(tx, seen.id, "")):  # fmt: skip
            with pytest.raises(ImportUnknown):
                await ask
    assert (await centre.get(seen.id)).state == "ready"
