"""Reading PALABRE_BLOBS_URL: empty for a directory of the data folder, `s3://bucket/prefix?…` for a bucket."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from palabre.plumbing.settings import Settings, SettingsRefused
from palabre.plumbing.storage.port import Bucket, Storage

REGION = "us-east-1"  # what servers without regions expect
SHAPE = "s3://bucket/prefix?endpoint=https://host:port&region=name"


def bucket_of(settings: Settings) -> Bucket:
    """Raises SettingsRefused, one line that says what to write instead."""
    parts = urlsplit(settings.blobs_url)
    try:
        asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    except ValueError:
        asked = {"": []}
    endpoint = urlsplit((asked.get("endpoint") or [""])[0])
    fits = parts.scheme == "s3" and parts.hostname and "@" not in parts.netloc and set(asked) <= {"endpoint", "region"}
    if not fits or (asked.get("endpoint") and (endpoint.scheme not in ("http", "https") or not endpoint.hostname)):
        raise SettingsRefused(f"PALABRE_BLOBS_URL is refused: write it as {SHAPE}")
    if not settings.blobs_key or not settings.blobs_secret:
        raise SettingsRefused("PALABRE_BLOBS_URL names a bucket: PALABRE_BLOBS_KEY and PALABRE_BLOBS_SECRET are wanted")
    region = (asked.get("region") or [REGION])[0]
    prefix = parts.path.strip("/")
    return Bucket(parts.netloc, prefix, endpoint.geturl(), region, settings.blobs_key, settings.blobs_secret)


def storage_of(settings: Settings) -> Storage:
    """Where this installation keeps its blobs; nothing is reached yet."""
    if not settings.blobs_url:
        from palabre.plumbing.storage.directory import Directory

        return Directory(Path(settings.data) / "blobs")
    bucket = bucket_of(settings)
    from palabre.plumbing.storage.s3 import S3  # a second of imports, for those alone who use it

    return S3(bucket)
