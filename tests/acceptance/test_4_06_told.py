"""Issue 4, points 5 and 6: what callers are told is what they hear, word by word.

What a machine says is the same sound each time: each sentence is heard once by itself, then sought in what a caller is
told. Nights and holidays answer by tones of their own.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from people import eventually
from switchboard import EXITS, Switchboard
from telephone import CALLER_HERTZ, Telephone
from telephone_sound import likeness
from test_4_01_lines import tone
from test_4_05_information import NEWS, World

BYE = {"kind": "hang_up"}
NIGHT_HERTZ, HOLIDAY_HERTZ = 1170, 1330
THE_SAME, ANOTHER = 0.7, 0.5
DAKAR = ZoneInfo("Africa/Dakar")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SORRY = "Nous sommes désolés, cette information n'est pas disponible pour le moment."


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.server.shutdown()


@pytest.fixture(scope="module")
def alone(board):
    """`alone(said…)`: the sound of these by themselves, as a caller hears them."""

    def heard(*said: Any) -> np.ndarray:
        line = board.number({"say": {"kind": "say", "prompts": list(said), "next": {"done": "bye"}}, "bye": BYE})
        with taping(board) as caller:
            caller.rings_out(line.number, "0199006701")
            caller.until_over(30)
            return caller.sound.taped()

    return heard


def taping(board) -> Telephone:
    made = Telephone(board.centre, hertz=0)
    made.sound.tape = []
    return made


def prompt(nadia, name: str, text: str) -> str:
    nadia.put(f"/api/prompts/{name}/fr", {"text": text})
    return name


def hours(nadia, periods: list[dict], **more: Any) -> str:
    week = dict.fromkeys(DAYS, periods)
    asked = {"name": f"Horaires {time.time_ns()}", "calendar": {"zone": DAKAR.key, "week": week, **more}}
    return nadia.post("/api/calendars", asked)["id"]


def test_nights_and_holidays_are_told_apart_and_day_goes_to_the_queue(board, nadia):
    for name, hertz in (("night_voice", NIGHT_HERTZ), ("holiday_voice", HOLIDAY_HERTZ)):
        sound = {"content": tone(hertz), "headers": {"content-type": "audio/wav"}}
        assert nadia.http.put(f"/api/prompts/{name}/fr/recording", **sound).is_success
    always, minute = [{"begin": "00:00", "end": "24:00"}], datetime.timedelta(minutes=2)
    now = datetime.datetime.now(DAKAR)
    over = (now - minute).strftime("%H:%M") if now.hour or now.minute > 4 else "00:00"
    calendars = {"night": hours(nadia, [{"begin": "00:00", "end": over}] if over > "00:00" else []),
                 "day": hours(nadia, always)}  # fmt: skip
    lines = {}
    for name, calendar in calendars.items():
        steps = {"hours": {"kind": "business_hours", "calendar": calendar, "holidays": True,
                           "next": {"open": "wait", "closed": "night", "holiday": "holiday"}},
                 "night": {"kind": "say", "prompts": ["night_voice"], "next": {"done": "bye"}},
                 "holiday": {"kind": "say", "prompts": ["holiday_voice"], "next": {"done": "bye"}},
                 "wait": board.waits(), "bye": BYE}  # fmt: skip
        lines[name] = board.number(steps)
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(lines["night"].number, "0199006711")
        caller.until_hears(NIGHT_HERTZ)
        caller.until_over()
        caller.rings_out(lines["day"].number, "0199006712")
        caller.until_music()
        caller.hang_up()
        today = datetime.datetime.now(DAKAR).date().isoformat()
        nadia.post(f"/api/calendars/{calendars['day']}/holidays", {"date": today, "name": "Fête"})
        caller.rings_out(lines["day"].number, "0199006713")
        caller.until_hears(HOLIDAY_HERTZ)  # declared a moment ago
        caller.until_over()
        nadia.ask("DELETE", f"/api/calendars/{calendars['day']}/holidays/{today}")
        caller.rings_out(lines["day"].number, "0199006714")
        caller.until_music()
        caller.hang_up()


def test_her_place_is_said_and_gets_better_as_others_leave(board, nadia, alone):
    first, second = (alone({"say": "number", "value": str(n)}) for n in (1, 2))
    queue = {**board.waits(), "announce": [{"say": "number", "value": "{position}"}], "announce_seconds": 2.0,
             "announce_first_seconds": 1.0, "next": EXITS}  # fmt: skip
    line = board.number({"wait": queue, "bye": BYE})
    with Telephone(board.centre, hertz=0) as before, taping(board) as her:
        before.rings_out(line.number, "0199006721")
        before.until_music()
        her.rings_out(line.number, "0199006722")
        her.until_music()
        eventually(lambda: likeness(her.sound.taped(), second) > THE_SAME, 20)
        assert likeness(her.sound.taped(), first) < ANOTHER, "she is second, and is told nothing else"
        before.hang_up()
        her.sound.tape = []
        eventually(lambda: likeness(her.sound.taped(), first) > THE_SAME, 20)
        her.hang_up()


def test_no_minutes_are_said_where_the_estimate_has_proved_nothing(board, nadia, alone):
    """A queue without a past: a number would be a guess."""
    words = alone(prompt(nadia, "minutes_voice", "Vous attendrez environ"))
    queue = {**board.waits(), "announce": [prompt(nadia, "place_voice", "Votre rang")], "announce_seconds": 2.0,
             "announce_wait": ["minutes_voice", {"say": "number", "value": "{wait_minutes}"}],
             "announce_first_seconds": 1.0}  # fmt: skip
    line = board.number({"wait": queue, "bye": BYE})
    place = alone("place_voice")
    with taping(board) as her:
        her.rings_out(line.number, "0199006731")
        her.until_music()
        eventually(lambda: likeness(her.sound.taped(), place) > THE_SAME, 20)
        her.until_more(3.0)
        assert likeness(her.sound.taped(), words) < ANOTHER
        her.hang_up()


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_news_of_each_kind_are_heard_with_their_age_and_a_stale_one_is_an_apology(board, world, nadia, alone, kind):
    now, old = datetime.datetime.now(datetime.UTC), datetime.datetime(2020, 11, 2, 10, tzinfo=datetime.UTC)
    feed: dict[str, Any] = {"age_of": "content", "stale_seconds": 86_400, "language": "fr"}
    if kind == "json":
        feed |= {"format": "json", "fields": {"sky": "weather.sky", "at": "at"}, "words": "Ciel {sky}", "date": "at"}
    pages = {True: page(kind, now), False: page(kind, old)}
    news = alone(prompt(nadia, "news_voice", "Ciel couvert." if kind == "json" else "Marché demain."))
    sorry = alone(prompt(nadia, "sorry_voice", SORRY))
    lines = {}
    for fresh, body in pages.items():
        path = f"/{kind}/{fresh}"
        world.pages[path] = (200, body)
        asked = feed | {"url": f"{world.url}{path}"}
        id = nadia.post("/api/information/feeds", {"name": f"{path} {time.time_ns()}", "feed": asked})["id"]
        kept = lambda id=id: next(f for f in nadia.get("/api/information/feeds")["rows"] if f["id"] == id)
        eventually(lambda kept=kept: kept()["outcome"] == "read")
        step = {"kind": "tell_feed", "feed": id, "next": {"done": "bye", "stale": "bye"}}
        lines[fresh] = board.number({"news": step, "bye": BYE})
    told = {}
    for fresh, line in lines.items():
        with taping(board) as caller:
            caller.rings_out(line.number, "0199006741")
            caller.until_over(30)
            told[fresh] = caller.sound.taped()
    assert likeness(told[True], news) > THE_SAME and likeness(told[True], sorry) < ANOTHER
    assert likeness(told[False], sorry) > THE_SAME and likeness(told[False], news) < ANOTHER
    age = alone(prompt(nadia, "age_voice", "Information relevée à l'instant."))
    assert likeness(told[True], age) > THE_SAME and likeness(told[False], age) < ANOTHER


def page(kind: str, at: datetime.datetime) -> str:
    if kind == "json":
        return json.dumps({"weather": {"sky": "couvert"}, "at": at.isoformat()})
    if kind == "rss":
        return NEWS.format(at.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    return (f'<feed xmlns="http://www.w3.org/2005/Atom"><updated>{at.isoformat()}</updated><entry>'
            f"<title>Marché demain</title><updated>{at.isoformat()}</updated></entry></feed>")  # fmt: skip


def test_information_on_a_number_that_is_free_until_answered_is_early_media(board, world, nadia, alone):
    """Nobody is reached: nothing is charged, though the whole of it was heard (L224-38)."""
    world.pages["/free"] = (200, page("rss", datetime.datetime.now(datetime.UTC)))
    asked = {"url": f"{world.url}/free", "age_of": "content", "stale_seconds": 86_400, "language": "fr"}
    id = nadia.post("/api/information/feeds", {"name": f"libre {time.time_ns()}", "feed": asked})["id"]
    eventually(lambda: next(f for f in nadia.get("/api/information/feeds")["rows"] if f["id"] == id)["outcome"])
    news = alone(prompt(nadia, "news_voice", "Marché demain."))
    step = {"kind": "tell_feed", "feed": id, "next": {"done": "bye", "stale": "bye"}}
    line = board.number({"news": step, "bye": BYE}, free_until_answered=True)
    with taping(board) as caller:
        caller.calls_number(line.number, "0199006751")
        caller.until_over(30)
        codes = [code for _, code in caller.told]
        assert 183 in codes and 200 not in codes and codes[-1] >= 400
        assert likeness(caller.sound.taped(), news) > THE_SAME
