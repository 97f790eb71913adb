"""Measures in words: name and definition by language, for screens, exports and whoever doubts a figure."""

from __future__ import annotations

import msgspec

from palabre.reporting.model.measures import MEASURES, Measure

LANGUAGES = ("fr", "en", "ar")

# key: (name, definition) in French, English, Arabic. {X} is the threshold in seconds.
WORDS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "offered": (
        (
            "Présentés",
            "Entrés dans la file pendant ses heures, comptés une fois par file ; retours après coupure non recomptés.",
        ),
        (
            "Offered",
            "Entered the queue in its hours, once per queue; those back after an interruption not counted again.",
        ),
        ("المعروضة", "ما دخل الطابور في أوقاته، مرة واحدة لكل طابور؛ العائدون بعد انقطاع لا يُحسبون ثانية."),
    ),
    "first_offered": (
        (
            "Premiers présentés",
            "Présentés dont c'est la première file de la conversation : sans transferts ni débordements.",
        ),
        ("First offered", "Offered whose queue is the first of the conversation: no transfer, no overflow."),
        ("المعروضة أولاً", "المعروضة في أول طابور للمحادثة، دون التحويل والفيض."),
    ),
    "refused_at_door": (
        ("Refusés à l'entrée", "N'ont pas pu entrer : file fermée, pleine ou sans personne."),
        ("Refused at the door", "Could not enter: queue closed, full or without anybody."),
        ("المرفوضة عند الباب", "لم تتمكن من الدخول: الطابور مغلق أو ممتلئ أو بلا أحد."),
    ),
    "refused_closed": (
        ("Refusés : fermé", "Refusés à l'entrée parce que la file était fermée."),
        ("Refused: closed", "Refused at the door because the queue was closed."),
        ("المرفوضة: مغلق", "رُفضت عند الباب لأن الطابور مغلق."),
    ),
    "refused_full": (
        ("Refusés : plein", "Refusés à l'entrée parce que la file était pleine."),
        ("Refused: full", "Refused at the door because the queue was full."),
        ("المرفوضة: ممتلئ", "رُفضت عند الباب لأن الطابور ممتلئ."),
    ),
    "refused_nobody": (
        ("Refusés : personne", "Refusés à l'entrée parce que personne au poste ne savait répondre."),
        ("Refused: nobody", "Refused at the door because nobody at work could answer."),
        ("المرفوضة: لا أحد", "رُفضت عند الباب لأنه لا أحد في العمل يستطيع الإجابة."),
    ),
    "resumed": (
        (
            "Revenus après coupure",
            "Remis en tête de file après la perte d'un conseiller ; déjà comptés dans les présentés.",
        ),
        (
            "Returned after an interruption",
            "Back at the head after an advisor was lost; counted among the offered already.",
        ),
        ("العائدون بعد انقطاع", "أُعيدوا إلى رأس الطابور بعد فقدان المستشار؛ محسوبون سابقاً."),
    ),
    "waiting": (
        ("Encore en attente", "Présentés qui attendent encore : ils n'entrent dans aucun taux."),
        ("Still waiting", "Offered that wait still: they are in no rate."),
        ("في الانتظار", "المعروضة التي ما زالت تنتظر؛ لا تدخل في أي نسبة."),
    ),
    "answered": (
        ("Répondus", "Présentés qu'un conseiller a acceptés."),
        ("Answered", "Offered that an advisor accepted."),
        ("المجابة", "المعروضة التي قبلها مستشار."),
    ),
    "abandoned": (
        (
            "Abandonnés",
            "Le client est parti en attendant ou pendant la sonnerie, passé le seuil d'abandon court de la file.",
        ),
        ("Abandoned", "The customer left while waiting or ringing, after the queue's short-abandon threshold."),
        ("المتروكة", "غادر العميل أثناء الانتظار أو الرنين بعد عتبة الترك القصير للطابور."),
    ),
    "short_abandoned": (
        ("Abandons courts", "Partis avant le seuil d'abandon court : comptés à part."),
        ("Short abandons", "Left before the short-abandon threshold: counted apart."),
        ("الترك القصير", "غادروا قبل عتبة الترك القصير: يُحسبون على حدة."),
    ),
    "callback": (
        ("Rappels demandés", "Clients qui ont choisi d'être rappelés : ni présentés, ni répondus, ni abandonnés."),
        ("Callbacks asked for", "Customers who chose to be called back: neither offered nor answered nor abandoned."),
        ("معاودات الاتصال المطلوبة", "عملاء اختاروا أن يُعاود الاتصال بهم: لا معروضون ولا مجابون ولا متروكون."),
    ),
    "callback_level": (
        ("Niveau de rappel", "Joints dans le délai promis / rappels demandés et finis, quelle qu'en soit la fin."),
        ("Callback level", "Reached in the promised time / callbacks asked for that are over, however they ended."),
        ("مستوى معاودة الاتصال", "من وُصل إليهم في الوقت الموعود / المعاودات المطلوبة المنتهية مهما كانت نهايتها."),
    ),
    "ended_otherwise": (
        ("Finis autrement", "Ni répondus ni abandonnés : attente maximale, débordement, annulation."),
        ("Ended otherwise", "Neither answered nor abandoned: longest wait, overflow, cancelled."),
        ("المنتهية بطريقة أخرى", "لا مجابة ولا متروكة: أقصى انتظار، فيض، إلغاء."),
    ),
    "service_level": (
        ("Niveau de service", "Répondus en {X} s ou moins / (répondus + abandonnés) ; abandons courts exclus."),
        ("Service level", "Answered within {X} s / (answered + abandoned); short abandons left out."),
        ("مستوى الخدمة", "المجابة خلال {X} ث / (المجابة + المتروكة)؛ دون الترك القصير."),
    ),
    "service_level_of_offered": (
        (
            "Niveau de service sur présentés",
            "Répondus en {X} s ou moins / présentés dont l'attente est finie, abandons courts compris.",
        ),
        ("Service level of offered", "Answered within {X} s / offered whose wait is over, short abandons too."),
        ("مستوى الخدمة من المعروضة", "المجابة خلال {X} ث / المعروضة المنتهية، مع الترك القصير."),
    ),
    "service_level_of_answered": (
        ("Niveau de service sur répondus", "Répondus en {X} s ou moins / répondus : ne voit pas ceux qui ont renoncé."),
        ("Service level of answered", "Answered within {X} s / answered: blind to those who gave up."),
        ("مستوى الخدمة من المجابة", "المجابة خلال {X} ث / المجابة: لا يرى من استسلم."),
    ),
    "abandoned_share": (
        ("Taux d'abandon", "Abandonnés / (répondus + abandonnés) ; abandons courts exclus."),
        ("Abandoned share", "Abandoned / (answered + abandoned); short abandons left out."),
        ("نسبة الترك", "المتروكة / (المجابة + المتروكة)؛ دون الترك القصير."),
    ),
    "asa": (
        ("Attente moyenne", "Moyenne de l'attente dans la file, de tous les répondus."),
        ("Average speed of answer", "Mean wait in the queue of all the answered."),
        ("متوسط الانتظار", "متوسط الانتظار في الطابور لكل المجابة."),
    ),
    "asa_waited": (
        ("Attente moyenne de ceux qui ont attendu", "Moyenne de l'attente des répondus qui ont attendu."),
        ("Average wait of those who waited", "Mean wait of the answered who waited at all."),
        ("متوسط انتظار من انتظر", "متوسط الانتظار لمن انتظر من المجابة."),
    ),
    "wait_p50": (
        ("Attente médiane", "La moitié des répondus ont attendu au plus cela."),
        ("Median wait", "Half of the answered waited at most this."),
        ("وسيط الانتظار", "نصف المجابة انتظروا هذا على الأكثر."),
    ),
    "wait_p90": (
        ("Attente de 90 %", "90 % des répondus ont attendu au plus cela."),
        ("Wait of 90 %", "90 % of the answered waited at most this."),
        ("انتظار 90 %", "90 % من المجابة انتظروا هذا على الأكثر."),
    ),
    "wait_p95": (
        ("Attente de 95 %", "95 % des répondus ont attendu au plus cela."),
        ("Wait of 95 %", "95 % of the answered waited at most this."),
        ("انتظار 95 %", "95 % من المجابة انتظروا هذا على الأكثر."),
    ),
    "wait_from_arrival": (
        (
            "Attente depuis l'arrivée",
            "Moyenne, pour les répondus, depuis le début de la conversation, parcours automatique compris.",
        ),
        ("Wait from arrival", "Mean, of the answered, from the beginning of the conversation, flow included."),
        ("الانتظار منذ الوصول", "متوسط المجابة منذ بداية المحادثة، مع المسار الآلي."),
    ),
    "patience_abandoned": (
        ("Attente avant abandon", "Moyenne de l'attente des abandonnés."),
        ("Wait before abandoning", "Mean wait of the abandoned."),
        ("الانتظار قبل الترك", "متوسط انتظار المتروكة."),
    ),
    "longest_wait": (
        ("Plus longue attente", "La plus longue attente finie, quelle qu'en soit la fin."),
        ("Longest wait", "The longest wait that is over, however it ended."),
        ("أطول انتظار", "أطول انتظار منتهٍ مهما كانت نهايته."),
    ),
    "aht": (
        ("Durée moyenne de traitement", "Conversation + mise en attente + clôture, par conversation traitée et finie."),
        ("Average handling time", "Talk + hold + wrap-up, per conversation handled and over."),
        ("متوسط مدة المعالجة", "حديث + تعليق + إنهاء، لكل محادثة معالجة ومنتهية."),
    ),
    "talk_time": (
        ("Durée de conversation", "Moyenne du temps de parole ou d'échange, mises en attente exclues."),
        ("Talk time", "Mean time in talk, holds left out."),
        ("مدة الحديث", "متوسط وقت الحديث دون التعليق."),
    ),
    "hold_time": (
        ("Mise en attente", "Moyenne du temps de mise en attente."),
        ("Hold time", "Mean time on hold."),
        ("مدة التعليق", "متوسط وقت التعليق."),
    ),
    "wrap_up_time": (
        ("Clôture", "Moyenne du temps de travail après la conversation."),
        ("Wrap-up time", "Mean time of work after the conversation."),
        ("مدة الإنهاء", "متوسط وقت العمل بعد المحادثة."),
    ),
    "occupancy_at_event": (
        (
            "Occupation",
            "Temps avec au moins une conversation (sonnerie, parole, attente, clôture) / (ce temps + libre) ; "
            "pauses et formation exclues. Au moment où c'est arrivé.",
        ),
        (
            "Occupancy",
            "Time with at least one conversation (ring, talk, hold, wrap-up) / (that + available idle); pauses and "
            "training left out. At the moment it happened.",
        ),
        ("الإشغال", "الوقت مع محادثة واحدة على الأقل / (ذلك + المتاح بلا عمل)؛ دون الاستراحة والتدريب، وقت حدوثه."),
    ),
}


def name(key: str, language: str) -> str:
    return _words(key, language)[0]


def definition(key: str, language: str) -> str:
    return _words(key, language)[1]


class Described(msgspec.Struct, frozen=True):
    """`definition`: the key of its words; `names`, `definitions`: the words by language. `parameter`: what it depends
    on, such as threshold_seconds."""

    key: str
    unit: str
    population: str
    cohort: str
    parameter: str | None
    definition: str
    names: dict[str, str]
    definitions: dict[str, str]


def described() -> list[Described]:
    """Every measure with its unit, population, cohort, names and definitions by language."""
    return [_described(measure) for measure in MEASURES]


def _described(measure: Measure) -> Described:
    key = measure.key
    return Described(
        key, measure.unit, measure.population, measure.cohort, measure.parameter or None, measure.definition,
        {language: name(key, language) for language in LANGUAGES},
        {language: definition(key, language) for language in LANGUAGES},
    )  # fmt: skip


def _words(key: str, language: str) -> tuple[str, str]:
    return WORDS[key][LANGUAGES.index(language) if language in LANGUAGES else 0]
