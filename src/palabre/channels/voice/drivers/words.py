"""The few sentences the telephone says by itself, where no flow has the word. Read by the synthesiser."""

from __future__ import annotations

HOLD_THE_LINE = {
    "fr": "Un instant, nous rétablissons la communication.",
    "en": "One moment please, we are restoring the connection.",
    "ar": "لحظة من فضلك، نعيد الاتصال.",
}
BACK_TO_THE_HEAD = {
    "fr": "Nous avons perdu la communication avec votre conseiller. Restez en ligne, vous êtes le prochain.",
    "en": "We have lost your advisor. Please stay on the line, you are next.",
    "ar": "انقطع الاتصال بالمستشار. ابق على الخط، أنت التالي.",
}
NOBODY_ANSWERS_THIS = {
    "fr": "Ce numéro n'est pas attribué. Au revoir.",
    "en": "This number is not in service. Goodbye.",
    "ar": "هذا الرقم غير مستعمل. مع السلامة.",
}
NO_MORE_CALLS = {
    "fr": "C'est noté, nous ne vous appellerons plus. Au revoir.",
    "en": "We have noted it and will not call you again. Goodbye.",
    "ar": "تم تسجيل طلبك، لن نتصل بك مجددا. مع السلامة.",
}
CANNOT_GO_ON = {
    "fr": "Nous ne pouvons pas prendre votre appel pour le moment. Merci de rappeler plus tard.",
    "en": "We cannot take your call at the moment. Please call again later.",
    "ar": "لا يمكننا الرد على مكالمتك الآن. المرجو الاتصال لاحقا.",
}

CALL_IS_ENDED = {
    "fr": "Cette communication est interrompue, car les propos tenus ne sont pas acceptables. Au revoir.",
    "en": "This call is being ended, because what was said is not acceptable. Goodbye.",
    "ar": "تم إنهاء هذه المكالمة لأن ما قيل غير مقبول. مع السلامة.",
}

# to one of ours who speaks a prompt
SPEAK_AFTER_THE_TONE = {
    "fr": "Parlez après le signal, puis tapez dièse.",
    "en": "Speak after the tone, then press hash.",
    "ar": "تكلم بعد الإشارة ثم اضغط المربع.",
}
KEEP_OR_AGAIN = {
    "fr": "Pour garder, tapez 1. Pour recommencer, 2. Si vous raccrochez, rien n’est gardé.",
    "en": "To keep it, press 1. To speak again, 2. If you hang up, nothing is kept.",
    "ar": "للحفظ اضغط 1. للإعادة اضغط 2. إذا أنهيت المكالمة لن يحفظ شيء.",
}
KEPT_AS_SPOKEN = {"fr": "C’est gardé. Au revoir.", "en": "It is kept. Goodbye.", "ar": "تم الحفظ. مع السلامة."}
NOT_KEPT = {
    "fr": "Il n’a pas été possible de garder ce message. Décidez sur votre écran.",
    "en": "This message could not be kept. Decide on your screen.",
    "ar": "تعذر حفظ هذه الرسالة. قرر على شاشتك.",
}


def in_language(words: dict[str, str], language: str) -> tuple[str, str]:
    """The sentence and the language it is in."""
    short = language.split("-")[0]
    return (words[short], language) if short in words else (words["fr"], "fr")
