"""What has been told of a view, and when each key last changed: changes for those who listen, or since a number.

A desk resumes by number, never by a time window (PAINS 7).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from palabre.desk.model.entities import ME, TILES, Entity, Key

UNNUMBERED = (ME, TILES)  # what changes in them without a fact has no number: sent to whoever resumes
REMOVED_MAX = 2_000  # keys gone that are remembered, for those who resume


class Changes(msgspec.Struct):
    set: dict[Key, Entity] = msgspec.field(default_factory=dict)
    unset: list[Key] = msgspec.field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.set or self.unset)


class Screen:
    """`number`: of the last fact it knows. `oldest`: from which number on changes can be told."""

    def __init__(self, entities: Mapping[Key, Entity], number: int) -> None:
        self.entities: dict[Key, Entity] = dict(entities)
        self.number = self.oldest = number
        self._changed: dict[Key, int] = {}
        self._removed: dict[Key, int] = {}  # in the order of their going

    def replace(self, entities: Mapping[Key, Entity], number: int) -> Changes:
        """The whole view anew."""
        gone = [key for key in self.entities if key not in entities]
        return self.update({**entities, **dict.fromkeys(gone)}, number)

    def update(self, part: Mapping[Key, Entity | None], number: int) -> Changes:
        """Some keys, as they are now (None: gone); only what differs is a change."""
        changes = Changes()
        self.number = number
        for key, entity in part.items():
            if entity is None:
                if self.entities.pop(key, None) is not None:
                    changes.unset.append(key)
                    self._changed.pop(key, None)
                    self._removed[key] = number
            elif self.entities.get(key) != entity:
                self.entities[key] = changes.set[key] = entity
                self._removed.pop(key, None)
                self._changed[key] = number
        self._forget()
        return changes

    def _forget(self) -> None:
        while len(self._removed) > REMOVED_MAX:
            key = next(iter(self._removed))
            self.oldest = max(self.oldest, self._removed.pop(key))

    def since(self, number: int) -> Changes | None:
        """What one who knew `number` lacks; None when that is too long ago, or not yet."""
        if not self.oldest <= number <= self.number:
            return None
        changed = {key: self.entities[key] for key, at in self._changed.items() if at > number}
        changed |= {key: self.entities[key] for key in UNNUMBERED if key in self.entities}
        return Changes(changed, [key for key, at in self._removed.items() if at > number])
