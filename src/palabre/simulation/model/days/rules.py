"""The queues and advisors of a simulated day: rings, bands, NOT, priorities, overflow, hours, four channels' loads."""
from __future__ import annotations

from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules, Requirement, Ring, Share
from palabre.simulation.model.chance import Random

Hours = tuple[tuple[int, int], ...] | None
SHARES = (Share("site", "north", 0.6), Share("site", "south", 0.3))


def skill(name: str, level: int = 1) -> Requirement:
    return Requirement("skill", name, level)


def both(*parts: Requirement) -> Requirement:
    return Requirement("all", parts=parts)


def RULES(start: int) -> tuple[tuple[QueueRules, ...], tuple[QueueRules, ...]]:
    """The day's first rules, and those published after two thirds of it."""
    french = Requirement("any", parts=(skill("fr", 4), both(skill("fr", 2), skill("mobile", 3))))
    calls = QueueRules(
        "calls", "voice", (Ring(0, french, ((4, 6), (7, 10))), Ring(15, skill("fr")), Ring(40, Requirement("all"))),
        wait_seconds_max=700, offer_seconds=15, wrap_up_seconds=12, wrap_up_more_seconds=20, length_max=12,
        shares=SHARES, share_window_seconds=600, callback_priority_seconds=10)
    plain = Requirement("all", parts=(skill("fr"), Requirement("not", parts=(skill("newcomer"),))))
    vip = QueueRules("vip", "voice", (Ring(0, plain), Ring(20, skill("fr"))), target_seconds=15, priority_seconds=200,
                     wait_seconds_max=180, wrap_up_seconds=8, overflow="calls", best_level_first=True)
    chats = QueueRules("chats", "chat", (Ring(0, skill("chat"), ((3, 10),)), Ring(60, Requirement("all"))),
                       target_seconds=60, wait_seconds_max=400, wrap_up_seconds=0, offer_seconds=12,
                       fairness="least_occupied")
    mails = QueueRules("mails", "email", (Ring(0, skill("fr", 2)),), target_seconds=300, wait_seconds_max=900,
                       wrap_up_seconds=5, decline_allowed=False, open=((start, start + 900_000),))
    letters = QueueRules("letters", "email", (Ring(0, Requirement("all")),), target_seconds=120, wait_seconds_max=600,
                         wrap_up_seconds=0, deferrable_below=0.75)
    heavy = QueueRules("heavy", "chat", (Ring(0, skill("chat", 2)),), target_seconds=45, units=200,
                       wait_seconds_max=300, wrap_up_seconds=6)
    ar = QueueRules("arabic", "voice", (Ring(0, skill("ar", 3)),), wait_seconds_max=120, wrap_up_seconds=10)
    later = QueueRules("calls", "voice", (Ring(0, skill("fr", 2)), Ring(25, Requirement("all"))), target_seconds=30,
                       wait_seconds_max=300, wrap_up_seconds=10, length_max=12, fairness="least_occupied",
                       shares=SHARES, share_window_seconds=300)
    return (calls, vip, chats, mails, heavy, ar, letters), (later, vip, chats, mails, heavy, letters)


def advisors_of(chance: Random, number: int) -> list[AdvisorConfigured]:
    return [configured(chance, f"advisor-{n}") for n in range(number)]


def configured(chance: Random, id: str, hours: Hours = None) -> AdvisorConfigured:
    names = ["fr", "mobile", "chat", "ar", "newcomer"]
    skills = tuple((s, chance.randint(1, 10)) for s in names if chance.random() < (0.9 if s == "fr" else 0.5))
    chats = chance.choice((0, 1, 3))
    capacities = [Capacity("voice", 1), Capacity("email", 1)] + ([Capacity("chat", chats)] if chats else [])
    site = ("north", "south", "east")[int(id.rsplit("-", 1)[1]) % 3]
    return AdvisorConfigured(0, id, skills, site, None, tuple(capacities), hours)
