"""Runs over a scripted line: what the customer hears, what is written, and that nobody is left there."""
import asyncio

import pytest

from palabre.conversations.facts import SegmentOpened
from palabre.flows.actions.calendars import save_calendar
from palabre.flows.actions.choices import choices_of
from palabre.flows.facts import FlowBegan, FlowEnded
from palabre.flows.model.calendar import Calendar, Week
from palabre.routing import commands as routing
from palabre.routing.model import waits

SILENCE, WRONG, GONE = "(silence)", "(wrong)", "(gone)"
BYE = {"kind": "hang_up", "prompts": ["bye"]}


def menu(**more) -> dict:
    return {"kind": "menu", "prompts": ["choose"], "tries": 2, "options": [
        {"key": "1", "exit": "sales", "label": "sales"}, {"key": "2", "exit": "support", "label": "support"}],
        "next": {"sales": "bye", "support": "bye", "silence": "bye", "wrong": "bye"}, **more}


@pytest.fixture
async def heard(centre):
    """The facts told, as a follower sees them."""
    facts = []
    follower = await centre.services.followers.of(centre.tenant)
    follower.subscribe(lambda number, fact: facts.append(fact))
    await centre.prompts(hello="Bonjour.", choose="Tapez 1 ou 2.", sales="Ventes", support="Aide", bye="Au revoir.",
                         wrong="Ce choix n'existe pas.", again="Nous ne vous entendons pas.", place="Vous êtes numéro",
                         late="Personne n'est libre.")
    return facts


async def told(centre, facts, kind):
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda world: any(isinstance(f, kind) for f in facts), 10)
    return next(f for f in facts if isinstance(f, kind))


async def test_say_menu_hang_up(centre, heard):
    flow = await centre.flow({"hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "choose"}},
                              "choose": menu(), "bye": BYE})
    line = await centre.line("1")
    await centre.begin(line)
    assert line.heard == ["say fr: Bonjour.", "ask fr: Tapez 1 ou 2.", "say fr: Au revoir.", "hung up: flow"]
    began, ended = await told(centre, heard, FlowBegan), await told(centre, heard, FlowEnded)
    assert (began.flow, began.version, ended.reason) == (flow, 1, "hung_up")
    assert any(isinstance(f, SegmentOpened) and f.kind == "flow" and f.owner == began.run for f in heard)
    row = await centre.run_row(line.conversation)
    assert (row["state"], row["reason"], row["step"], row["visit"]) == ("ended", "hung_up", "bye", 3)


async def test_what_was_chosen_and_given_is_kept_for_whoever_takes_over(centre, heard):
    """The branch by its label, the number by its variable; of a secret not even that it was asked."""
    collect = {"kind": "collect", "prompts": ["hello"], "collects": "digits", "length_max": 8}
    on = {"silence": "bye", "wrong": "bye"}
    await centre.flow({
        "choose": menu(next={"sales": "bye", "support": "number", "silence": "bye", "wrong": "bye"}),
        "number": {**collect, "variable": "file_number", "next": {"collected": "code", **on}},
        "code": {**collect, "secret": True, "next": {"collected": "choose_again", **on}},
        "choose_again": menu(options=[{"key": "1", "exit": "billing_office"}],
                             next={"billing_office": "bye", **on}), "bye": BYE})  # fmt: skip
    line = await centre.line("2", "123456", "9999", "1")
    await centre.begin(line)
    assert line.heard[-1] == "hung up: flow"
    async with centre.services.database.transaction(centre.scope) as tx:
        found = [(c.kind, c.label, c.value) for c in await choices_of(tx, line.conversation)]
    assert found == [("menu", "Aide", ""), ("collected", "file number", "123456"), ("menu", "billing office", "")]
    row = await centre.run_row(line.conversation)
    assert "9999" not in str(row)


