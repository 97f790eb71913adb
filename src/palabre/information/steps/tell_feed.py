"""Tell news, the weather, or whatever a feed of the tenant holds, with its age; an apology where it is too old."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import Prompt
from palabre.flows.actions.patience import stored
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Identifier, Prompts, Said, Step, step
from palabre.information.actions.feeds import KeptFeed, get_feed
from palabre.information.model import words
from palabre.information.problems import FeedUnknown

ITEMS_SAID_MAX = 10

Fields = Annotated[dict[Identifier, Identifier], msgspec.Meta(max_length=20)]


@step
class TellFeed(Step, tag="tell_feed", frozen=True, kw_only=True):
    """`feed`: its id. `items`: how many of it are said, each ended by any digit, which then counts for what follows.

    `prompts` are said before them; `apology` instead of our own where the feed is stale, then the exit is `stale`.
    `tells_age`: how long ago it was read is said last. `variables`: variable → field of a JSON feed.
    {age_minutes} is bound.
    """

    feed: Annotated[str, msgspec.Meta(extra_json_schema={"x-refers": "feed"})]
    items: Annotated[int, msgspec.Meta(ge=0, le=ITEMS_SAID_MAX)] = 3
    prompts: Prompts = ()
    apology: Prompts = ()
    tells_age: bool = True
    variables: Fields = msgspec.field(default_factory=dict)

    exits: ClassVar[tuple[str, ...]] = ("done", "stale")
    own_names: ClassVar[tuple[str, ...]] = ("age_minutes",)

    def said(self) -> Iterable[Said]:
        return (*self.prompts, *self.apology)

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("feed", self.feed),)

    def binds(self) -> Iterable[str]:
        return ("age_minutes", *self.variables)

    async def run(self, visit: Visit) -> str:
        kept = await self._kept(visit)
        if kept is None or kept.stale:
            return await self._apologise(visit)
        visit.bind("age_minutes", str(kept.age_seconds // 60))
        for variable, field in self.variables.items():
            visit.bind(variable, kept.fields.get(field, ""))
        await self._say(visit, kept)
        return "done"

    async def _kept(self, visit: Visit) -> KeptFeed | None:
        async def read() -> KeptFeed | None:
            async with visit.services.database.transaction(visit.scope) as tx:
                try:
                    return await get_feed(tx, self.feed)
                except FeedUnknown:
                    return None

        return await stored(read)

    async def _say(self, visit: Visit, kept: KeptFeed) -> None:
        """All in one where it is read; item by item where it is heard, so that a digit passes on at once."""
        told = [_text(item.words) for item in kept.items[: self.items]]
        age = [_text(words.age(kept.age_seconds, visit.language))] if self.tells_age else []
        parts = [*(await visit.prompts(self.prompts)), *told, *age]
        if parts:
            visit.typed += await visit.line.say(parts, language=kept.feed.language, interruptible=True)

    async def _apologise(self, visit: Visit) -> str:
        sorry = await visit.prompts(self.apology) or [_text(words.in_language(words.STALE, visit.language))]
        visit.typed += await visit.line.say(sorry, language=visit.language, interruptible=True)
        return "stale"


def _text(text: str) -> Prompt:
    return Prompt("text", text, text)
