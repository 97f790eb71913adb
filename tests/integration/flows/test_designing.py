"""Drafts and who edits them, trials, publications to come, flows that travel."""
from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from palabre.channels.chat.actions import list_widgets
from palabre.channels.voice.actions.numbers import find_number
from palabre.flows.actions import designing, flows, later, packages, trials
from palabre.flows.problems import DraftChanged, FlowInvalid, PublicationUnknown
from palabre.flows.wiring import FlowRunner
from palabre.foundations.ids import PersonId
from palabre.plumbing.identity import new_id, now_ms
from palabre.tenants.model.permissions import everything

BYE = {"kind": "hang_up"}
SAY = {"kind": "say", "prompts": ["hello"], "next": {"done": "bye"}}


def scope_of(centre, person: str | None = None):
    return msgspec.structs.replace(everything(centre.tenant), person=PersonId(person or new_id()))


@pytest.fixture
async def drawn(centre):
    """(centre, scope of who draws, flow): a draft that says hello in a chat."""
    await centre.prompts(recorded=False, hello="Bonjour", good_day="Bonsoir")
    scope = scope_of(centre)
    document = {"languages": ["fr"], "channels": ["chat"], "start": "a", "steps": {"a": SAY, "bye": BYE}}
    async with centre.web.transaction(scope) as tx:
        id = await flows.create_flow(tx, "Accueil", document)
    return centre, scope, id


async def save(tx, id, steps, **more):
    row = await flows.get_flow(tx, id)
    return await flows.save_draft(tx, id, row.draft | {"steps": steps, **more}, revision=row.revision)


async def test_two_who_draw_see_each_other_and_the_later_save_says_whose_it_was(drawn):
    centre, scope, id = drawn
    other = scope_of(centre)
    async with centre.web.transaction(scope) as tx:
        assert await designing.tell_editing(tx, id) == []
    async with centre.web.transaction(other) as tx:
        assert [one.person for one in await designing.tell_editing(tx, id)] == [scope.person]
        revision = await save(tx, id, {"a": SAY | {"title": "Accueil"}, "bye": BYE})
    async with centre.web.transaction(scope) as tx:
        with pytest.raises(DraftChanged) as refused:
            await flows.save_draft(tx, id, {}, revision=1)
        assert (refused.value.details["by"], refused.value.details["revision"]) == (other.person, revision)
    async with centre.web.transaction(other) as tx:
        await designing.leave_editing(tx, id)
    async with centre.web.transaction(scope) as tx:
        assert await designing.tell_editing(tx, id) == []


async def test_versions_are_compared_and_one_is_taken_back_into_the_draft(drawn):
    centre, scope, id = drawn
    async with centre.web.transaction(scope) as tx:
        await flows.publish(tx, id, note="Première")
        revision = await save(tx, id, {"a": SAY | {"prompts": ["good_day"]}, "bye": BYE})
        told = await designing.compare_versions(tx, id, 1, None)
        assert [(c.step, c.fields[0].path, c.fields[0].after) for c in told.changed] == [
            ("a", "prompts", ["good_day"])]
        await designing.restore_version(tx, id, 1, revision=revision)
        assert (await designing.compare_versions(tx, id, 1, None)).changed == ()
        assert (await flows.list_versions(tx, id, after="", limit=5)).rows[0].note == "Première"


async def test_a_trial_runs_the_draft_disturbs_nobody_and_counts_nowhere(drawn):
    centre, scope, id = drawn
    await centre.rules()
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "b")
    queue = {"kind": "queue", "queue": centre.queue, "title": "Vers l’accueil", "next": exits}
    async with centre.web.transaction(scope) as tx:
        await flows.publish(tx, id)
        await save(tx, id, {"a": SAY | {"next": {"done": "q"}}, "q": queue, "b": SAY, "bye": BYE})
        tried = await trials.begin_trial(tx, id, voices=frozenset())
        assert tried.faults == [] and tried.version < 0
        assert [w["key"] for w in await list_widgets(tx)] == [], "it is no widget of the tenant's"
        assert (await flows.list_versions(tx, id, after="", limit=5)).rows[0].version == 1
    line = await centre.line("4", channel="chat")
    await centre.web_entry(line.conversation, tried.key)
    await FlowRunner(centre.services).begin(centre.tenant, line.conversation, None, line)
    assert line.heard[0] == "say fr: Bonjour" and "Vers l’accueil" in line.heard[1]
    assert line.heard[1].endswith("[quelqu’un répond] [attente trop longue] [fermé] [file pleine] [personne]")
    assert line.heard[2:] == ["say fr: Bonjour", "hung up: flow"]
    follower = await centre.services.followers.of(centre.tenant)
    assert not follower.world["routing"].items, "nobody was sought"
    async with centre.web.transaction(scope) as tx:
        seen = await trials.watch_trial(tx, id, 0)
        assert (seen.state, seen.reason) == ("ended", "hung_up")
        assert [step for _, step in seen.path] == ["q", "b", "bye"]
        assert await find_number(centre.web, tried.key), "a call reaches it by the same key"
        again = await trials.begin_trial(tx, id, voices=frozenset())
        assert again.key == tried.key and again.version < tried.version