@pytest.mark.parametrize(("asked", "heard_first"), [("en-GB", "say en: Hello."), ("de", "say fr: Bonjour.")])
async def test_a_run_begins_in_the_language_nearest_to_the_customers(centre, heard, asked, heard_first):
    await centre.prompts("en", hello="Hello.", bye="Goodbye.")
    await centre.flow({"hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "bye"}}, "bye": BYE},
                      languages=["fr", "en"])
    line = await centre.line()
    line.language = asked
    await centre.begin(line)
    assert line.heard[0] == heard_first


async def test_silence_and_wrong_digits_are_counted(centre, heard):
    await centre.flow({"choose": menu(on_silence=["again"], on_wrong=["wrong"], next={
        "sales": "bye", "support": "bye", "silence": "lost", "wrong": "bye"}),
        "bye": BYE, "lost": {"kind": "hang_up", "prompts": ["late"]}})
    line = await centre.line("7", SILENCE)
    await centre.begin(line)
    assert line.heard == ["ask fr: Tapez 1 ou 2.", "ask fr: Ce choix n'existe pas. Tapez 1 ou 2.",
                          "say fr: Personne n'est libre.", "hung up: flow"]
    line = await centre.line(SILENCE, WRONG)
    await centre.begin(line)
    assert line.heard[1:3] == ["ask fr: Nous ne vous entendons pas. Tapez 1 ou 2.", "say fr: Au revoir."]


async def test_digits_typed_over_a_prompt_answer_the_menu(centre, heard):
    await centre.flow({"hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "choose"}},
                       "choose": menu(), "bye": BYE})
    line = await centre.line()
    line.typed_over = "2"
    await centre.begin(line)
    assert line.heard[-1] == "hung up: flow"


async def test_a_chat_reads_buttons(centre, heard):
    await centre.flow({"choose": menu(written=["hello"]), "bye": BYE})
    line = await centre.line("1", channel="chat")
    await centre.begin(line)
    assert line.heard[0] == "ask fr: Bonjour.[Ventes] [Aide]"


@pytest.mark.parametrize("step", ["say", "ask"])
async def test_the_customer_gone_ends_the_run(centre, heard, step):
    await centre.flow({"hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "choose"}},
                       "choose": menu(), "bye": BYE})
    line = await centre.line(GONE)
    if step == "say":
        line.leave()
    await centre.begin(line)
    assert (await told(centre, heard, FlowEnded)).reason == "customer_gone"


QUEUE = {"kind": "queue", "music": "calm", "announce": ["place", {"say": "number", "value": "{position}"}],
         "announce_seconds": 0.3,
         "next": {"longest_wait": "late", "closed": "late", "full": "late", "nobody": "late"}}
LATE = {"kind": "hang_up", "prompts": ["late"]}


async def queueing(centre, **rules):
    await centre.rules(**rules)
    await centre.flow({"queue": {**QUEUE, "queue": centre.queue}, "late": LATE})
    line = await centre.line()
    return line


async def test_nobody_able_takes_that_exit(centre, heard):
    line = await queueing(centre, skilled=False)
    await centre.begin(line)
    assert line.heard == ["music calm", "say fr: Personne n'est libre.", "hung up: flow"]


async def test_closed_takes_that_exit(centre, heard):
    async with centre.web.transaction(centre.scope) as tx:
        never = await save_calendar(tx, "jamais", Calendar("Europe/Paris", Week()))
    line = await queueing(centre, calendar=never)
    await centre.begin(line)
    assert line.heard[-2:] == ["say fr: Personne n'est libre.", "hung up: flow"]


async def test_the_longest_wait_gives_the_customer_back_to_the_flow(centre, heard):
    line = await queueing(centre, wait_seconds_max=1.2)
    await centre.sign_in("pause")
    await asyncio.wait_for(centre.begin(line), 10)
    assert line.heard[0] == "music calm" and line.heard[-2:] == ["say fr: Personne n'est libre.", "hung up: flow"]
    assert "while waiting fr: Vous êtes numéro 1" in line.heard


async def test_accepted_hands_over_and_the_run_is_over_when_she_is_done(centre, heard):
    line = await queueing(centre)
    await centre.sign_in()
    run = centre.begin(line)
    await centre.accept()
    follower = await centre.services.followers.of(centre.tenant)
    (item,) = follower.world["routing"].items
    async with asyncio.timeout(10):
        while (await centre.run_row(line.conversation))["state"] != "handed_over":
            await asyncio.sleep(0.02)
    await centre.ask(routing.FinishWorkItem(item, centre.advisor))
    await asyncio.wait_for(run, 10)
    assert (await told(centre, heard, FlowEnded)).reason == "handed_over"
    assert not any("hung up" in h for h in line.heard)


async def test_the_customer_who_hangs_up_while_waiting_ends_the_run(centre, heard):
    line = await queueing(centre)
    await centre.sign_in("pause")
    run = centre.begin(line)
    await line.until("music")
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: w["routing"].items, 10)
    await centre.customer_leaves(line.conversation)
    await asyncio.wait_for(run, 10)
    assert (await told(centre, heard, FlowEnded)).reason == "customer_gone"


