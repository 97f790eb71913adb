"""Explanations in full sentences: every code has its words, in three languages, and nothing is left to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from palabre.routing.model.blockers import Blocker
from palabre.routing.model.choice import CRITERIA, Candidate
from palabre.routing.model.explain import Next, Person, WhyHer, WhyNotHer, WhyWaiting
from palabre.routing.model.explain_said import Teller
from palabre.routing.model.explain_words import COMING, DECIDED, KEPT, LANGUAGES, SAID, URGENCY

NOW = 1_000_000
NAMES = {"a": "Awa Diop", "b": "Paul Martin"}
MODEL = Path(__file__).parents[3] / "src/palabre/routing/model"


def waiting(**more) -> WhyWaiting:
    kept = [Person("a", [Blocker("status", detail="lunch")]), Person("b", [Blocker("wrap_up", NOW + 40_000, "1.2")])]
    coming = [Next(NOW + 40_000, "wrap_up_ends", "b"), Next(NOW + 600_000, "longest_wait")]
    told = {"item": "1.1", "queue": "q", "since": NOW - 130_000, "ring": 0, "rings": 1, "able": 3, "ahead": 1,
            "by_blocker": {}, "people": kept, "next": coming, "overflow": None}  # fmt: skip
    return WhyWaiting(**(told | more))


def her(**more) -> WhyHer:
    one = Candidate("a", False, 0, 0, 0, 0, 0, 0)
    other = Candidate("b", False, 0, 0, 0, 0, 0, 5)
    told = {"offer": "1.5", "item": "1.1", "queue": "q", "advisor": "a", "at": NOW, "free": 2, "decided_by": "idle",
            "chosen": one, "runner_up": other, "choices": 1, "urgency": "only"}  # fmt: skip
    return WhyHer(**(told | more))


def tables():
    yield from ((f"kept {c} {w}", words) for c, both in KEPT.items() for w, words in zip("ofto", both, strict=False))
    yield from ((f"coming {c}", words) for c, both in COMING.items() for words in both)
    for table in (DECIDED, URGENCY, SAID):
        yield from table.items()


@pytest.mark.parametrize(("code", "words"), list(tables()))
def test_each_sentence_stands_in_three_languages(code, words):
    assert len(words) == len(LANGUAGES) and all(words) and len(set(words)) == 3
    wanted = set(re.findall(r"{\w+}", words[0]))
    assert wanted <= {"{who}", "{other}", "{time}", "{left}", "{ring}", "{n}"}
    assert all(wanted == set(re.findall(r"{\w+}", one)) for one in words), code
    if code != "somebody":
        assert all(one.endswith(".") for one in words)


def test_every_code_of_the_models_has_words():
    told = set(re.findall(r'Blocker\("(\w+)"', (MODEL / "blockers.py").read_text()))
    assert told == set(KEPT)
    assert set(CRITERIA) | {"only", "reserved"} == set(DECIDED)
    ending = ("wrap_up", "offer", "declined", "reservation", "withheld", "hours", "preferred")
    assert {f"{code}_ends" for code in ending} | {"ring_opens", "longest_wait"} == set(COMING)


def test_why_it_waits():
    assert Teller("fr", NAMES).waiting(waiting(), NOW) == [
        "La conversation attend depuis 2 min 10 s.",
        "3 personnes peuvent la prendre.",
        "Aucune n’est libre à cet instant.",
        "Une conversation plus pressante passe avant elle.",
        "Awa Diop n’est pas disponible.",
        "Paul Martin est en fin de traitement. Cela prend fin dans 40 s au plus.",
        "Une autre personne n’est pas nommée ici.",
        "Dans 40 s au plus, la fin de traitement de Paul Martin s’achève.",
        "Dans 10 min au plus, l’attente la plus longue est atteinte et le parcours décide de la suite.",
    ]


def test_of_the_past_nothing_is_said_to_come():
    said = Teller("en", NAMES, reader="a", past=True).waiting(waiting(since=NOW, ahead=0), NOW)
    assert said[:3] == ["This is how things stood at that moment.", "The conversation has just come into the queue.",
                        "3 people can take it."]  # fmt: skip
    assert "You are not available." in said and not any("within" in one.lower() for one in said)


def test_why_her_and_to_herself():
    assert Teller("fr", NAMES).her(her()) == [
        "L’offre a été faite à Awa Diop.", "Qui est libre depuis le plus longtemps passe d’abord.",
        "Ensuite venait Paul Martin.", "2 personnes étaient libres.",
        "Aucune autre conversation ne pouvait être proposée.",
    ]  # fmt: skip
    own = Teller("ar", {}, reader="a").her(her())
    assert own[0] == "قُدم العرض إليك." and not any("Paul" in one for one in own)


def test_why_not_her():
    other = Candidate("a", False, 0, 0, 0, 0, 0, 0)
    past = Teller("en", NAMES, reader="b", past=True)
    first = WhyNotHer([], "idle", other, other)
    assert past.not_her(first, "b", NOW)[-2:] == ["Awa Diop came first.", "Whoever has been free longest goes first."]
    assert past.not_her(WhyNotHer([Blocker("talking", detail="1.1")]), "b", NOW)[-1] == "You are in a conversation."
    assert past.not_her(first, "a", NOW, hers=True) == ["The offer was made to Awa Diop."]
    assert Teller("fr", {}).not_her(WhyNotHer([]), "a", NOW) == [
        "Rien ne retient quelqu’un : la conversation viendra à son tour."
    ]


@pytest.mark.parametrize(("ms", "said"), [(1, "1 s"), (59_000, "59 s"), (60_000, "1 min"), (3_660_000, "1 h 01 min")])
def test_how_long(ms, said):
    assert Teller("fr", {}).lasting(ms) == said
