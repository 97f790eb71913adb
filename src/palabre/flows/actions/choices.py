"""What the customer chose in the flow, in the reader's words: read from the run, never from a fact."""
from __future__ import annotations

from palabre.conversations.ports import Choice
from palabre.flows.actions import prompts
from palabre.flows.model.choices import COLLECTED, chosen
from palabre.flows.store import runs
from palabre.foundations.ids import ConversationId
from palabre.plumbing.postgres import Transaction


async def choices_of(tx: Transaction, conversation: ConversationId) -> list[Choice]:
    """Of its newest run, in order; empty where no flow asked anything, or the customer was erased."""
    run = await runs.of_conversation(tx, conversation)
    found = chosen(run.variables) if run else []
    if run is None or not found:
        return []
    languages = [tx.scope.language, run.variables.get("language", ""), "fr"]
    words = await prompts.texts(tx, [one.label for one in found if one.label], [tag for tag in languages if tag])
    return [
        Choice(one.step, one.kind, words.get(one.label) or one.name.replace("_", " "),
               run.variables.get(one.name, "") if one.kind == COLLECTED else "")
        for one in found
    ]  # fmt: skip
