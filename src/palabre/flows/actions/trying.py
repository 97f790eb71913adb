"""What a trial does where a flow would seek people or call outside: nobody is disturbed; who tries it chooses."""
from __future__ import annotations

from palabre.channels.ports import CHOSEN, Option, Prompt
from palabre.flows.actions.visit import RunOver, Visit
from palabre.flows.model.step import HANDS_OVER, Step
from palabre.flows.model.text import nearest

SECONDS, TRIES = 300.0, 3
_WORDS = {
    "fr": ("Essai : ici, « {step} ». Choisissez la suite.", "quelqu’un répond", "{key} : {exit}."),
    "en": ("Trial: here, “{step}”. Choose what follows.", "somebody answers", "{key}: {exit}."),
    "ar": ("تجربة: هنا «{step}». اختر ما يلي.", "يجيب أحدهم", "{key}: {exit}."),
}
_EXITS = {
    "fr": {"longest_wait": "attente trop longue", "closed": "fermé", "full": "file pleine", "nobody": "personne",
           "busy": "occupé", "no_answer": "pas de réponse", "failed": "échec", "refused": "refusé",
           "requested": "rappel demandé", "pending": "rappel déjà prévu", "no_number": "pas de numéro"},
    "ar": {"longest_wait": "انتظار طويل", "closed": "مغلق", "full": "الطابور ممتلئ", "nobody": "لا أحد",
           "busy": "مشغول", "no_answer": "لا جواب", "failed": "فشل", "refused": "مرفوض"},
}  # fmt: skip


async def stand_in(visit: Visit, step: Step) -> str:
    """The exit that who tries the flow chooses; answered by somebody, the run is over. With a robot it is over where
    she would be given to somebody; what would ask for something goes on as if it had been had."""
    if visit.robot:
        if step.reaches_out != HANDS_OVER:
            return step.all_exits()[0]
        await visit.line.hang_up("flow")
        raise RunOver("hung_up")
    language = nearest(visit.language, list(_WORDS)) or "fr"
    asked, answered, line = _WORDS[language]
    exits = [*step.all_exits()]
    named = [(_EXITS.get(language, {}).get(e) or e.replace("_", " ")) for e in exits]
    if step.reaches_out == HANDS_OVER:
        exits, named = ["", *exits], [answered, *named]
    options = [Option(str(n), words) for n, words in enumerate(named, 1)]
    text = asked.replace("{step}", step.title or visit.run.step.replace("_", " "))
    keys = "" if visit.written else " " + " ".join(
        line.replace("{key}", o.key).replace("{exit}", o.label) for o in options)
    said = [Prompt("text", text + keys, text + keys)]
    for _ in range(TRIES):
        choice = await visit.line.choose(said, options, language=language, seconds=SECONDS, typed=visit.take_typed())
        if choice.reason == CHOSEN and choice.option is not None:
            taken = exits[int(choice.option.key) - 1]
            if taken:
                return taken
            break
    await visit.line.hang_up("flow")
    raise RunOver("hung_up")