async def test_a_half_drawn_flow_is_tried_as_far_as_it_goes(drawn):
    centre, scope, id = drawn
    async with centre.web.transaction(scope) as tx:
        await save(tx, id, {"a": SAY | {"next": {}}, "bye": BYE})
        tried = await trials.begin_trial(tx, id, voices=frozenset())
    assert {f.code for f in tried.faults} == {"exit_not_wired", "step_unreachable"}
    line = await centre.line(channel="chat")
    await centre.web_entry(line.conversation, tried.key)
    await FlowRunner(centre.services).begin(centre.tenant, line.conversation, None, line)
    assert line.heard[0] == "say fr: Bonjour" and line.heard[-1] == "hung up: failed"


async def test_a_publication_to_come_is_said_in_the_tenants_time_judged_twice_and_cancelled(drawn):
    centre, scope, id = drawn
    async with centre.web.transaction(scope) as tx:
        zone = ZoneInfo("Europe/Paris")
        soon = datetime.datetime.now(zone).replace(tzinfo=None, microsecond=0) + datetime.timedelta(days=2)
        first = await later.plan_publication(tx, id, soon, note="Noël")
        assert first.zone == zone.key
        assert first.at == int(soon.replace(tzinfo=zone).timestamp() * 1000)
        second = await later.plan_publication(tx, id, soon + datetime.timedelta(days=1))
        await later.cancel_publication(tx, second.id)
        with pytest.raises(PublicationUnknown):
            await later.cancel_publication(tx, second.id)
        await save(tx, id, {"a": SAY | {"prompts": ["absent"]}, "bye": BYE})
        with pytest.raises(FlowInvalid):
            await later.plan_publication(tx, id, soon)
    await come_due(centre)
    async with centre.web.transaction(scope) as tx:
        rows = (await later.list_planned(tx, id, after="", limit=9)).rows
        assert [(row.state, row.version) for row in rows] == [("cancelled", None), ("published", 1)]
        document = await flows.get_document(tx, id, 1)
        assert document["steps"]["a"]["prompts"] == ["hello"], "the draft as it stood when it was planned"


async def test_what_is_wrong_by_then_is_refused_and_what_answers_stays(drawn):
    centre, scope, id = drawn
    async with centre.web.transaction(scope) as tx:
        soon = datetime.datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None) + datetime.timedelta(days=2)
        await later.plan_publication(tx, id, soon.replace(microsecond=0))
        await tx.execute("delete from palabre.prompt where tenant = %(tenant)s", {"tenant": centre.tenant})
    await come_due(centre)
    async with centre.web.transaction(scope) as tx:
        row = (await later.list_planned(tx, id, after="", limit=9)).rows[0]
        assert row.state == "refused" and row.faults == [["prompt_missing", "a", "hello fr"]]
        assert (await flows.get_flow(tx, id)).published is None


async def come_due(centre) -> None:
    async with centre.web.transaction(centre.scope) as tx:
        await tx.execute(
            "update palabre.flow_publication set at = %(now)s where tenant = %(tenant)s",
            {"tenant": centre.tenant, "now": now_ms() - 1})
        await later.publish_due(tx, frozenset())


async def test_a_flow_travels_with_its_words_and_finds_what_it_refers_to_by_name(drawn):
    centre, scope, id = drawn
    await centre.rules()
    queue = {"kind": "queue", "queue": centre.queue,
             "next": dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")}
    async with centre.web.transaction(scope) as tx:
        await save(tx, id, {"a": SAY | {"next": {"done": "q"}}, "q": queue, "bye": BYE})
        package = await packages.export_flow(tx, centre.services, id)
        assert [(p.name, p.text) for p in package.prompts] == [("hello", "Bonjour")]
        assert [(r.kind, r.name) for r in package.references] == [("queue", "accueil")]
        elsewhere = [msgspec.structs.replace(package.references[0], id=new_id())]
        document = msgspec.json.decode(msgspec.json.encode(package.document).replace(
            centre.queue.encode(), elsewhere[0].id.encode()))
        await tx.execute("delete from palabre.prompt where tenant = %(tenant)s", {"tenant": centre.tenant})
        moved = msgspec.structs.replace(package, document=document, references=elsewhere)
        made = await packages.import_flow(tx, moved, "Accueil venu d’ailleurs")
        assert (made.missing, made.prompts_made) == ([], 1)
        assert (await flows.get_flow(tx, made.id)).draft["steps"]["q"]["queue"] == centre.queue
        assert await flows.check_draft(tx, made.id) == []
        lost = msgspec.structs.replace(moved, references=[msgspec.structs.replace(elsewhere[0], name="Autre")])
        assert [r.name for r in (await packages.import_flow(tx, lost, "Sans file")).missing] == ["Autre"]
