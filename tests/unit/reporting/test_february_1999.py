"""Figures of one real month of a bank's calls, by every definition in use: they differ, so each has its name.

The file is the "Anonymous bank" of the Technion (Brown et al., JASA 2005), with all its dirt; where it is absent a
small twin in the same format stands for it. The literature takes every caller who hung up as abandoned; those who
never entered the queue (`q_start` 0:00:00) are told apart here (`in_queue`).
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from palabre.reporting.model.measures import figures
from palabre.reporting.model.rows import ABANDONED, SHORT_ABANDONED, Contact
from palabre.reporting.model.totals import totals

# real data stand beside the checkout, or where PALABRE_REAL_DATA says
DATA = Path(os.environ.get("PALABRE_REAL_DATA") or Path(__file__).parents[4] / "shared/data")
MONTH = DATA / "calls_1999_02.csv.gz"
NEVER = "0:00:00"

# times as they come: an hour of one digit, a negative machine time, a day that ends after midnight, no server
TWIN = """vru+line,call_id,customer_id,priority,type,date,vru_entry,vru_exit,vru_time,\
q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server
AA0101,1,0,0,PS,990201,7:02:47,7:02:56,9,0:00:00,0:00:00,0,AGENT,7:02:55,7:05:41,166,A07
AA0101,2,7,2,PS,990201,8:09:16,8:09:22,6,8:09:22,8:09:27,5,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0101,2,7,2,PS,990201,8:10:00,8:10:08,8,8:10:08,8:11:08,60,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0102,3,0,0,NW,990201,9:00:00,9:00:05,5,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0102,4,8,1,PS,990201,9:30:00,9:29:50,-10,9:29:50,9:30:20,30,AGENT,9:30:20,9:32:20,120,A07
AA0102,5,9,1,PS,990201,9:31:00,9:31:06,6,9:31:06,9:31:26,20,AGENT,9:31:26,9:31:26,0,NO_SERVER
AA0102,6,0,2,PS,990202,13:13:33,13:13:42,9,13:13:42,13:14:12,30,PHANTOM,13:13:40,13:14:18,38,NO_SERVER
AA0103,7,0,0,IN,990202,23:58:00,23:58:10,10,23:58:10,23:59:10,60,AGENT,23:59:10,0:03:10,240,A08
AA0103,8,0,0,IN,990202,23:59:00,23:59:10,10,23:59:10,23:59:40,31,AGENT,23:59:40,0:01:40,121,A08
"""


def seconds(clock: str) -> int:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def month() -> list[dict[str, str]]:
    if not MONTH.exists():
        pytest.skip(f"{MONTH} is not on this machine")
    with gzip.open(MONTH, "rt") as text:
        return list(csv.DictReader(text))


def twin() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(TWIN)))


def contacts(rows: Iterable[dict[str, str]], *, in_queue: bool, short_seconds: int | None = None) -> list[Contact]:
    """Keyed by row, for call ids repeat. Phantoms are no calls: set aside."""
    made = []
    for number, row in enumerate(rows):
        if row["outcome"] == "PHANTOM" or (in_queue and row["outcome"] == "HANG" and row["q_start"] == NEVER):
            continue
        wait = int(row["q_time"]) * 1000
        contact = Contact(str(number), str(number), row["type"], "first", -max(0, int(row["vru_time"])) * 1000, 0)
        if row["outcome"] == "AGENT":
            contact.answered, contact.talk, contact.end = wait, int(row["ser_time"]) * 1000, "handled"
            contact.ended = wait + contact.talk
        else:
            short = short_seconds is not None and wait <= short_seconds * 1000
            contact.ended, contact.end = wait, SHORT_ABANDONED if short else ABANDONED
        made.append(contact)
    return made


def told(rows: list[dict[str, str]], **choice: object) -> dict[str, float | None]:
    found = totals(contacts(rows, **choice), threshold_seconds=20, now=10**12)
    return {f.key: f.value for f in figures(found, threshold_seconds=20)}


def dirt(rows: list[dict[str, str]]) -> Counter[str]:
    """What a reader of this file has to survive, and says that it saw."""
    seen: Counter[str] = Counter()
    for row in rows:
        served = row["outcome"] == "AGENT"
        queued = seconds(row["q_exit"]) - seconds(row["q_start"])
        talked = seconds(row["ser_exit"]) - seconds(row["ser_start"])
        seen["negative_machine_times"] += int(row["vru_time"]) < 0
        seen["answered_without_service"] += served and int(row["ser_time"]) == 0
        seen["answered_by_nobody"] += served and row["server"] == "NO_SERVER"
        seen["phantoms_with_service"] += row["outcome"] == "PHANTOM" and int(row["ser_time"]) > 0
        seen["past_midnight"] += talked < 0
        seen["queue_times_that_do_not_add_up"] += queued != int(row["q_time"])
        seen["service_times_that_do_not_add_up"] += talked != int(row["ser_time"])
    return seen


def percent(value: float | None) -> float:
    assert value is not None
    return round(value * 100, 2)


def test_one_month_by_every_definition() -> None:
    rows = month()
    outcomes = Counter(row["outcome"] for row in rows)
    assert outcomes == {"AGENT": 27_162, "HANG": 5_904, "PHANTOM": 278} and len(rows) == 33_344
    assert len(rows) - len({row["call_id"] for row in rows}) == 17_828
    everyone = told(rows, in_queue=False)
    assert percent(everyone["abandoned_share"]) == 17.86
    assert percent(everyone["service_level_of_offered"]) == 49.02
    assert percent(everyone["service_level_of_answered"]) == 59.68
    assert percent(told(rows, in_queue=False, short_seconds=20)["service_level"]) == 54.27
    shorts = [told(rows, in_queue=False, short_seconds=s)["short_abandoned"] for s in (5, 10, 20)]
    assert shorts == [2_215, 2_604, 3_198]
    entered = told(rows, in_queue=True)
    assert entered["abandoned"] == 3_963 and percent(entered["abandoned_share"]) == 12.73
    assert percent(entered["service_level"]) == 52.08
    without_short = told(rows, in_queue=True, short_seconds=5)
    assert (percent(without_short["abandoned_share"]), percent(without_short["service_level"])) == (11.96, 52.54)
    assert (round(everyone["asa"], 1), round(everyone["asa_waited"], 1), round(everyone["aht"], 1)) == (
        40.8,
        78.6,
        176.4,
    )


def test_its_dirt_is_seen() -> None:
    assert dirt(month()) == {
        "negative_machine_times": 25,
        "answered_without_service": 85,
        "answered_by_nobody": 491,
        "phantoms_with_service": 277,
        "past_midnight": 16,
        "queue_times_that_do_not_add_up": 2,
        "service_times_that_do_not_add_up": 16,
    }


def test_a_small_twin_by_every_definition() -> None:
    everyone = told(twin(), in_queue=False)
    assert (everyone["offered"], everyone["answered"], everyone["abandoned"]) == (8, 5, 3)
    assert everyone["service_level_of_offered"] == 2 / 8 and everyone["service_level_of_answered"] == 2 / 5
    assert everyone["asa"] == (0 + 30 + 20 + 60 + 31) / 5 and everyone["asa_waited"] == (30 + 20 + 60 + 31) / 4
    assert (everyone["wait_p50"], everyone["wait_p90"], everyone["longest_wait"]) == (30, 60, 60)
    entered = told(twin(), in_queue=True, short_seconds=5)
    assert (entered["abandoned"], entered["short_abandoned"], entered["service_level"]) == (1, 1, 2 / 6)
    assert everyone["aht"] == (166 + 120 + 0 + 240 + 121) / 5


def test_the_twins_dirt_is_seen() -> None:
    assert dirt(twin()) == {
        "negative_machine_times": 1,
        "answered_without_service": 1,
        "answered_by_nobody": 1,
        "phantoms_with_service": 1,
        "past_midnight": 2,
        "queue_times_that_do_not_add_up": 1,
        "service_times_that_do_not_add_up": 2,
    }
