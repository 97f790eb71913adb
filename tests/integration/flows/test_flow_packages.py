"""A flow with what it enters and says, made into a zip, brought to another tenant, taken, and given back."""

from __future__ import annotations

import asyncio
import io
import wave
import zipfile

import msgspec
import psycopg
import pytest

from palabre.flows.actions import flow_imports, flow_packages, flow_undoing, flows, prompts
from palabre.flows.actions.flow_imports import apply, upload
from palabre.flows.model.packing import Choice
from palabre.flows.problems import ImportChanged, ImportNameTaken, ImportState, ImportUnchosen, ImportUndoTooLate
from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import FlowId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.tenants.model.permissions import everything

BYE = {"kind": "hang_up"}


def tone(seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\0" * round(8000 * seconds))
    return made.getvalue()


def document(steps: dict, **more) -> dict:
    return {"languages": ["fr"], "channels": ["voice", "chat"], "start": next(iter(steps)), "steps": steps, **more}


@pytest.fixture
async def told(centre):
    """(centre, flow, its zip): a flow that says `bonjour`, recorded, and enters another that says `merci`."""
    await centre.rules()
    await centre.prompts(bonjour="Bonjour", bienvenue="Soyez les bienvenus")
    await centre.prompts(recorded=False, merci="Merci")
    end = {"kind": "come_back", "exit": "known"}
    inner = await centre.flow(
        {"say": {"kind": "say", "prompts": ["merci"], "next": {"done": "back"}}, "back": end}, voices=frozenset({"fr"})
    )
    async with centre.web.transaction(centre.scope) as tx:
        row = await flows.get_flow(tx, inner)
        await flows.save_draft(tx, inner, row.draft, revision=row.revision, name="Qui appelle")
        outer = document({
            "say": {"kind": "say", "prompts": ["bonjour", "bienvenue"], "next": {"done": "who"}},
            "who": {"kind": "sub_flow", "flow": inner, "version": 1, "next": {"known": "wait", "failed": "bye"}},
            "wait": {"kind": "queue", "queue": centre.queue, "next": dict.fromkeys(
                ("longest_wait", "closed", "full", "nobody"), "bye")}, "bye": BYE})  # fmt: skip
        id = await flows.create_flow(tx, "Accueil", outer)
    return centre, id, await exported(centre, id)


async def exported(centre, id: FlowId) -> bytes:
    _, file = await flow_packages.export_package(centre.services, centre.scope, id, None)
    with file:
        return file.read()


async def another(centre):
    """A scope of a tenant with nothing in it."""
    tenant = new_id()
    async with await psycopg.AsyncConnection.connect(centre.database.dsn("superuser")) as connection:
        await connection.execute(
            "insert into palabre.tenant (tenant, name, created_at) values (%s, 'Autre', 0)", (tenant,)
        )
        await connection.execute("select palabre.create_partition(%s)", (tenant,))
    return everything(tenant)


async def pieces(data: bytes):
    yield data


async def brought(centre, who, data: bytes):
    return await upload(centre.services, who, pieces(data), "accueil.zip")


def states(made) -> dict:
    return {(item.kind, item.name): item.state for item in made.items}


async def left_there(centre, who) -> tuple:
    """All that a tenant has of flows and prompts."""
    async with centre.web.transaction(who) as tx:
        kept = (await flows.list_flows(tx, after="", limit=50)).rows
        said = (await prompts.list_prompts(tx, centre.services.blobs, after="", limit=50)).rows
        return sorted(one.name for one in kept), sorted((o.name, o.text, o.sha256) for o in said)


async def test_brought_to_another_tenant_whole_and_given_back(told):
    centre, _, data = told
    other = await another(centre)
    made = await brought(centre, other, data)
    assert states(made) == {("flow", "Accueil"): "new", ("flow", "Qui appelle"): "new", ("prompt", "bonjour"): "new",
                            ("prompt", "bienvenue"): "new", ("prompt", "merci"): "new"}  # fmt: skip
    assert [(one.kind, one.name, one.places) for one in made.missing] == [("queue", "accueil", ["Accueil: wait"])]
    assert [item.unpinned for item in made.items[:2]] == [True, False]
    assert await left_there(centre, other) == ([], []), "a preview changes nothing"
    done = await apply(centre.services, other, made.id, made.seen, [])
    assert done.state == "applied" and done.undo_until and {one.act for one in done.chosen} == {"make"}
    names, said = await left_there(centre, other)
    mine = await left_there(centre, centre.scope)
    assert names == ["Accueil", "Qui appelle"] and said == mine[1], "words and hashes of sounds are those exported"
    async with centre.web.transaction(other) as tx:
        rows = {one.name: one.id for one in (await flows.list_flows(tx, after="", limit=50)).rows}
        step = (await flows.get_flow(tx, rows["Accueil"])).draft["steps"]["who"]
        assert step["flow"] == rows["Qui appelle"] and "version" not in step
        assert await flows.publish(tx, rows["Qui appelle"], voices=frozenset({"fr"})) == 1
    again = await brought(centre, other, data)
    assert set(states(again).values()) == {"same"}, "a second time there is nothing to do"
    async with centre.web.transaction(other) as tx:
        undone = await flow_undoing.undo(centre.services, tx, made.id, changed_since=False)
    assert [(one.name, one.why) for one in undone.left] == [("merci", "in_use"), ("Qui appelle", "published_since")]
    assert await left_there(centre, other) == (["Qui appelle"], [("merci", "Merci", "")])


async def test_the_same_flow_is_the_same_file(told):
    centre, id, data = told
    assert await exported(centre, id) == data
    with zipfile.ZipFile(io.BytesIO(data)) as zip:
        manifest = msgspec.json.decode(zip.read("manifest.json"))
        assert (manifest["format"], manifest["version"]) == ("palabre.flow_package", 1)
        assert {part["path"] for part in manifest["parts"]} == set(zip.namelist()) - {"manifest.json"}


async def changed(centre, who, made, **texts: str) -> None:
    async with centre.web.transaction(who) as tx:
        for name, text in texts.items():
            await prompts.save_prompt(tx, name, "fr", text)


@pytest.fixture
async def conflicting(told):
    """(centre, its own package looked at after its flow and one prompt were changed)."""
    centre, id, data = told
    async with centre.web.transaction(centre.scope) as tx:
        row = await flows.get_flow(tx, id)
        await flows.save_draft(tx, id, row.draft | {"languages": ["fr", "en"]}, revision=row.revision)
        await prompts.save_prompt(tx, "bonjour", "fr", "Bonsoir")
        await prompts.record_prompt(tx, centre.services.blobs, "bonjour", "fr", tone(0.2))
    made = await brought(centre, centre.scope, data)
    assert {name for (_, name), state in states(made).items() if state == "conflict"} == {"Accueil", "bonjour"}
    return centre, id, made


def chosen(way: str, **names: str) -> list[Choice]:
    return [Choice(kind, name, way, names.get(kind, "")) for kind, name in (("flow", "Accueil"), ("prompt", "bonjour"))]


async def words(centre, name: str) -> tuple[str, str]:
    said = {one[0]: one for one in (await left_there(centre, centre.scope))[1]}
    return said[name][1:]


async def test_mine_is_kept(conflicting):
    centre, _, made = conflicting
    before = await left_there(centre, centre.scope)
    await apply(centre.services, centre.scope, made.id, made.seen, chosen("mine"))
    assert await left_there(centre, centre.scope) == before


async def test_theirs_takes_its_place_and_undoing_puts_mine_back(conflicting):
    centre, id, made = conflicting
    mine, sound = await words(centre, "bonjour"), (await words(centre, "bienvenue"))[1]
    await apply(centre.services, centre.scope, made.id, made.seen, chosen("theirs"))
    assert await words(centre, "bonjour") == ("Bonjour", sound) != mine
    async with centre.web.transaction(centre.scope) as tx:
        assert (await flows.get_flow(tx, id)).draft["languages"] == ["fr"]
        undone = await flow_undoing.undo(centre.services, tx, made.id, changed_since=False)
        assert (undone.state, undone.left) == ("undone", [])
        assert (await flows.get_flow(tx, id)).draft["languages"] == ["fr", "en"]
    assert await words(centre, "bonjour") == mine, "words and sound as they were"
    with pytest.raises(ImportState):
        async with centre.web.transaction(centre.scope) as tx:
            await flow_undoing.undo(centre.services, tx, made.id, changed_since=False)


async def test_under_another_name_it_stands_beside_mine_and_says_its_own(conflicting):
    centre, _, made = conflicting
    mine = await words(centre, "bonjour")
    done = await apply(centre.services, centre.scope, made.id, made.seen,
                       chosen("rename", flow="Accueil venu", prompt="bonjour_venu"))  # fmt: skip
    assert (await words(centre, "bonjour"), (await words(centre, "bonjour_venu"))[0]) == (mine, "Bonjour")
    came = next(one.id for one in done.chosen if one.name == "Accueil venu")
    async with centre.web.transaction(centre.scope) as tx:
        draft = (await flows.get_flow(tx, FlowId(came))).draft
        assert draft["steps"]["say"]["prompts"] == ["bonjour_venu", "bienvenue"]
        assert draft["steps"]["wait"]["queue"] == centre.queue
        assert await flows.check_draft(tx, FlowId(came), voices=frozenset({"fr"})) == []


async def test_a_conflict_without_a_choice_and_a_name_that_is_taken_change_nothing(conflicting):
    centre, _, made = conflicting
    before = await left_there(centre, centre.scope)
    for choices, why in (([], ImportUnchosen), (chosen("theirs")[:1], ImportUnchosen),
                         (chosen("rename", flow="Qui appelle", prompt="libre"), ImportNameTaken),
                         (chosen("rename", flow="Libre", prompt="merci"), ImportNameTaken)):  # fmt: skip
        with pytest.raises(why):
            await apply(centre.services, centre.scope, made.id, made.seen, choices)
    await changed(centre, centre.scope, made, bienvenue="Autre chose")
    with pytest.raises(ImportChanged):
        await apply(centre.services, centre.scope, made.id, made.seen, chosen("theirs"))
    await changed(centre, centre.scope, made, bienvenue="Soyez les bienvenus")
    assert await left_there(centre, centre.scope) == before


async def test_what_was_changed_since_is_left_and_told_unless_asked_for(conflicting):
    centre, _, made = conflicting
    await apply(centre.services, centre.scope, made.id, made.seen, chosen("theirs"))
    await changed(centre, centre.scope, made, bonjour="Salut")
    async with centre.web.transaction(centre.scope) as tx:
        undone = await flow_undoing.undo(centre.services, tx, made.id, changed_since=False)
        assert [(one.kind, one.name, one.why) for one in undone.left] == [("prompt", "bonjour", "changed_since")]
        assert undone.undo_until
    assert (await words(centre, "bonjour"))[0] == "Salut"
    async with centre.web.transaction(centre.scope) as tx:
        undone = await flow_undoing.undo(centre.services, tx, made.id, changed_since=True)
        assert (undone.left, undone.undo_until) == ([], None)
    assert (await words(centre, "bonjour"))[0] == "Bonsoir"


async def test_it_is_applied_once_and_undone_within_thirty_days(conflicting):
    centre, _, made = conflicting
    await apply(centre.services, centre.scope, made.id, made.seen, chosen("theirs"))
    with pytest.raises(ImportState):
        await apply(centre.services, centre.scope, made.id, made.seen, chosen("theirs"))
    async with centre.web.transaction(centre.scope) as tx:
        await tx.execute("update palabre.flow_import set applied_at = %(at)s where tenant = %(tenant)s", {
            "tenant": centre.tenant, "at": now_ms() - (limits.PACKAGE_UNDO_DAYS * 24 + 1) * HOUR})  # fmt: skip
    with pytest.raises(ImportUndoTooLate):
        async with centre.web.transaction(centre.scope) as tx:
            await flow_undoing.undo(centre.services, tx, made.id, changed_since=False)
    assert await flow_imports.let_go(centre.services, centre.tenant) == 1
    async with centre.web.transaction(centre.scope) as tx:
        kept = await tx.one("select done, blob from palabre.flow_import where tenant = %(tenant)s",
                            {"tenant": centre.tenant})  # fmt: skip
    assert kept == {"done": [], "blob": None}
    assert await flow_imports.let_go(centre.services, centre.tenant) == 0


async def stored(centre) -> set[str]:
    async with centre.web.transaction(centre.scope) as tx:
        rows = await tx.all("select id::text, kind from palabre.blob where tenant = %(tenant)s and erased_at is null",
                            {"tenant": centre.tenant})  # fmt: skip
    return {row["kind"] for row in rows}


async def test_a_preview_that_nobody_applies_goes_with_its_file(conflicting):
    centre, _, made = conflicting
    assert "import" in await stored(centre)
    await flow_imports.discard(centre.services, centre.scope, made.id)
    assert "import" not in await stored(centre)


async def test_only_who_may_draw_and_record_brings_one(told):
    centre, _, data = told
    with pytest.raises(Forbidden):
        await brought(centre, Scope(centre.tenant, permissions=frozenset({"flows.edit", "flows.view"})), data)


def enters(*flows: str, version: int | None = None) -> dict:
    """Steps that run these, one after the other, and come back."""
    names = [f"r{at}" for at in range(len(flows))]
    pinned = {"version": version} if version else {}
    runs = {name: {"kind": "sub_flow", "flow": flow, **pinned, "next": {"failed": "back", "done": following}}
            for name, flow, following in zip(names, flows, [*names, "back"][1:], strict=True)}  # fmt: skip
    return {**runs, "back": {"kind": "come_back", "exit": "done"}}


async def test_flows_are_found_however_deep_each_once_in_what_answers(centre):
    async with centre.web.transaction(centre.scope) as tx:

        async def drawn(name: str, steps: dict, publish: bool = True) -> str:
            id = await flows.create_flow(tx, name, document(steps))
            if publish:
                await flows.publish(tx, id)
            return id

        async def again(id: str, steps: dict) -> None:
            await flows.save_draft(tx, FlowId(id), document(steps), revision=1)

        deepest = await drawn("Au fond", enters())
        await again(deepest, {**enters(), "more": BYE})  # a draft that does not answer
        deep = await drawn("Plus bas", enters(deepest))
        left = await drawn("À gauche", enters(deep, deepest))
        sketched = await drawn("Esquisse", enters(), publish=False)
        id = await drawn("Haut", enters(left, deep, sketched, new_id()), publish=False)
    made = await brought(centre, await another(centre), await exported(centre, FlowId(id)))
    names = [item.name for item in made.items]
    assert (names[0], sorted(names[1:])) == ("Haut", ["Au fond", "Esquisse", "Plus bas", "À gauche"])
    assert next(item.steps for item in made.items if item.name == "Au fond") == 1, "what answers, not what is drawn"
    assert [(one.kind, one.name) for one in made.missing] == [("flow", "")]


async def test_of_two_who_apply_at_once_one_does(told):
    centre, _, data = told
    other = await another(centre)
    made = await brought(centre, other, data)
    ways = [apply(centre.services, other, made.id, made.seen, []) for _ in range(2)]
    ended = await asyncio.gather(*ways, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) in (
        ["FlowImport", "ImportState"],
        ["FlowImport", "ImportChanged"],
    )
    assert (await left_there(centre, other))[0] == ["Accueil", "Qui appelle"]
    async with centre.web.transaction(other) as tx:
        kept = await tx.all(
            "select id::text from palabre.blob where tenant = %(tenant)s and kind = 'prompt' and erased_at is null",
            {"tenant": other.tenant})  # fmt: skip
        named = await tx.all("select recording::text as id from palabre.prompt where tenant = %(tenant)s and recording "
                             "is not null", {"tenant": other.tenant})  # fmt: skip
    assert {one["id"] for one in kept} == {one["id"] for one in named}, "no sound is left that nothing names"


async def test_a_preview_is_let_go_after_a_day(told):
    centre, _, data = told
    await brought(centre, centre.scope, data)
    assert await flow_imports.let_go(centre.services, centre.tenant) == 0
    async with centre.web.transaction(centre.scope) as tx:
        await tx.execute("update palabre.flow_import set created_at = %(at)s where tenant = %(tenant)s", {
            "tenant": centre.tenant, "at": now_ms() - (limits.PACKAGE_PREVIEW_HOURS + 1) * HOUR})  # fmt: skip
    assert await flow_imports.let_go(centre.services, centre.tenant) == 1
    assert "import" not in await stored(centre)
