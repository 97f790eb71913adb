"""Built web faces: whole files from memory's index, compressed ahead, cached for ever where their name holds a hash."""

from __future__ import annotations

import asyncio
import mimetypes
import re
from pathlib import Path

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from palabre.foundations.problems import NotFound
from palabre.plumbing.web.options import Face

_HASHED = re.compile(r"/assets/|[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_SERVERS = ("api", "healthz", "readyz", "metrics")  # never answered by a page, whatever is asked below them
_NOT_BUILT = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Palabre</title>
<h1>L’interface n’est pas construite</h1>
<p>Lancez <code>./palabre build</code>, puis rechargez cette page. Le serveur, lui, répond : voir <a
href="/api/schema">/api/schema</a>.</p>
<p lang="en">The web faces are not built: run <code>./palabre build</code>, then reload this page.</p></html>"""


class Entry(msgspec.Struct, frozen=True):
    path: Path
    media_type: str
    etag: str
    immutable: bool
    encodings: dict[str, Path]


class Folder:
    """The files of one built face, listed once and again whenever its index.html is another one."""

    def __init__(self, root: Path) -> None:
        self.root, self._entries, self._stamp = root, {}, -1

    def find(self, name: str) -> Entry | None:
        """The file of this name, below the folder by construction: only listed names are found."""
        stamp = self._index_stamp()
        if stamp != self._stamp:
            self._entries, self._stamp = self._listed(), stamp
        return self._entries.get(name)

    def _index_stamp(self) -> int:
        try:
            return (self.root / "index.html").stat().st_mtime_ns
        except OSError:
            return 0

    def _listed(self) -> dict[str, Entry]:
        files = {str(p.relative_to(self.root)): p for p in self.root.rglob("*") if p.is_file()}
        return {name: _entry(name, path, files) for name, path in files.items() if path.suffix not in (".br", ".gz")}


def _entry(name: str, path: Path, files: dict[str, Path]) -> Entry:
    stat = path.stat()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/") or media_type in ("application/javascript", "application/json"):
        media_type += "; charset=utf-8"
    encodings = {coding: files[name + suffix] for coding, suffix in _ENCODINGS if name + suffix in files}
    return Entry(
        path, media_type, f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"', bool(_HASHED.search("/" + name)), encodings
    )


def face_handler(face: Face) -> HTTPRouteHandler:
    """Serves a face below its prefix: files by name, index.html for the application's own routes."""
    folder, prefix = Folder(face.folder), face.prefix.rstrip("/")

    @get(
        [prefix or "/", f"{prefix}/{{path:path}}"],
        opt={"public": True},
        include_in_schema=False,
        name=f"face {face.prefix}",
    )
    async def serve(request: Request, path: str = "") -> Response:
        name = path.strip("/")
        if not prefix and name.split("/")[0] in _SERVERS:
            raise NotFound()
        entry = folder.find(name) or (folder.find("index.html") if _is_app_route(name) else None)
        if entry is None and folder.find("index.html") is None and _is_app_route(name):
            return Response(_NOT_BUILT, media_type="text/html; charset=utf-8", status_code=503)
        if entry is None:
            raise NotFound()
        return await _send(request, entry)

    return serve


def _is_app_route(name: str) -> bool:
    """A place of the application (`conversations/12`) and not a file that is missing (`assets/x.js`, `robots.txt`)."""
    return not name.startswith("assets/") and "." not in name.rsplit("/", 1)[-1]


async def _send(request: Request, entry: Entry) -> Response:
    headers = {
        "ETag": entry.etag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=31536000, immutable" if entry.immutable else "no-cache",
    }
    if request.headers.get("if-none-match") == entry.etag:
        return Response(b"", status_code=304, headers=headers)
    accepted = {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    coding = next((c for c in entry.encodings if c in accepted), None)
    if coding:
        headers["Content-Encoding"] = coding
    content = await asyncio.to_thread((entry.encodings[coding] if coding else entry.path).read_bytes)
    return Response(content, media_type=entry.media_type, headers=headers)
