"""Refusals and accidents as JSON: `{"code", "details", "reference"}`, never a stack and never somebody's data."""

from __future__ import annotations

from typing import Any

import msgspec
import psycopg
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException

from palabre.foundations.problems import Problem
from palabre.plumbing import logs
from palabre.plumbing.identity import new_id

log = logs.named("web")

_CODES = {
    400: "invalid",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "busy",
}


class ProblemAnswer(msgspec.Struct):
    """What every refusal looks like. `code` is stable; `reference` finds an accident in the log."""

    code: str
    details: dict[str, Any] = {}
    reference: str | None = None


def _answer(answer: ProblemAnswer, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(answer, status_code=status, media_type=MediaType.JSON, headers=headers)


def refuse(request: Request, problem: Problem) -> Response:
    """A problem may carry `retry_after_seconds`: it becomes the header Retry-After too."""
    seconds = problem.details.get("retry_after_seconds")
    headers = {"Retry-After": str(seconds)} if seconds is not None else None
    return _answer(ProblemAnswer(problem.code, dict(problem.details)), problem.status, headers)


def refuse_input(request: Request, problem: ValidationException) -> Response:
    """422: each field with what is wrong about it."""
    extra = problem.extra if isinstance(problem.extra, list) else []
    fields = [{"field": e.get("key", ""), "reason": e.get("message", "")} for e in extra if isinstance(e, dict)]
    return _answer(ProblemAnswer("invalid", {"fields": fields}), 422)


def refuse_http(request: Request, problem: HTTPException) -> Response:
    headers = {k: v for k, v in (problem.headers or {}).items() if k.lower() in ("allow", "retry-after")}
    return _answer(
        ProblemAnswer(_CODES.get(problem.status_code, f"http_{problem.status_code}")), problem.status_code, headers
    )


def confess(request: Request, accident: Exception) -> Response:
    """500 with the reference under which the log tells more."""
    reference = new_id()
    log.error("accident", accident, reference=reference, route=str(request.scope.get("path_template", "")))
    return _answer(ProblemAnswer("accident", reference=reference), 500)


def refuse_text(request: Request, error: Exception) -> Response:
    """What no row can hold: a null character, half a surrogate pair, a number beyond its column."""
    return _answer(ProblemAnswer("invalid", {"reason": "not_storable"}), 422)


def refuse_reference(request: Request, error: psycopg.errors.ForeignKeyViolation) -> Response:
    """It names what is not there, or is another tenant's: a row's own check, where an action has none."""
    return _answer(ProblemAnswer("not_found", {"reason": "unknown_reference"}), 404)


def ask_again(request: Request, error: psycopg.OperationalError) -> Response:
    """The database is away, too slow, or chose another of two that waited for one another."""
    log.warning("database_unavailable", error=type(error).__name__)
    return _answer(ProblemAnswer("unavailable", {"retry_after_seconds": 2}), 503, {"Retry-After": "2"})


HANDLERS = {
    Problem: refuse,
    ValidationException: refuse_input,
    HTTPException: refuse_http,
    psycopg.DataError: refuse_text,
    UnicodeEncodeError: refuse_text,
    psycopg.errors.ForeignKeyViolation: refuse_reference,
    psycopg.OperationalError: ask_again,
    Exception: confess,
}