@pytest.mark.parametrize(("ours", "said"), [(10.0, "3"), (99.0, "")])
async def test_the_estimated_wait_is_said_where_it_has_proved_better_than_a_guess(centre, heard, ours, said):
    await centre.prompts(about="Environ")
    minutes = ["about", {"say": "number", "value": "{wait_minutes}"}]
    await centre.rules()
    queue = {**QUEUE, "queue": centre.queue, "announce_wait": minutes}
    await centre.flow({"queue": queue, "late": LATE})
    await centre.sign_in()
    first = centre.begin(await centre.line())
    await centre.accept()  # at work, and busy: who comes now waits for one turn
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: any(i.state == "talking" for i in w["routing"].items.values()), 10)
    learnt = waits.Place(turns=0.9, n=200, ours=ours, naive=100.0)
    follower.world["waits"].paces[centre.queue] = waits.Pace(handle_ms=180_000.0, places={0: learnt})
    line = await centre.line()
    second = centre.begin(line)
    await line.until("while waiting")  # her place is told either way
    told = next(h for h in line.heard if "while waiting" in h)
    assert told.endswith(f"Environ {said}") if said else "Environ" not in told, line.heard
    for run in (first, second):
        run.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def test_a_restart_finds_its_work_item_again(centre, heard):
    line = await queueing(centre)
    await centre.sign_in("pause")
    first = centre.begin(line)
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: w["routing"].items, 10)
    await line.until("while waiting")
    first.cancel()                                            # the process stops
    await asyncio.gather(first, return_exceptions=True)
    again = type(line)(line.conversation)
    run = centre.resume(again)
    await again.until("music")
    assert len(follower.world["routing"].items) == 1
    await centre.ask(routing.ChangeStatus(centre.advisor, "available"))
    await centre.accept()
    await centre.customer_leaves(line.conversation)
    await asyncio.wait_for(run, 10)
    row = await centre.run_row(line.conversation)
    assert (row["visit"], row["attempt"], row["state"]) == (1, 1, "ended")


async def test_an_advisor_lost_brings_the_customer_back_and_the_flow_takes_over_in_the_end(centre, heard):
    """Interrupted: a new work item of the same run; when nobody takes that one, the flow has the customer again."""
    line = await queueing(centre, wait_seconds_max=1.5)
    await centre.sign_in()
    run = centre.begin(line)
    await centre.accept()
    follower = await centre.services.followers.of(centre.tenant)
    (item,) = follower.world["routing"].items
    await centre.ask(routing.ChangeStatus(centre.advisor, "pause"))
    await centre.ask(routing.InterruptWorkItem(item, "lost"))
    await follower.until(lambda w: item not in w["routing"].items, 10)
    assert len(follower.world["routing"].items) == 1
    await asyncio.wait_for(run, 10)
    assert line.heard[-2:] == ["say fr: Personne n'est libre.", "hung up: flow"]
    assert not any(isinstance(f, FlowEnded) and f.reason == "handed_over" for f in heard)


async def test_a_full_queue_takes_that_exit(centre, heard):
    line = await queueing(centre, length_max=1)
    await centre.sign_in("pause")
    centre.begin(line)
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: w["routing"].items, 10)
    second = await centre.line()
    await centre.begin(second)
    assert second.heard == ["music calm", "say fr: Personne n'est libre.", "hung up: flow"]
