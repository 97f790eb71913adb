"""Blobs in a bucket of S3, or of what speaks its protocol, by parts of 8 MiB: one at a time in memory.

What is small goes in one request, what is larger in a multipart upload. One that fails, or is cut with its process, is
found again and aborted by its name (`remove`), never by its age.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from palabre.plumbing.storage.port import BlobsUnavailable, Bucket, Missing

PART_BYTES = 8 * 1024 * 1024  # S3 asks 5 MiB at least and 10,000 parts at most
READ_BYTES = 256 * 1024
CONNECT_SECONDS, SILENCE_SECONDS = 5, 20  # of one request
TRIES_MAX = 3  # of one request, and of a reading that is cut
CONNECTIONS_MAX = 16
_CUT = (aiohttp.ClientError, HTTPClientError, TimeoutError, ConnectionError)
_FAILED = (BotoCoreError, ClientError, *_CUT)


class S3:
    """Opens its connections at the first use; `close()` ends them."""

    def __init__(self, bucket: Bucket) -> None:
        self._place, self._open, self._opening = bucket, AsyncExitStack(), asyncio.Lock()
        self._client: Any = None

    async def write(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        waiting, upload, parts = bytearray(), "", []
        async for piece in pieces:
            waiting += piece
            if len(waiting) >= PART_BYTES:
                upload = upload or (await self._ask("create_multipart_upload", name))["UploadId"]
                parts.append(await self._part(name, upload, len(parts) + 1, waiting))
                waiting = bytearray()
        if not upload:
            await self._ask("put_object", name, Body=bytes(waiting))
            return
        if waiting:
            parts.append(await self._part(name, upload, len(parts) + 1, waiting))
        await self._ask("complete_multipart_upload", name, UploadId=upload, MultipartUpload={"Parts": parts})

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """A connection cut on the way is taken up at the byte where it was cut, of the same version of the file."""
        done, tag, tries = 0, {}, 0
        while True:
            answer = await self._ask("get_object", name, **({"Range": f"bytes={done}-"} | tag if done else {}))
            tag, whole = {"IfMatch": answer["ETag"]}, done + answer["ContentLength"]
            try:
                async with answer["Body"] as body:
                    while piece := await body.read(READ_BYTES):
                        done += len(piece)
                        yield piece
            except _FAILED as error:
                tries += 1
                if tries >= TRIES_MAX:
                    raise BlobsUnavailable(why=type(error).__name__) from error
            if done >= whole:
                return

    async def remove(self, name: str) -> None:
        bucket = await self._connected()
        listed = await self._tell(bucket.list_multipart_uploads(Bucket=self._place.name, Prefix=self._place.key(name)))
        for upload in listed.get("Uploads", ()):
            if upload["Key"] == self._place.key(name):
                await self._abort(name, upload["UploadId"])
        await self._ask("delete_object", name)

    async def close(self) -> None:
        await self._open.aclose()
        self._client = None

    async def _part(self, name: str, upload: str, number: int, data: bytearray) -> dict[str, Any]:
        told = await self._ask("upload_part", name, UploadId=upload, PartNumber=number, Body=bytes(data))
        return {"ETag": told["ETag"], "PartNumber": number}

    async def _abort(self, name: str, upload: str) -> None:
        try:
            await self._ask("abort_multipart_upload", name, UploadId=upload)
        except Missing:
            return  # somebody else did

    async def _ask(self, what: str, name: str, **told: Any) -> Any:
        client = await self._connected()
        return await self._tell(getattr(client, what)(Bucket=self._place.name, Key=self._place.key(name), **told))

    async def _tell(self, asked: Awaitable[Any]) -> Any:
        try:
            return await asked
        except ClientError as refused:
            code = str(refused.response.get("Error", {}).get("Code", ""))
            if code in ("NoSuchKey", "NoSuchUpload", "404"):
                raise Missing(code) from refused
            raise BlobsUnavailable(why=code) from refused
        except _FAILED as error:
            raise BlobsUnavailable(why=type(error).__name__) from error

    async def _connected(self) -> Any:
        async with self._opening:
            if self._client is None:
                self._client = await self._open.enter_async_context(_client(self._place))
        return self._client


def _client(place: Bucket) -> Any:
    """Keys are given, so that nothing looks for them on the machine or the network."""
    config = AioConfig(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=SILENCE_SECONDS,
        retries={"total_max_attempts": TRIES_MAX, "mode": "standard"},
        max_pool_connections=CONNECTIONS_MAX,
        s3={"addressing_style": "path" if place.endpoint else "auto"},
        # servers other than Amazon's may not know its newer sums; the sealing finds any changed byte
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return get_session().create_client(
        "s3",
        region_name=place.region,
        endpoint_url=place.endpoint or None,
        aws_access_key_id=place.access_key,
        aws_secret_access_key=place.secret,
        config=config,
    )
