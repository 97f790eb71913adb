"""A tenant's configuration read and written over the API that people's screens use: same rights, same audit."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.configuration.kinds import BY_NAME, KINDS, Kind
from palabre.processes.configuration.planning import Names, Step, Things
from palabre.processes.configuration.sounds import Sounds

SECONDS_MAX = 300  # a file of 100 MB may be on its way
PAGES_MAX = 1_000


class Refused(Exception):
    """The API said no. `code` and `details` as it gave them."""

    def __init__(self, what: str, status: int, code: str, details: dict) -> None:
        told = " ".join(f"{name}={value}" for name, value in details.items())
        super().__init__(f"{what}: {code} {told}".strip())
        self.status, self.code = status, code


class Api:
    """One tenant's, by an API token of an administrator."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        text = self._asked(method, path, json.dumps(body).encode() if body is not None else None, "application/json")
        return json.loads(text) if text else None

    def fetch(self, path: str) -> bytes:
        """A sound, a package."""
        return self._asked("GET", path, None, "application/json")

    def send(self, path: str, data: bytes, *, method: str = "POST") -> Any:
        return json.loads(self._asked(method, path, data, "application/octet-stream"))

    def _asked(self, method: str, path: str, data: bytes | None, kind: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind}
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_MAX) as answer:
                return answer.read()
        except urllib.error.HTTPError as refused:
            raise _refused(f"{method} {path}", refused) from None
        except OSError as why:
            raise EngineRefused(f"{self._url} does not answer ({why})", "correct --url") from None

    def rows(self, path: str) -> Iterator[dict]:
        after = ""
        for _ in range(PAGES_MAX):
            told = self.ask("GET", path + (f"?after={urllib.parse.quote(after)}" if after else ""))
            yield from told if isinstance(told, list) else told["rows"]
            after = "" if isinstance(told, list) else told.get("next") or ""
            if not after:
                return


class Exchange:
    """What is there by names, with the ids and versions to change it by."""

    def __init__(self, api: Api, sounds: Sounds) -> None:
        self._api, self.names, self.sounds = api, Names(), sounds
        self._rows: dict[tuple[str, str], dict] = {}
        self.things: Things = {}

    def read(self) -> Things:
        for kind in KINDS:
            self.things[kind.name] = {}
            for row in list(self._of(kind)):
                self._keep(kind, row)
        return self.things

    def _of(self, kind: Kind) -> Iterator[dict]:
        if kind.lone:
            yield self._api.ask("GET", kind.path)
        elif kind.each:
            for key in list(self.things[kind.each]):
                try:
                    yield self._api.ask("GET", kind.path.format(id=self._rows[kind.each, key]["id"]))
                except Refused:
                    pass  # made and not published yet: it has none
        else:
            for row in self._api.rows(kind.path):
                yield self._api.ask("GET", kind.of.format(id=row["id"])) if kind.of else row

    def _keep(self, kind: Kind, row: dict) -> None:
        row = {"retired": bool(row.get("retired_at")), **row}
        named = {**row, **{field: self.names.name(row[field]) for field in kind.key}}
        key = kind.key_of(named)
        self._rows[kind.name, key] = row
        if "id" in row:
            self.names.learn(kind.name, key, row["id"])
        if kind.name == "prompts" and row.get("sha256"):
            row["sound"] = row["sha256"]
        self.things[kind.name][key] = {field: self.names.name(row[field]) for field in kind.fields if field in row}

    def do(self, step: Step) -> None:
        """Raises Refused with what the API says."""
        kind = BY_NAME[step.kind]
        fields = self.names.resolve(step.fields)
        if kind.name == "prompts":
            return self._prompt(step.key, fields)
        if step.act == "create" and kind.create:
            return self._create(kind, step.key, fields)
        row = self._rows.get((kind.name, step.key)) or self._named(kind, step.key)
        whole = {**(self.names.resolve(self.things[kind.name].get(step.key, {}))), **fields}
        body = whole if kind.change[0] == "PUT" else {k: v for k, v in fields.items() if k not in kind.fixed}
        body |= {name: row[name] for name in (*kind.always, "version", "revision") if name in row}
        path = kind.change[1].format(**{name: urllib.parse.quote(str(value), safe="") for name, value in row.items()})
        self._api.ask(kind.change[0], path, body)
        if kind.name == "flows":
            self._publish(row["id"])

    def _prompt(self, key: str, fields: dict) -> None:
        """Words and sound each by its own request: what is not named stays."""
        path = "/api/prompts/{}/{}".format(*(urllib.parse.quote(part, safe="") for part in key.rsplit("/", 1)))
        if "text" in fields:
            self._api.ask("PUT", path, {"text": fields["text"]})
        if fields.get("sound"):
            self._api.send(f"{path}/recording", self.sounds.read(key, fields["sound"]), method="PUT")

    def keep_sounds(self, things: Things) -> int:
        """Written beside the file that is exported; how many."""
        recorded = {key: one["sound"] for key, one in things.get("prompts", {}).items() if one.get("sound")}
        for key, sound in recorded.items():
            path = "/api/prompts/{}/{}/recording".format(*key.rsplit("/", 1))
            self.sounds.write(key, sound, lambda path=path: self._api.fetch(path))
        return len(recorded)

    def _create(self, kind: Kind, key: str, fields: dict) -> None:
        named = dict(zip(kind.key, (key,), strict=True))
        later = {name: fields.pop(name) for name in ("active",) if name in fields}
        made = self._api.ask("POST", kind.create, {**named, **fields})
        whole = self._api.ask("GET", kind.of.format(id=made["id"])) if kind.of else {**named, **fields, **made}
        self._keep(kind, whole)
        if kind.name == "flows":
            self._publish(made["id"])
        if later.get("active") is False:
            self.do(Step(kind.name, key, "change", later))

    def _publish(self, flow: str) -> None:
        self._api.ask("POST", f"/api/flows/{flow}/publish", {})

    def _named(self, kind: Kind, key: str) -> dict:
        """The parts of a key, as the path wants them."""
        parts = [key] if len(kind.key) == 1 else key.split("/", len(kind.key) - 1)
        return dict(zip(kind.key, (self.names.resolve(part) for part in parts), strict=True))

    def publish_rules(self) -> None:
        self._api.ask("POST", "/api/routing/publish", {})


def _refused(what: str, error: urllib.error.HTTPError) -> Exception:
    try:
        told = json.loads(error.read())
        return Refused(what, error.code, told.get("code", ""), told.get("details") or {})
    except ValueError:
        return Refused(what, error.code, str(error.code), {})
