"""A calling campaign as its supervisor makes and sees it, and whoever is called, as many at once as there are."""

from __future__ import annotations

import itertools
import time

from people import eventually

NUMBERS = itertools.count(7001)  # 01 99 00: kept free for stories
MESSAGE = "Bonjour, ici Démo Télécom, service clients. Nous vous rappellerons."


def send(person, path: str, text: str | bytes, **query):
    data = text if isinstance(text, bytes) else text.encode()
    answer = person.http.post(path, content=data, params=query, headers={"Content-Type": "text/csv"})
    assert answer.is_success, answer.text
    return answer.json()


def run_campaign(nadia, queue: str, count: int, **more) -> Campaign:
    """Running, with so many numbers of its own. `more`: how it is set."""
    numbers = [f"+33199{next(NUMBERS):06}" for _ in range(count)]
    listed = nadia.post("/api/outbound/lists", {"name": f"Liste {time.time_ns()}"})["id"]
    send(nadia, f"/api/outbound/lists/{listed}/imports", "number\n" + "\n".join(numbers), dry="false", name="n.csv")
    wanted = {"name": f"Campagne {time.time_ns()}", "list": listed, "queue": queue, "country": "SERVICE",
              "message": MESSAGE, "ring_seconds": 30} | more  # fmt: skip
    one = nadia.post("/api/outbound/campaigns", wanted)
    nadia.post(f"/api/outbound/campaigns/{one['id']}/start")
    return Campaign(nadia, one["id"], listed, numbers)


class Campaign:
    def __init__(self, nadia, id: str, listed: str, numbers: list[str]) -> None:
        self.nadia, self.id, self.list, self.numbers = nadia, id, listed, numbers

    def does(self, gesture: str) -> None:
        self.nadia.post(f"/api/outbound/campaigns/{self.id}/{gesture}")

    @property
    def progress(self) -> dict:
        return self.nadia.get(f"/api/outbound/campaigns/{self.id}/progress")

    def until(self, seconds_max: float = 15.0, **wanted) -> dict:
        return eventually(lambda: (p := self.progress) and all(p[k] == v for k, v in wanted.items()) and p, seconds_max)

    def contacts(self, **query) -> list[dict]:
        return self.nadia.get(f"/api/outbound/lists/{self.list}/contacts", **query)["rows"]
