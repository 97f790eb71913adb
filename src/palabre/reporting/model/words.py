"""Words of a report's files beside the names of its figures: French, English, Arabic."""

from __future__ import annotations

from palabre.reporting.model.definitions import LANGUAGES

Words = tuple[str, str, str]

HEADS: dict[str, Words] = {
    "subject": ("Identifiant", "Identifier", "المعرّف"),
    "name": ("Nom", "Name", "الاسم"),
    "begin": ("Début", "Begin", "البداية"),
    "end": ("Fin", "End", "النهاية"),
    "period": ("Période", "Period", "الفترة"),
    "zone": ("Fuseau horaire", "Time zone", "المنطقة الزمنية"),
    "made": ("Établi le", "Made at", "أُعدّ في"),
    "filters": ("Filtres", "Filters", "المرشحات"),
    "all": ("aucun", "none", "لا شيء"),
    "figure": ("Indicateur", "Figure", "المؤشر"),
    "definition": ("Définition", "Definition", "التعريف"),
    "population": ("Population", "Population", "المجتمع"),
    "cohort": ("Rattaché à", "Counted at", "يُحسب عند"),
    "source": ("Calcul", "Computed", "الحساب"),
    "n": ("n", "n", "n"),
    "arrival": ("l'arrivée", "arrival", "الوصول"),
    "at_event": ("l'événement", "the event", "الحدث"),
    "exact": ("exact", "exact", "دقيق"),
    "histogram": ("estimé d'un histogramme", "from a histogram", "مقدَّر من مدرّج تكراري"),
}
SHEETS: dict[str, Words] = {
    "figures": ("Chiffres", "Figures", "الأرقام"),
    "definitions": ("Définitions", "Definitions", "التعريفات"),
}
POPULATIONS: dict[str, Words] = {
    "offered": ("présentés", "offered", "المعروضة"),
    "arrived_at_the_door": ("présentés et refusés", "offered and refused", "المعروضة والمرفوضة"),
    "refused_at_door": ("refusés à l'entrée", "refused at the door", "المرفوضة عند الباب"),
    "returned_after_interruption": ("revenus après coupure", "returned after an interruption", "العائدون بعد انقطاع"),
    "answered": ("répondus", "answered", "المجابة"),
    "answered_or_abandoned": ("répondus et abandonnés", "answered and abandoned", "المجابة والمتروكة"),
    "offered_and_ended": ("présentés dont l'attente est finie", "offered whose wait is over", "المعروضة المنتهية"),
    "answered_after_a_wait": ("répondus après une attente", "answered after a wait", "المجابة بعد انتظار"),
    "abandoned": ("abandonnés", "abandoned", "المتروكة"),
    "callbacks": ("rappels demandés", "callbacks asked for", "معاودات الاتصال المطلوبة"),
    "callbacks_ended": ("rappels finis", "callbacks that are over", "معاودات الاتصال المنتهية"),
    "handled": ("traités et finis", "handled and over", "المعالجة المنتهية"),
    "advisor_milliseconds": (
        "temps des conseillers, en millisecondes",
        "advisors' time, in milliseconds",
        "وقت المستشارين بالمللي ثانية",
    ),
}


def said(words: Words, language: str) -> str:
    return words[LANGUAGES.index(language) if language in LANGUAGES else 0]
