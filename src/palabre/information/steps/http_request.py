"""Ask another system by HTTP (where is my order?) and bind what it answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

import msgspec

from palabre.flows.actions.visit import Visit
from palabre.flows.model.faults import Fault
from palabre.flows.model.step import ASKS, Identifier, Prompts, Said, Step, Words, step
from palabre.flows.model.text import variables_in
from palabre.foundations import limits
from palabre.information.actions.credentials import headers_for
from palabre.information.model.requests import (
    ValueUnusable,
    address_of,
    body_of,
    header_of,
    host_of,
    outcome_of,
    values_of,
)
from palabre.information.problems import CredentialUnknown
from palabre.plumbing.outgoing import NotReached, Outgoing, networks

log = logging.getLogger("palabre.information")

Header = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,59}$")]
Path = Annotated[str, msgspec.Meta(max_length=200)]
Credential = Annotated[Identifier, msgspec.Meta(extra_json_schema={"x-refers": "credential"})]
ASKED_TWICE = ("GET", "PUT", "DELETE")  # what may be asked again after a restart (RFC 9110, 9.2.2)
EXITS = {"timeout": "timeout", "unreachable": "unreachable", "too_large": "bad_answer", "redirects": "bad_answer"}


@step
class HttpRequest(Step, tag="http_request", frozen=True, kw_only=True):
    """`url` holds {variables}, each percent-encoded; none may stand in its host. `credentials`: names of sealed
    headers, sent to their own host alone. `body`: a JSON object of texts. `answers`: variable → path in the JSON that
    comes back (`order.status`, `parcels.0.town`). `prompts` are said first. `seconds`: for the whole answer.

    Exits: ok · timeout · unreachable (nobody there, or a private address) · refused (other 4xx) · not_found (404, 410,
    or a variable that no address can hold) · unavailable (5xx, 429) · bad_answer (no JSON, a path that leads nowhere,
    too large, a redirect) · in_doubt (a POST that a restart cut off: nobody can tell whether it was done).
    Every request carries an Idempotency-Key, the same when it is made again.
    """

    url: Annotated[str, msgspec.Meta(min_length=8, max_length=1000)]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    headers: Annotated[dict[Header, Words], msgspec.Meta(max_length=20)] = msgspec.field(default_factory=dict)
    credentials: Annotated[tuple[Credential, ...], msgspec.Meta(max_length=5)] = ()
    body: Annotated[dict[Identifier, Words], msgspec.Meta(max_length=50)] = msgspec.field(default_factory=dict)
    answers: Annotated[dict[Identifier, Path], msgspec.Meta(max_length=20)] = msgspec.field(default_factory=dict)
    prompts: Prompts = ()
    seconds: Annotated[float, msgspec.Meta(ge=0.1, le=limits.HTTP_STEP_SECONDS_MAX)] = 5.0

    exits: ClassVar[tuple[str, ...]] = (
        "ok", "timeout", "unreachable", "refused", "not_found", "unavailable", "bad_answer", "in_doubt")

    @property
    def reaches_out(self) -> str:
        """What changes something elsewhere is not done in a trial: who tries it says how it went."""
        return "" if self.method == "GET" else ASKS

    def said(self) -> Iterable[Said]:
        return self.prompts

    def looks_at(self) -> Iterable[str]:
        texts = (self.url, *self.headers.values(), *self.body.values())
        return (name for text in texts for name in variables_in(text))

    def binds(self) -> Iterable[str]:
        return self.answers

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("credential", name) for name in self.credentials)

    def faults(self) -> Iterable[Fault]:
        if host_of(self.url) is None:
            yield Fault("url_without_host", what=self.url[:100])
        if self.body and self.method in ("GET", "DELETE"):
            yield Fault("body_not_sent", what=self.method)

    async def run(self, visit: Visit) -> str:
        if self.method not in ASKED_TWICE and "sent" in visit.run.awaited:
            return "in_doubt"
        try:
            url = address_of(self.url, visit.variables)
            headers = await self._headers(visit)
        except ValueUnusable:
            return "not_found"
        except CredentialUnknown:
            return "refused"
        await visit.say(self.prompts)
        await visit.remember(sent="1")
        return await self._ask(visit, url, headers)

    async def _headers(self, visit: Visit) -> dict[str, str]:
        host, services = host_of(self.url) or "", visit.services
        given = {name: header_of(text, visit.variables) for name, text in self.headers.items()}
        async with services.database.transaction(visit.scope) as tx:
            secret = await headers_for(tx, services.secrets, self.credentials, host)
        typed = {"Content-Type": "application/json"} if self.body else {}
        return {"Accept": "application/json", "Idempotency-Key": visit.key, **typed, **given, **secret}

    async def _ask(self, visit: Visit, url: str, headers: dict[str, str]) -> str:
        outgoing = Outgoing(networks(getattr(visit.services.settings, "reachable_networks", "")))
        body = body_of(self.body, visit.variables) if self.body else None
        try:
            reply = await outgoing.ask(
                self.method, url, headers=headers, body=body, seconds_max=self.seconds,
                bytes_max=limits.HTTP_STEP_BYTES_MAX)  # fmt: skip
        except NotReached as why:
            log.warning("not answered", extra={"run": visit.run.id, "step": visit.run.step, "why": str(why)})
            return EXITS[why.reason]
        outcome = outcome_of(reply.status)
        if outcome != "ok":
            return outcome
        found = values_of(reply.body, self.answers)
        if found is None:
            return "bad_answer"
        for name, value in found.items():
            visit.bind(name, value)
        return "ok"
