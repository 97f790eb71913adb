"""Issue 3, point 3: why still waiting, why her, why not me, while it waits and when it is over, in three languages.

That each named blocker is the true one is checked by counterfactual on simulated days
(tests/simulation/test_explanations.py); here once over the wires: the blocker goes, and the offer is made."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from people import Advisor, Person, Visitor, eventually

# of one sentence each explanation must hold, in the reader's language
AT_LUNCH = {"fr": "Paul Martin n’est pas disponible.", "en": "Paul Martin is not available.",
            "ar": "Paul Martin غير متاح."}  # fmt: skip
YOU = {"fr": "Vous n’êtes pas disponible.", "en": "You are not available.", "ar": "أنت غير متاح."}
ONLY = {"fr": "Personne d’autre ne pouvait la prendre à cet instant.",
        "en": "Nobody else could take it at that moment.",
        "ar": "لم يكن أحد غيره يستطيع أخذها في تلك اللحظة."}  # fmt: skip
THEN = {"fr": "Voici comment c’était à cet instant.", "en": "This is how things stood at that moment.",
        "ar": "هكذا كان الوضع في تلك اللحظة."}  # fmt: skip


class Case:
    """A chat that waited for Paul, who was at lunch while Awa was away; he came back, answered, and it is over."""

    def __init__(self, claire: Person, paul: Advisor, awa: Advisor, customer: Visitor) -> None:
        paul.be("lunch")
        awa.be("away")
        customer.writes("Bonjour")
        customer.presses("1")
        customer.until(lambda: customer.state.get("state") == "waiting")
        waiting = eventually(lambda: claire.get("/api/routing/waiting"))
        self.item, self.conversation, self.queue = (waiting[-1][k] for k in ("item", "conversation", "queue"))
        self.while_waiting = {language: self._asked(claire, paul, language) for language in AT_LUNCH}
        paul.be("available")
        self.offer = paul.offered()["offer"]
        self.conversation = paul.accepts()
        paul.ends(self.conversation)
        self.ended = round(time.time() * 1000)
        story = f"/api/routing/conversations/{self.conversation}/story"
        eventually(lambda: claire.get(f"/api/conversations/{self.conversation}")["state"] == "closed")
        self.story = claire.get(story)

    def _asked(self, claire: Person, paul: Advisor, language: str) -> dict:
        hers, his = speaks(claire, language), speaks(paul, language)
        return {
            "waiting": hers.get(f"/api/routing/items/{self.item}/why"),
            "not_me": his.get(f"/api/routing/items/{self.item}/why-not/{paul.id}"),
        }


def speaks(person: Person, language: str) -> Person:
    person.patch("/api/me", {"language": language})
    return person


@pytest.fixture(scope="module")
def case(running, claire) -> Iterator[tuple]:
    paul, awa, customer = running.advisor("paul"), running.advisor("awa"), running.visitor()
    try:
        yield Case(claire, paul, awa, customer), paul, awa
    finally:
        for one in (claire, paul, awa):
            speaks(one, "fr")
        customer.leaves()
        paul.leave()
        awa.leave()


@pytest.mark.parametrize("language", AT_LUNCH)
class TestInThreeLanguages:
    def test_why_it_still_waits(self, case, language):
        told = case[0].while_waiting[language]["waiting"]
        assert AT_LUNCH[language] in told["said"], told["said"]
        assert all(sentence.endswith(".") for sentence in told["said"])
        assert told["why"]["able"] >= 1 and told["why"]["free"] == 0

    def test_why_not_me_while_it_waits(self, case, language):
        told = case[0].while_waiting[language]["not_me"]
        assert told["said"] == [YOU[language]] and told["blockers"][0]["detail"] == "lunch"

    def test_why_it_had_waited_when_it_is_over(self, case, claire, language):
        told = speaks(claire, language).get(f"/api/routing/items/{case[0].item}/waited")
        assert told["said"][0] == THEN[language] and AT_LUNCH[language] in told["said"]
        assert told["estimate"] is None and told["at"] < case[0].ended

    def test_why_her_when_it_is_over(self, case, claire, language):
        told = speaks(claire, language).get(f"/api/routing/offers/{case[0].offer}/why")
        assert ONLY[language] in told["said"] and any("Paul Martin" in one for one in told["said"])

    def test_why_not_me_when_it_is_over(self, case, language):
        _, _, awa = case
        told = speaks(awa, language).get(f"/api/routing/offers/{case[0].offer}/why-not/{awa.id}")
        assert THEN[language] in told["said"] and YOU[language] in told["said"][-1]


def test_remove_what_it_names_and_the_offer_is_made(case):
    kept = next(p for p in case[0].while_waiting["fr"]["waiting"]["why"]["people"] if p["advisor"] == case[1].id)
    assert [b["code"] for b in kept["blockers"]] == ["status"]
    assert case[0].story[-1]["offers"][-1]["offer"] == case[0].offer, "he came back, and was offered it"


def test_where_it_waited_and_whom_it_rang_at(case):
    told, paul = case[0].story, case[1]
    assert [(one["item"], one["queue"], one["end"]) for one in told] == [(case[0].item, case[0].queue, "accepted")]
    assert [(r["advisor"], r["end"]) for r in told[0]["offers"]] == [(paul.id, "accepted")]
    assert told[0]["since"] < told[0]["offers"][0]["at"] <= told[0]["until"]


def test_she_who_answered_asks_of_her_own_and_learns_nothing_of_others(case):
    mine, paul, awa = case
    assert paul.get(f"/api/routing/conversations/{mine.conversation}/story") == mine.story
    told = paul.get(f"/api/routing/items/{mine.item}/waited")
    assert {p["advisor"] for p in told["why"]["people"]} == {paul.id} and told["why"]["able"] >= 1
    for path in (f"conversations/{mine.conversation}/story", f"items/{mine.item}/waited", f"offers/{mine.offer}/why"):
        awa.get(f"/api/routing/{path}", status=403)


def test_what_is_over_is_told_of_the_instant_that_is_asked(case, claire):
    mine = case[0]
    rang = mine.story[-1]["offers"][-1]
    told = claire.get(f"/api/routing/items/{mine.item}/waited", at=rang["at"])
    assert told["why"]["offered_to"] == rang["advisor"] and told["at"] == rang["at"]
    over = claire.get(f"/api/routing/items/{mine.item}/waited", at=mine.ended, status=404)
    assert over["code"] == "routing.work_item_unknown"
