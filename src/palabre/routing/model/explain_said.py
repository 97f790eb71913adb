"""An explanation told in full sentences, in one of three languages (model/explain_words)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from palabre.foundations.clock import HOUR, MINUTE, SECOND, Instant
from palabre.foundations.ids import AdvisorId
from palabre.routing.model.blockers import Blocker
from palabre.routing.model.explain import Next, WhyHer, WhyNotHer, WhyWaiting
from palabre.routing.model.explain_words import COMING, DECIDED, KEPT, LANGUAGES, SAID, UNITS, URGENCY, Words

PEOPLE_SAID, NEXT_SAID = 8, 3


class Teller(msgspec.Struct):
    """`names`: of those who may be named, anybody else is somebody. To the `reader` it is said "you".

    `past`: it is told of an instant that is over.
    """

    language: str
    names: Mapping[str, str]
    reader: AdvisorId | None = None
    past: bool = False

    def waiting(self, why: WhyWaiting, now: Instant) -> list[str]:
        waited = now - why.since
        came = self._say("waited", time=self.lasting(waited)) if waited >= SECOND else self._say("came")
        said = [*self._then(), came]
        if not why.able:
            return [*said, self._say("nobody_able"), *self._coming(why.next, now)]
        said.append(self._counted("able", why.able))
        said.append(self._counted("free", why.free) if why.free else self._say("none_free"))
        if why.ahead:
            said.append(self._counted("ahead", why.ahead))
        if why.offered_to:
            said.append(self._of("rings", why.offered_to))
        named = [p for p in why.people if p.blockers and self._known(p.advisor)][:PEOPLE_SAID]
        said += [self._kept(p.advisor, p.blockers, now) for p in named]
        if named and (hidden := why.able - why.free - len(named)) > 0:
            said.append(self._counted("other", hidden) if hidden == 1 else self._say("others", n=hidden))
        return [*said, *self._coming(why.next, now)]

    def her(self, why: WhyHer) -> list[str]:
        said = [self._of("given", why.advisor), self._pick(DECIDED[why.decided_by])]
        if why.runner_up and self._known(why.runner_up.advisor):
            said.append(self._say("next", other=self._name(why.runner_up.advisor)))
        if why.free > 1:
            said.append(self._say("were_free", n=why.free))
        return [*said, self._pick(URGENCY[why.urgency])]

    def not_her(self, why: WhyNotHer, advisor: AdvisorId, now: Instant, *, hers: bool = False) -> list[str]:
        """`hers`: the offer that is asked about was made to her."""
        if hers:
            return [self._of("own_offer", advisor)]
        said = [self._of("not_given", advisor), *self._then()] if self.past else []
        if why.blockers:
            return [*said, self._kept(advisor, why.blockers, now)]
        if not why.decided_by:
            return [*said, self._of("turn", advisor)]
        known = why.other is not None and self._known(why.other.advisor)
        first = self._say("other_first", other=self._name(why.other.advisor)) if known else self._say("somebody_first")
        return [*said, first, self._pick(DECIDED[why.decided_by])]

    # -- sentences

    def lasting(self, ms: int) -> str:
        """The two largest units: 40 s · 2 min 10 s · 3 h 05 min."""
        seconds, minutes, hours = (self._pick(unit) for unit in UNITS)
        ms = max(0, ms)
        if ms < MINUTE:
            return f"{-(-ms // SECOND)} {seconds}"
        if ms < HOUR:
            rest = ms % MINUTE // SECOND
            return f"{ms // MINUTE} {minutes}" + (f" {rest} {seconds}" if rest else "")
        return f"{ms // HOUR} {hours} {ms % HOUR // MINUTE:02} {minutes}"

    def _then(self) -> list[str]:
        return [self._say("then")] if self.past else []

    def _kept(self, advisor: AdvisorId, kept: list[Blocker], now: Instant) -> str:
        return " ".join(self._blocker(advisor, one, now) for one in kept)

    def _blocker(self, advisor: AdvisorId, blocker: Blocker, now: Instant) -> str:
        of, to = KEPT[blocker.code]
        said = self._pick(to if advisor == self.reader else of, who=self._name(advisor))
        ends = blocker.until > now and not self.past
        return f"{said} {self._say('until', time=self.lasting(blocker.until - now))}" if ends else said

    def _coming(self, coming: list[Next], now: Instant) -> list[str]:
        """What would come next; of the past it is known what came."""
        return [] if self.past else [self._next(one, now) for one in coming[:NEXT_SAID]]

    def _next(self, one: Next, now: Instant) -> str:
        named, nameless = COMING[one.code]
        ring = str(int(one.detail) + 1) if one.code == "ring_opens" else ""
        who = self._name(AdvisorId(one.detail)) if self._known(one.detail) else ""
        return self._pick(named if who else nameless, who=who, ring=ring, left=self.lasting(one.at - now))

    def _of(self, key: str, advisor: AdvisorId) -> str:
        """About somebody, or to the reader herself."""
        return self._say(f"{key}_you") if advisor == self.reader else self._say(key, who=self._name(advisor))

    def _counted(self, key: str, n: int) -> str:
        return self._say(f"one_{key}") if n == 1 else self._say(key, n=n)

    def _known(self, advisor: str) -> bool:
        return advisor == self.reader or bool(self.names.get(advisor))

    def _name(self, advisor: str) -> str:
        return self.names.get(advisor) or self._say("somebody")

    def _say(self, key: str, **given: object) -> str:
        return self._pick(SAID[key], **given)

    def _pick(self, words: Words, **given: object) -> str:
        said = words[LANGUAGES.index(self.language) if self.language in LANGUAGES else 0]
        said = said.format(**given) if given else said
        return said[:1].upper() + said[1:] if said.endswith(".") else said
