"""Moving in by files, over HTTP."""

from __future__ import annotations

from typing import Annotated

from litestar import MediaType, Response, get
from litestar.params import QueryParameter

from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.moving.model.kinds import BY_NAME, template

Language = Annotated[str, QueryParameter(name="language", max_length=5)]


@get("/moving/templates/{kind:str}", media_type=MediaType.TEXT)
async def get_template(who: Scope, kind: str, language: Language = "") -> Response[str]:
    """An empty file of this kind with an example, its headers in `language` (fr, en, ar; hers where none is named)."""
    who.require("moving.import")
    if kind not in BY_NAME:
        raise NotFound(what="kind")
    headers = {"Content-Disposition": f'attachment; filename="palabre-{kind}.csv"'}
    text = template(BY_NAME[kind], language or who.language)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


handlers = (get_template,)
