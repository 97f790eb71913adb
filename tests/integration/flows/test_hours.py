"""Hours reach callers: by the step that asks, and by the queues that keep them compiled."""
import datetime

from palabre.flows.actions.calendars import declare_day, save_calendar
from palabre.flows.jobs import refresh_tenant
from palabre.flows.model.calendar import DAY, Calendar, Period, SpecialDay, Week
from palabre.plumbing.identity import now_ms

ALWAYS = Calendar("Africa/Casablanca", Week(*[(Period("00:00", "24:00"),)] * 7))


async def kept(centre, calendar: Calendar) -> str:
    async with centre.web.transaction(centre.scope) as tx:
        return await save_calendar(tx, "ouverture", calendar)


def days_around() -> list[SpecialDay]:
    """Yesterday to tomorrow, wherever it is midnight."""
    today = datetime.date(1970, 1, 1) + datetime.timedelta(days=now_ms() // DAY)
    return [SpecialDay(today + datetime.timedelta(days=n)) for n in (-1, 0, 1)]


async def declare_holidays(centre, calendar: str) -> None:
    async with centre.web.transaction(centre.scope) as tx:
        for day in days_around():
            await declare_day(tx, calendar, day)


async def test_a_holiday_is_heard_by_the_next_caller(centre):
    await centre.prompts(open="Ouvert.", closed="Fermé.")
    calendar = await kept(centre, ALWAYS)
    await centre.flow({
        "hours": {"kind": "business_hours", "calendar": calendar, "next": {"open": "open", "closed": "closed"}},
        "open": {"kind": "hang_up", "prompts": ["open"]}, "closed": {"kind": "hang_up", "prompts": ["closed"]}})
    line = await centre.line()
    await centre.begin(line)
    assert line.heard[0] == "say fr: Ouvert."
    await declare_holidays(centre, calendar)
    line = await centre.line()
    await centre.begin(line)
    assert line.heard[0] == "say fr: Fermé."


async def test_a_holiday_reaches_the_queue_at_once(centre):
    calendar = await kept(centre, ALWAYS)
    await centre.rules(calendar=calendar)
    follower = await centre.services.followers.of(centre.tenant)
    rules = follower.world["routing"].queues[centre.queue]
    assert any(opens <= now_ms() < closes for opens, closes in rules.open)
    assert rules.open[-1][1] > now_ms() + 50 * DAY
    version = follower.world["routing"].version
    await declare_holidays(centre, calendar)
    await follower.until(lambda w: w["routing"].version >= version + 3, 10)
    rules = follower.world["routing"].queues[centre.queue]
    assert not any(opens <= now_ms() < closes for opens, closes in rules.open)


async def test_hours_that_run_out_are_compiled_again_once_a_day(centre):
    await centre.rules(calendar=await kept(centre, Calendar("UTC", Week())))
    done: dict = {}
    assert await refresh_tenant(centre.services, centre.tenant, done)
    assert not await refresh_tenant(centre.services, centre.tenant, done)


async def test_hours_far_ahead_are_left(centre):
    await centre.rules(calendar=await kept(centre, ALWAYS))
    assert not await refresh_tenant(centre.services, centre.tenant, {})


async def test_night_and_holiday_are_told_apart_with_the_next_opening(centre):
    """A night of any week, then a holiday; each caller hears when we open again."""
    calendar = await kept(centre, Calendar("UTC", Week()))
    opens = {"say": "digits", "value": "{opens_on} {opens_at}"}
    await centre.flow({
        "hours": {"kind": "business_hours", "calendar": calendar, "holidays": True,
                  "next": {"open": "open", "closed": "night", "holiday": "feast"}},
        "open": {"kind": "hang_up"},
        "night": {"kind": "hang_up", "prompts": [{"say": "digits", "value": "0"}, opens]},
        "feast": {"kind": "hang_up", "prompts": [{"say": "digits", "value": "1"}, opens]}})

    async def heard() -> str:
        line = await centre.line()
        await centre.begin(line)
        return line.heard[0].removeprefix("say fr: ")

    assert await heard() == "0"  # never open: nothing more to say
    in_three_days = datetime.date(1970, 1, 1) + datetime.timedelta(days=now_ms() // DAY + 3)
    async with centre.web.transaction(centre.scope) as tx:
        await declare_day(tx, calendar, SpecialDay(in_three_days, (Period("08:30", "12:00"),)))
    assert await heard() == f"0 {in_three_days} 08:30"
    await declare_holidays(centre, calendar)
    assert await heard() == f"1 {in_three_days} 08:30"
