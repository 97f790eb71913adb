"""How a line sounds, and what is done on it."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, PersonId


class LineJudged(Fact, tag="voice.LineJudged.1"):
    """How good a line of this call is from now on. `end`: customer or advisor (whose telephone it is).

    `mos`: 1 to 4.5 by ITU-T G.107; `word`: good, fair, weak, bad. Told when the word changes.
    """

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    mos: float
    word: str


class LineSilent(Fact, tag="voice.LineSilent.1"):
    """Nothing is heard on this line of a talk, though it is neither muted nor on hold; or sound has come back.

    `end`: customer or advisor (whose telephone it is). `why`: no_packets, no_sound (they come empty); '' heard again.
    """

    conversation: ConversationId
    end: str
    advisor: AdvisorId | None
    why: str


class MuteRequested(Fact, tag="voice.MuteRequested.1"):
    """Nothing of what she says is heard (`on`), or it is again."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId
    on: bool


class AbuseReported(Fact, tag="voice.AbuseReported.1"):
    """She was insulted or threatened: her part ends at once, the customer hears the closing words and is hung up."""

    effect: EffectId
    conversation: ConversationId
    advisor: AdvisorId


class AbuseSeen(Fact, tag="voice.AbuseSeen.1"):
    """A supervisor sees to it. `effect`: of the report."""

    effect: EffectId
    person: PersonId
