"""The hand of each kind."""

from __future__ import annotations

from palabre.moving.actions.hands.advisors import Advisors
from palabre.moving.actions.hands.customers import Customers
from palabre.moving.actions.hands.do_not_call import Unwanted
from palabre.moving.actions.hands.hours import Hours
from palabre.moving.actions.hands.numbers import Numbers
from palabre.moving.actions.hands.prompts import Prompts
from palabre.moving.actions.hands.queues import Queues
from palabre.moving.actions.hands.skills import Skills
from palabre.moving.actions.hands.work import Hand
from palabre.plumbing.services import Services


def hands(services: Services) -> dict[str, Hand]:
    return {
        "skills": Skills(), "hours": Hours(), "queues": Queues(), "prompts": Prompts(services.blobs),
        "numbers": Numbers(), "advisors": Advisors(), "customers": Customers(), "do_not_call": Unwanted(),
    }  # fmt: skip
