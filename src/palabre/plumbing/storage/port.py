"""Where sealed bytes lie: what a directory and an S3 bucket are both asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from palabre.foundations.problems import Problem


class BlobsUnavailable(Problem):
    """The storage does not answer, or refuses us: nothing was kept, asking again later may succeed."""

    code, status = "blobs.unavailable", 503


class Missing(Exception):
    """There is no such file."""


class Storage(Protocol):
    """Names are `tenant/xx/id`. All methods raise BlobsUnavailable when the place cannot be reached in time."""

    async def write(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Whole and durable on return. On an error `remove` is called by whoever asked."""

    def read(self, name: str) -> AsyncIterator[bytes]:
        """Its bytes, in pieces of the storage's own size; Missing when it is not there."""

    async def remove(self, name: str) -> None:
        """The file and whatever is left of interrupted writes to this name; nothing to remove is well too."""

    async def close(self) -> None: ...


class Bucket(msgspec.Struct, frozen=True):
    """`endpoint` empty: Amazon's of that region. `prefix` without a slash at either end."""

    name: str
    prefix: str
    endpoint: str
    region: str
    access_key: str
    secret: str

    def __repr__(self) -> str:
        return f"Bucket({self.name}/{self.prefix})"

    def key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name
