"""Why a row is refused and what to do, for whoever reads it: fr, en, ar. `{0}`: the part of the cell it is about."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str, str]] = {
    "needed": (
        "Il manque cette valeur : remplissez-la.",
        "This value is missing: fill it in.",
        "هذه القيمة ناقصة: املأها.",
    ),
    "no_key": (
        "Rien ne dit de quoi il s’agit : remplissez au moins cette colonne.",
        "Nothing says what this is about: fill in at least this column.",
        "لا شيء يحدد المقصود: املأ هذا العمود على الأقل.",
    ),
    "twice": (
        "Déjà à la ligne {0} : gardez une seule des deux.",
        "Already on line {0}: keep one of the two.",
        "موجود في السطر {0}: احتفظ بواحد فقط.",
    ),
    "not_a_number": (
        "« {0} » n’est pas un numéro de téléphone valable ici : écrivez-le avec son indicatif (+33…).",
        "“{0}” is no valid telephone number here: write it with its country code (+33…).",
        "«{0}» ليس رقم هاتف صالحا هنا: اكتبه مع رمز الدولة (+33…).",
    ),
    "costly_number": (
        "Ce numéro coûte à qui l’appelle : il n’est pas pris.",
        "This number costs whoever calls it: it is not taken.",
        "هذا الرقم مكلف لمن يتصل به: لا يُقبل.",
    ),
    "not_an_email": (
        "« {0} » n’est pas une adresse e-mail : corrigez-la.",
        "“{0}” is no e-mail address: correct it.",
        "«{0}» ليس عنوان بريد إلكتروني: صححه.",
    ),
    "yes_or_no": ("« {0} » : écrivez oui ou non.", "“{0}”: write yes or no.", "«{0}»: اكتب نعم أو لا."),
    "not_a_language": (
        "« {0} » n’est pas une langue : écrivez fr, en, ar…",
        "“{0}” is no language: write fr, en, ar…",
        "«{0}» ليست لغة: اكتب fr أو en أو ar…",
    ),
    "not_a_desk_language": (
        "Les écrans existent en fr, en et ar, pas en « {0} ».",
        "Screens exist in fr, en and ar, not in “{0}”.",
        "الشاشات متوفرة بـ fr و en و ar، وليس بـ «{0}».",
    ),
    "not_a_channel": (
        "« {0} » n’est pas un canal : voice, chat, email, messaging ou visits.",
        "“{0}” is no channel: voice, chat, email, messaging or visits.",
        "«{0}» ليست قناة: voice أو chat أو email أو messaging أو visits.",
    ),
    "not_a_skill_kind": (
        "« {0} » : écrivez compétence ou langue.",
        "“{0}”: write skill or language.",
        "«{0}»: اكتب مهارة أو لغة.",
    ),
    "not_a_role": (
        "« {0} » n’est pas un rôle : conseiller, superviseur ou administrateur.",
        "“{0}” is no role: advisor, supervisor or administrator.",
        "«{0}» ليس دورا: مستشار أو مشرف أو مدير.",
    ),
    "not_between": ("Un nombre entre {0} est attendu.", "A number within {0} is expected.", "يُنتظر عدد ضمن {0}."),
    "not_a_level": ("« {0} » : un niveau va de 1 à 10.", "“{0}”: a level is 1 to 10.", "«{0}»: المستوى من 1 إلى 10."),
    "not_hours": (
        "« {0} » ne se lit pas comme des heures : écrivez 08:30-12:30 14:00-18:00, ou fermé.",
        "“{0}” does not read as hours: write 08:30-12:30 14:00-18:00, or closed.",
        "«{0}» لا يُقرأ كساعات: اكتب 08:30-12:30 14:00-18:00 أو مغلق.",
    ),
    "hours_overlap": (
        "Dans « {0} » des plages se chevauchent.",
        "In “{0}” periods overlap.",
        "في «{0}» فترات متداخلة.",
    ),
    "hours_backwards": (
        "« {0} » finit avant de commencer : une nuit s’écrit sur deux jours (22:00-24:00, puis 00:00-06:00).",
        "“{0}” ends before it begins: a night is written on two days (22:00-24:00, then 00:00-06:00).",
        "«{0}» تنتهي قبل أن تبدأ: تُكتب الليلة على يومين (22:00-24:00 ثم 00:00-06:00).",
    ),
    "not_a_date": (
        "« {0} » n’est pas une date : écrivez 2026-12-25.",
        "“{0}” is no date: write 2026-12-25.",
        "«{0}» ليس تاريخا: اكتب 2026-12-25.",
    ),
    "not_a_zone": (
        "« {0} » n’est pas un fuseau horaire : écrivez Europe/Paris, Africa/Dakar…",
        "“{0}” is no time zone: write Europe/Paris, Africa/Dakar…",
        "«{0}» ليست منطقة زمنية: اكتب Europe/Paris أو Africa/Dakar…",
    ),
    "not_an_identifier": (
        "« {0} » ne peut pas nommer une annonce : des lettres sans accent, des chiffres, _ .",
        "“{0}” cannot name a prompt: plain letters, digits, _ .",
        "«{0}» لا يصلح اسما لرسالة: حروف لاتينية وأرقام و _ .",
    ),
    "too_long": ("C’est trop long : raccourcissez-le.", "It is too long: shorten it.", "طويل جدا: اختصره."),
    "too_many": ("Il y en a plus de {0}.", "There are more than {0}.", "أكثر من {0}."),
    "no_such_skills": (
        "La compétence « {0} » n’existe pas et n’est pas dans cet envoi : ajoutez-la au fichier des compétences.",
        "The skill “{0}” does not exist and is not in this upload: add it to the file of skills.",
        "المهارة «{0}» غير موجودة وليست ضمن هذا الملف: أضفها إلى ملف المهارات.",
    ),
    "no_such_hours": (
        "Les horaires « {0} » n’existent pas et ne sont pas dans cet envoi.",
        "The hours “{0}” do not exist and are not in this upload.",
        "ساعات العمل «{0}» غير موجودة وليست ضمن هذا الملف.",
    ),
    "no_such_queues": (
        "La file « {0} » n’existe pas et n’est pas dans cet envoi.",
        "The queue “{0}” does not exist and is not in this upload.",
        "قائمة الانتظار «{0}» غير موجودة وليست ضمن هذا الملف.",
    ),
    "no_such_flows": (
        "Aucun parcours ne s’appelle « {0} » : dessinez-le d’abord (Réglages, Parcours).",
        "No flow is called “{0}”: draw it first (Settings, Flows).",
        "لا مسار باسم «{0}»: ارسمه أولا (الإعدادات، المسارات).",
    ),
    "no_such_sites": (
        "Aucun site ne s’appelle « {0} » : créez-le d’abord.",
        "No site is called “{0}”: create it first.",
        "لا موقع باسم «{0}»: أنشئه أولا.",
    ),
    "no_such_partners": (
        "Aucun partenaire ne s’appelle « {0} » : créez-le d’abord.",
        "No partner is called “{0}”: create it first.",
        "لا شريك باسم «{0}»: أنشئه أولا.",
    ),
    "no_such_file": (
        "Le son « {0} » n’est pas dans le zip : ajoutez-le à côté de prompts.csv.",
        "The sound “{0}” is not in the zip: add it beside prompts.csv.",
        "الصوت «{0}» ليس في الملف المضغوط: أضفه بجانب prompts.csv.",
    ),
    "sound_unreadable": (
        "Le son « {0} » ne se lit pas : WAV ou MP3, dix minutes au plus.",
        "The sound “{0}” cannot be read: WAV or MP3, ten minutes at most.",
        "تعذرت قراءة الصوت «{0}»: WAV أو MP3، عشر دقائق على الأكثر.",
    ),
    "prompt_without_words": (
        "Ni texte, ni son : mettez l’un des deux.",
        "Neither text nor sound: give one of them.",
        "لا نص ولا صوت: ضع أحدهما.",
    ),
    "channel_fixed": (
        "Le canal d’une file ne change pas ({0}) : donnez un autre nom à la nouvelle.",
        "A queue’s channel does not change ({0}): give the new one another name.",
        "قناة القائمة لا تتغير ({0}): سمّ الجديدة باسم آخر.",
    ),
    "number_elsewhere": (
        "Ce numéro est déjà pris ailleurs : voyez avec qui exploite Palabre.",
        "This number is taken elsewhere: ask whoever runs Palabre.",
        "هذا الرقم محجوز في مكان آخر: راجع من يشغّل Palabre.",
    ),
    "several_customers": (
        "Ces adresses mènent à plusieurs clients : réunissez-les d’abord, ou gardez-en une.",
        "These addresses lead to several customers: merge them first, or keep one.",
        "هذه العناوين تقود إلى عدة عملاء: ادمجهم أولا أو احتفظ بواحد.",
    ),
    "no_address": (
        "Sans téléphone ni e-mail, ce client ne pourrait pas être retrouvé.",
        "Without telephone or e-mail this customer could not be found again.",
        "من دون هاتف أو بريد لا يمكن العثور على هذا العميل.",
    ),
    "not_allowed": (
        "Vos droits ne suffisent pas pour ces lignes.",
        "Your rights do not suffice for these rows.",
        "صلاحياتك لا تكفي لهذه الأسطر.",
    ),
    "more_than_you": (
        "Ces rôles ont plus de droits que vous : un administrateur doit le faire.",
        "These roles may do more than you: an administrator has to do it.",
        "لهذه الأدوار صلاحيات أكثر منك: على مدير أن يفعل ذلك.",
    ),
    "not_for_a_partner": (
        "Ce rôle n’est pas pour les personnes d’un partenaire.",
        "This role is not for a partner’s people.",
        "هذا الدور ليس لموظفي شريك.",
    ),
    # of a whole file
    "file_empty": ("Le fichier est vide.", "The file is empty.", "الملف فارغ."),
    "file_binary": (
        "Ce n’est pas un fichier CSV : enregistrez-le comme CSV.",
        "This is no CSV file: save it as CSV.",
        "ليس ملف CSV: احفظه بصيغة CSV.",
    ),
    "file_encoding": (
        "L’encodage ne se lit pas : enregistrez en UTF-8.",
        "The encoding cannot be read: save as UTF-8.",
        "تعذرت قراءة الترميز: احفظه بـ UTF-8.",
    ),
    "file_too_long": (
        "Le fichier est trop gros : coupez-le en plusieurs.",
        "The file is too large: split it.",
        "الملف كبير جدا: قسّمه.",
    ),
    "file_too_many_rows": (
        "Trop de lignes : coupez le fichier en plusieurs.",
        "Too many rows: split the file.",
        "أسطر كثيرة جدا: قسّم الملف.",
    ),
    "file_too_many_files": (
        "Trop de fichiers dans le zip.",
        "Too many files in the zip.",
        "ملفات كثيرة في الملف المضغوط.",
    ),
    "file_zip": ("Le zip est abîmé ou chiffré.", "The zip is damaged or encrypted.", "الملف المضغوط تالف أو مشفر."),
    "file_not_a_table": (
        "Laissé de côté : ni tableau CSV, ni son.",
        "Left aside: neither a CSV table nor a sound.",
        "تُرك: ليس جدول CSV ولا صوتا.",
    ),
    "file_unknown_kind": (
        "Personne ne sait de quoi parle ce tableau : choisissez son sujet, ou partez d’un modèle.",
        "Nobody knows what this table is about: choose its subject, or begin with a template.",
        "لا يُعرف موضوع هذا الجدول: اختر موضوعه أو ابدأ من نموذج.",
    ),
    "file_no_header": (
        "La colonne qui dit de quoi parle chaque ligne manque : comparez avec le modèle.",
        "The column that says what each row is about is missing: compare with the template.",
        "العمود الذي يحدد موضوع كل سطر ناقص: قارن مع النموذج.",
    ),
    "refused": ("Refusé ({0}).", "Refused ({0}).", "مرفوض ({0})."),
    # why a row was left by an undoing
    "changed_since": ("Quelqu’un l’a changé depuis.", "Somebody changed it since.", "غيّره أحدهم منذ ذلك الحين."),
    "used_since": ("Il a servi depuis.", "It was used since.", "استُعمل منذ ذلك الحين."),
    "in_use": (
        "Il sert encore ailleurs ({0}).",
        "It is still in use elsewhere ({0}).",
        "ما زال مستعملا في مكان آخر ({0}).",
    ),
}
ADDED_TITLES = {
    "line": ("Ligne", "Line", "السطر"),
    "column": ("Colonne", "Column", "العمود"),
    "why": ("Motif", "Reason", "السبب"),
}
_LANGUAGES = ("fr", "en", "ar")


def said(reason: str, what: str, language: str) -> str:
    if not reason:
        return ""
    at = _LANGUAGES.index(language) if language in _LANGUAGES else 1
    return REASONS.get(reason, REASONS["refused"])[at].replace("{0}", what or reason)
