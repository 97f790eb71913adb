"""Issue 4, point 11: moving in by files. Dirty ones of every kind: looked at, taken, seen, again, and given back."""

from __future__ import annotations

import io
import time
import wave
import zipfile

import pytest
from people import eventually

MARK = f"{time.time_ns() % 10**8:08}"
NUMBER = f"01 98 {MARK[:2]} {MARK[2:4]} {MARK[4:6]}"


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x10\x20" * 4000)
    return out.getvalue()


def dirty() -> bytes:
    """As seven systems export: separators, encodings, header words and orders of their own."""
    tables = {
        "competences.csv": f"\ufeffType;Nom;Couleur\r\ncompétence;Piano {MARK};rouge\r\n;;\r\n".encode(),
        "hours.csv": f"Name,Monday,Tuesday,Holidays\nBureau {MARK},8h30-12h30 14h-18h,9am-5pm,25/12/2026\n"
                     .encode("utf-16"),
        "files.csv": f"File\tHoraires\tCompétences\nMusique {MARK}\tBureau {MARK}\tPiano {MARK}: 3\n".encode("cp1252"),
        "prompts.csv": f"name,language,text,file\naccueil_{MARK},fr,\"Bonjour, ici la musique\",accueil.wav\n".encode(),
        "numbers.csv": f"الرقم;الاسم\n{NUMBER};Musique {MARK}\n12;court\n".encode(),
        "agents.csv": f"Mail;Prénom;Nom;Compétences\nm{MARK}@exemple.fr;Mona;Lisa;Piano {MARK}: 7\n"
                      f"n{MARK}@exemple.fr;;Nul;Judo 3\n".encode(),
        "clients.csv": f"N° client|Client|Mail\nA-1|Diop {MARK}|diop{MARK}@exemple.fr\nA-2|Sans|\n".encode(),
        "dnc.csv": f"\"téléphone\"\r\n\"{NUMBER}\"\r\n{NUMBER}\r\n".encode(),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in tables.items():
            made.writestr(name, data)
        made.writestr("sons/accueil.wav", wav())
    return out.getvalue()


def upload(person, data: bytes, name: str, **query) -> str:
    answer = person.http.post("/api/moving/imports", content=data, params={"name": name, **query})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def until(person, id: str, state: str) -> dict:
    return eventually(lambda: (i := person.get(f"/api/moving/imports/{id}")) and i["state"] == state and i, 60)


def seen(nadia) -> dict:
    """What the product's own lists say of what this test moves in."""
    def named(path: str, field: str = "name", **query) -> list[dict]:
        return [r for r in nadia.get(path, limit=500, **query)["rows"] if MARK in str(r[field])]

    digits = "+33" + NUMBER.replace(" ", "")[1:]
    return {
        "skills": [s["active"] for s in named("/api/skills")],
        "hours": [c["calendar"]["week"]["tuesday"] for c in named("/api/calendars")],
        "queues": [(q["active"], bool(q["calendar"])) for q in named("/api/queues")],
        "prompts": [(p["text"], bool(p["recording"])) for p in named("/api/prompts")],
        "numbers": [n["name"] for n in nadia.get("/api/numbers")["rows"] if n["number"] == digits],
        "advisors": [(p["name"], p["active"]) for p in nadia.get("/api/people", q=f"m{MARK}")["rows"]],
        "customers": [(c["name"], c["attributes"]) for c in nadia.get("/api/customers", q=f"diop{MARK}")["rows"]],
        "do_not_call": [d["source"] for d in nadia.get("/api/outbound/do-not-call", number=digits)["rows"]],
    }  # fmt: skip


@pytest.fixture(scope="module")
def moved(nadia):
    """Looked at and not applied yet."""
    id = upload(nadia, dirty(), "tout.zip")
    return until(nadia, id, "ready")


def test_dirty_files_of_every_kind_are_seen_taken_and_given_back(nadia, moved):
    before = seen(nadia)
    assert {kind: (c["new"], c["refused"]) for kind, c in moved["counts"].items()} == {
        "skills": (1, 0), "hours": (1, 0), "queues": (1, 0), "prompts": (1, 0), "numbers": (1, 1), "advisors": (1, 1),
        "customers": (1, 1), "do_not_call": (1, 1)}  # fmt: skip
    assert {f["kind"]: f["extra"] for f in moved["files"] if f["extra"]} == {
        "skills": ["Couleur"], "customers": ["N° client"]}  # fmt: skip
    refused = nadia.get(f"/api/moving/imports/{moved['id']}/rows", state="refused")["rows"]
    judo = next(r for r in refused if r["kind"] == "advisors")
    assert (judo["line"], judo["reason"]) == (3, "no_such_skills") and "Judo" in judo["why"]
    told = nadia.http.get(f"/api/moving/imports/{moved['id']}/refused/advisors").text
    assert told.startswith("\ufeffMail;Prénom;Nom;Compétences;Ligne;Colonne;Motif") and "Judo 3" in told
    assert seen(nadia) == before and not any(before.values()), "a preview changes nothing"

    nadia.post(f"/api/moving/imports/{moved['id']}/apply")
    until(nadia, moved["id"], "applied")
    assert seen(nadia) == {
        "skills": [True], "hours": [[{"begin": "09:00", "end": "17:00"}]], "queues": [(True, True)],
        "prompts": [("Bonjour, ici la musique", True)], "numbers": [f"Musique {MARK}"],
        "advisors": [("Mona Lisa", True)], "customers": [(f"Diop {MARK}", {"N° client": "A-1"})],
        "do_not_call": ["csv"]}  # fmt: skip

    again = until(nadia, upload(nadia, dirty(), "encore.zip"), "ready")
    assert all((c["new"], c["changed"], c["same"]) == (0, 0, 1) for c in again["counts"].values()), again["counts"]
    nadia.ask("DELETE", f"/api/moving/imports/{again['id']}", status=204)

    links = nadia.http.post(f"/api/moving/imports/{moved['id']}/invitations").text.splitlines()
    token = links[1].rpartition("#")[2]
    assert nadia.post("/api/invitations/look", {"token": token}, status=200)["name"] == "Mona Lisa"
    nadia.post("/api/invitations/accept", {"token": token, "password": "une phrase assez longue"}, status=204)
    assert nadia.post("/api/invitations/accept", {"token": token, "password": "une autre phrase longue"},
                      status=410)["code"] == "tenants.invitation_over"  # fmt: skip

    nadia.post(f"/api/moving/imports/{moved['id']}/undo", {})
    undone = until(nadia, moved["id"], "undone")
    left = nadia.get(f"/api/moving/imports/{moved['id']}/rows", undone="left")["rows"]
    assert undone["left"] == 0, left
    after = seen(nadia)
    assert after == {**before, "skills": [False], "queues": [(False, False)]}, "out of service where facts name them"
    history = nadia.get("/api/moving/imports")["rows"][0]
    assert (history["id"], history["undone_by"]) == (moved["id"], nadia.get("/api/me")["person"]["id"])


def test_another_role_sees_none_of_it(claire, moved):
    claire.get("/api/moving/imports", status=403)
    claire.get(f"/api/moving/imports/{moved['id']}/rows", status=403)


def test_templates_are_read_back_in_every_language(nadia):
    for language in ("fr", "en", "ar"):
        text = nadia.http.get("/api/moving/templates/skills", params={"language": language}).content
        id = upload(nadia, text, "?.csv")
        one = until(nadia, id, "ready")
        assert [f["kind"] for f in one["files"]] == ["skills"], language
        nadia.ask("DELETE", f"/api/moving/imports/{id}", status=204)


@pytest.mark.parametrize(("data", "name", "reason"), [
    (b"", "vide.csv", "file_empty"), (b"\x00\x01\x02\x03", "photo.csv", "file_binary"),
    (b"PK\x03\x04 cut", "coupe.zip", "file_zip"), (b"a,b\n1,2\n", "autre.csv", "file_unknown_kind"),
])  # fmt: skip
def test_what_cannot_be_read_is_said(nadia, data, name, reason):
    id = upload(nadia, data, name)
    one = until(nadia, id, "unreadable")
    assert [f["reason"] for f in one["files"]] == [reason] and one["files"][0]["why"]
    nadia.ask("DELETE", f"/api/moving/imports/{id}", status=204)
