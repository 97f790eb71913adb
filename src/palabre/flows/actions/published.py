"""Documents that answer customers now, and what they lean on."""
from __future__ import annotations

from palabre.flows.model.flow import Flow, read_flow
from palabre.flows.model.text import nearest
from palabre.flows.store import flows as store
from palabre.foundations.ids import FlowId
from palabre.plumbing.postgres import Transaction


async def published_flows(tx: Transaction) -> dict[FlowId, Flow]:
    return {FlowId(row["flow"]): read_flow(row["document"]) for row in await store.published_documents(tx)}


async def documents_saying(tx: Transaction, name: str, language: str) -> list[str]:
    """Flows that answer now and say this prompt in this language (or in one it serves)."""
    return [
        flow for flow, document in (await published_flows(tx)).items()
        if any(nearest(tag, [language]) for tag in document.languages)
        and any(name in (*step.said(), *step.labels()) for step in document.steps.values())
    ]
