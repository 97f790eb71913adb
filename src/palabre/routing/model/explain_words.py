"""Explanations in full sentences: French, English, Arabic. {who} is a name, {other} another's; all else is put in ready
to be read. One table a language would hide a sentence that is missing: each stands beside its translations."""

from __future__ import annotations

LANGUAGES = ("fr", "en", "ar")

Words = tuple[str, str, str]

# what keeps somebody, by the code of model/blockers.py: said of her, and said to her
KEPT: dict[str, tuple[Words, Words]] = {
    "not_able": (
        ("{who} n’a pas ce que la file demande.", "{who} does not have what the queue asks for.",
         "ليس لدى {who} ما يطلبه الطابور."),
        ("Vous n’avez pas ce que la file demande.", "You do not have what the queue asks for.",
         "ليس لديك ما يطلبه الطابور."),
    ),
    "later_ring": (
        ("{who} est d’un cercle qui s’ouvre plus tard.", "{who} belongs to a ring that opens later.",
         "{who} من حلقة تُفتح لاحقًا."),
        ("Votre cercle s’ouvre plus tard.", "Your ring opens later.", "حلقتك تُفتح لاحقًا."),
    ),
    "preferred": (
        ("{who} laisse d’abord la place à la personne préférée du client.",
         "{who} first leaves it to the customer’s preferred person.", "{who} يتركها أولًا للشخص المفضل لدى الزبون."),
        ("La conversation attend d’abord la personne préférée du client.",
         "The conversation first waits for the customer’s preferred person.",
         "المحادثة تنتظر أولًا الشخص المفضل لدى الزبون."),
    ),
    "capacity": (
        ("{who} ne prend pas ce canal.", "{who} does not take this channel.", "{who} لا يأخذ هذه القناة."),
        ("Vous ne prenez pas ce canal.", "You do not take this channel.", "أنت لا تأخذ هذه القناة."),
    ),
    "signed_out": (
        ("{who} n’est pas au poste.", "{who} is not at the desk.", "{who} ليس في مكتبه."),
        ("Vous n’êtes pas au poste.", "You are not at your desk.", "أنت لست في مكتبك."),
    ),
    "status": (
        ("{who} n’est pas disponible.", "{who} is not available.", "{who} غير متاح."),
        ("Vous n’êtes pas disponible.", "You are not available.", "أنت غير متاح."),
    ),
    "hours": (
        ("{who} est hors de ses heures.", "{who} is outside working hours.", "{who} خارج ساعات عمله."),
        ("Vous êtes hors de vos heures.", "You are outside your working hours.", "أنت خارج ساعات عملك."),
    ),
    "presence": (
        ("{who} n’est plus en ligne.", "{who} is no longer online.", "{who} لم يعد متصلًا."),
        ("Votre poste n’est plus en ligne.", "Your desk is no longer online.", "مكتبك لم يعد متصلًا."),
    ),
    "unconfirmed": (
        ("{who} a manqué une offre et n’a pas confirmé son retour.",
         "{who} missed an offer and has not confirmed being back.", "{who} فاته عرض ولم يؤكد عودته."),
        ("Vous avez manqué une offre et n’avez pas confirmé votre retour.",
         "You missed an offer and have not confirmed that you are back.", "فاتك عرض ولم تؤكد عودتك."),
    ),
    "not_shown": (
        ("Le poste de {who} n’affiche plus les offres.", "The desk of {who} no longer shows offers.",
         "مكتب {who} لم يعد يعرض العروض."),
        ("Votre poste n’affiche plus les offres.", "Your desk no longer shows offers.", "مكتبك لم يعد يعرض العروض."),
    ),
    "offer": (
        ("{who} a une autre offre.", "{who} has another offer.", "{who} لديه عرض آخر."),
        ("Vous avez une autre offre.", "You have another offer.", "لديك عرض آخر."),
    ),
    "talking": (
        ("{who} est en conversation.", "{who} is in a conversation.", "{who} في محادثة."),
        ("Vous êtes en conversation.", "You are in a conversation.", "أنت في محادثة."),
    ),
    "wrap_up": (
        ("{who} est en fin de traitement.", "{who} is wrapping up.", "{who} في إنهاء المعالجة."),
        ("Vous êtes en fin de traitement.", "You are wrapping up.", "أنت في إنهاء المعالجة."),
    ),
    "reservation": (
        ("{who} garde la place pour une autre conversation.", "{who} is kept free for another conversation.",
         "{who} محجوز لمحادثة أخرى."),
        ("Vous gardez la place pour une autre conversation.", "You are kept free for another conversation.",
         "أنت محجوز لمحادثة أخرى."),
    ),
    "withheld": (
        ("{who} a trop à faire pour un travail qui peut attendre.", "{who} is too busy for work that can wait.",
         "{who} مشغول أكثر من أن يُعطى عملًا يمكنه الانتظار."),
        ("Vous avez trop à faire pour un travail qui peut attendre.", "You are too busy for work that can wait.",
         "أنت مشغول أكثر من أن تُعطى عملًا يمكنه الانتظار."),
    ),
    "declined": (
        ("{who} a refusé cette conversation il y a peu.", "{who} declined this conversation a short while ago.",
         "{who} رفض هذه المحادثة قبل قليل."),
        ("Vous avez refusé cette conversation il y a peu.", "You declined this conversation a short while ago.",
         "رفضت هذه المحادثة قبل قليل."),
    ),
}  # fmt: skip

# what put the one before the other, by the code of model/choice.py
DECIDED: dict[str, Words] = {
    "only": ("Personne d’autre ne pouvait la prendre à cet instant.", "Nobody else could take it at that moment.",
             "لم يكن أحد غيره يستطيع أخذها في تلك اللحظة."),
    "reserved": ("La réservation était faite avant que le client ne soit appelé.",
                 "The reservation was made before the customer was called.", "تم الحجز قبل الاتصال بالزبون."),
    "preferred": ("La personne préférée du client passe d’abord.", "The customer’s preferred person goes first.",
                  "الشخص المفضل لدى الزبون يُقدَّم."),
    "ring": ("Le cercle ouvert le premier passe d’abord.", "The ring that opened first goes first.",
             "الحلقة التي فُتحت أولًا تُقدَّم."),
    "band": ("Le niveau demandé passe d’abord.", "The level asked for goes first.", "المستوى المطلوب يُقدَّم."),
    "units": ("Qui a le moins de conversations en main passe d’abord.",
              "Whoever has the fewest conversations in hand goes first.", "صاحب أقل عدد من المحادثات الجارية يُقدَّم."),
    "share": ("Le site ou le partenaire le plus loin de sa part passe d’abord.",
              "The site or partner furthest from its share goes first.", "الموقع أو الشريك الأبعد عن حصته يُقدَّم."),
    "occupied": ("Qui a été le moins occupé dans la journée passe d’abord.",
                 "Whoever was least busy that day goes first.", "الأقل انشغالًا في ذلك اليوم يُقدَّم."),
    "idle": ("Qui est libre depuis le plus longtemps passe d’abord.", "Whoever has been free longest goes first.",
             "المتفرغ منذ أطول مدة يُقدَّم."),
    "id": ("À égalité en tout, un ordre fixe décide.", "Where all else is equal, a fixed order decides.",
           "عند التساوي في كل شيء يحسم ترتيب ثابت."),
}  # fmt: skip

URGENCY: dict[str, Words] = {
    "only": ("Aucune autre conversation ne pouvait être proposée.", "No other conversation could be offered.",
             "لم تكن هناك محادثة أخرى يمكن عرضها."),
    "overdue": ("Elle attendait depuis bien plus que son objectif, et la plus ancienne passe d’abord.",
                "It had waited far beyond its target, and the oldest goes first.",
                "انتظرت أكثر بكثير من هدفها، والأقدم تُقدَّم."),
    "urgency": ("Son attente, rapportée à son objectif, était la plus pressante.",
                "Its wait, measured by its target, was the most pressing.",
                "كان انتظارها، قياسًا إلى هدفها، الأكثر إلحاحًا."),
    "arrival": ("À urgence égale, elle était arrivée la première.", "Of those equally urgent, it had come first.",
                "عند تساوي الإلحاح، وصلت هي أولًا."),
}  # fmt: skip

# what happens next when nobody does anything: with a name, and where none is told
COMING: dict[str, tuple[Words, Words]] = {
    "ring_opens": (("Dans {left}, le cercle {ring} s’ouvre.", "In {left}, ring {ring} opens.",
                    "بعد {left} تُفتح الحلقة {ring}."),) * 2,
    "offer_ends": (
        ("Dans {left} au plus, l’offre faite à {who} finit.", "Within {left}, the offer made to {who} ends.",
         "خلال {left} على الأكثر ينتهي العرض المقدم إلى {who}."),
        ("Dans {left} au plus, l’offre en cours finit.", "Within {left}, the present offer ends.",
         "خلال {left} على الأكثر ينتهي العرض الجاري."),
    ),
    "wrap_up_ends": (
        ("Dans {left} au plus, la fin de traitement de {who} s’achève.", "Within {left}, the wrap-up of {who} is over.",
         "خلال {left} على الأكثر ينتهي إنهاء المعالجة لدى {who}."),
        ("Dans {left} au plus, une fin de traitement s’achève.", "Within {left}, a wrap-up is over.",
         "خلال {left} على الأكثر تنتهي معالجة جارية."),
    ),
    "declined_ends": (
        ("Dans {left}, on peut de nouveau la proposer à {who}.", "In {left}, it can be offered to {who} again.",
         "بعد {left} يمكن عرضها من جديد على {who}."),
        ("Dans {left}, on peut de nouveau la proposer à qui l’a refusée.",
         "In {left}, it can be offered again to whoever declined it.", "بعد {left} يمكن عرضها من جديد على من رفضها."),
    ),
    "reservation_ends": (
        ("Dans {left} au plus, la réservation de {who} finit.", "Within {left}, the reservation of {who} ends.",
         "خلال {left} على الأكثر ينتهي حجز {who}."),
        ("Dans {left} au plus, une réservation finit.", "Within {left}, a reservation ends.",
         "خلال {left} على الأكثر ينتهي حجز."),
    ),
    "withheld_ends": (("Dans {left}, on regarde de nouveau qui est assez libre.",
                       "In {left}, who is free enough is looked at again.",
                       "بعد {left} يُنظر من جديد فيمن هو متفرغ بما يكفي."),) * 2,
    "hours_ends": (
        ("Dans {left}, les heures de {who} commencent.", "In {left}, the working hours of {who} begin.",
         "بعد {left} تبدأ ساعات عمل {who}."),
        ("Dans {left}, les heures de quelqu’un commencent.", "In {left}, somebody’s working hours begin.",
         "بعد {left} تبدأ ساعات عمل أحد الزملاء."),
    ),
    "preferred_ends": (("Dans {left} au plus, toutes les autres personnes peuvent la prendre.",
                        "Within {left}, everybody else may take it.",
                        "خلال {left} على الأكثر يستطيع الآخرون أخذها."),) * 2,
    "longest_wait": (("Dans {left} au plus, l’attente la plus longue est atteinte et le parcours décide de la suite.",
                      "Within {left}, the longest wait is reached and the flow decides what follows.",
                      "خلال {left} على الأكثر يبلغ الانتظار أقصاه ويقرر المسار ما يلي."),) * 2,
}  # fmt: skip

SAID: dict[str, Words] = {
    "then": ("Voici comment c’était à cet instant.", "This is how things stood at that moment.",
             "هكذا كان الوضع في تلك اللحظة."),
    "waited": ("La conversation attend depuis {time}.", "The conversation has waited for {time}.",
               "المحادثة تنتظر منذ {time}."),
    "came": ("La conversation vient d’arriver dans la file.", "The conversation has just come into the queue.",
             "وصلت المحادثة للتو إلى الطابور."),
    "nobody_able": ("Personne n’a ce que cette file demande.", "Nobody has what this queue asks for.",
                    "ليس لدى أحد ما يطلبه هذا الطابور."),
    "one_able": ("Une seule personne peut la prendre.", "One person can take it.", "شخص واحد يستطيع أخذها."),
    "able": ("{n} personnes peuvent la prendre.", "{n} people can take it.", "عدد من يستطيعون أخذها هو {n}."),
    "none_free": ("Aucune n’est libre à cet instant.", "None of them is free at this moment.",
                  "لا أحد منهم متفرغ في هذه اللحظة."),
    "one_free": ("Une personne est libre à cet instant, et la conversation lui est proposée.",
                 "One person is free at this moment, and the conversation is offered to that person.",
                 "شخص واحد متفرغ في هذه اللحظة، وتُعرض المحادثة عليه."),
    "free": ("{n} personnes sont libres à cet instant, et la conversation est proposée à l’une d’elles.",
             "{n} people are free at this moment, and the conversation is offered to one of them.",
             "عدد المتفرغين في هذه اللحظة هو {n}، وتُعرض المحادثة على أحدهم."),
    "one_ahead": ("Une conversation plus pressante passe avant elle.", "One more pressing conversation goes first.",
                  "محادثة واحدة أكثر إلحاحًا تسبقها."),
    "ahead": ("{n} conversations plus pressantes passent avant elle.", "{n} more pressing conversations go first.",
              "عدد المحادثات الأكثر إلحاحًا التي تسبقها هو {n}."),
    "rings": ("Elle est proposée en ce moment à {who}.", "It is being offered to {who} at this moment.",
              "هي معروضة الآن على {who}."),
    "rings_you": ("Elle vous est proposée en ce moment.", "It is being offered to you at this moment.",
                  "هي معروضة عليك الآن."),
    "until": ("Cela prend fin dans {time} au plus.", "That ends within {time}.", "ينتهي ذلك خلال {time} على الأكثر."),
    "given": ("L’offre a été faite à {who}.", "The offer was made to {who}.", "قُدم العرض إلى {who}."),
    "given_you": ("L’offre vous a été faite.", "The offer was made to you.", "قُدم العرض إليك."),
    "next": ("Ensuite venait {other}.", "Next came {other}.", "كان التالي {other}."),
    "were_free": ("{n} personnes étaient libres.", "{n} people were free.", "كان عدد المتفرغين {n}."),
    "not_given": ("L’offre n’a pas été faite à {who}.", "The offer was not made to {who}.", "لم يُقدَّم العرض إلى {who}."),
    "not_given_you": ("L’offre ne vous a pas été faite.", "The offer was not made to you.", "لم يُقدَّم العرض إليك."),
    "other_first": ("{other} passait avant.", "{other} came first.", "كان {other} مقدَّمًا."),
    "somebody_first": ("Quelqu’un d’autre passait avant.", "Somebody else came first.", "كان زميل آخر مقدَّمًا."),
    "own_offer": ("C’est à {who} que l’offre a été faite.", "The offer was made to {who}.",
                  "العرض قُدم إلى {who} نفسه."),
    "own_offer_you": ("C’est à vous que l’offre a été faite.", "The offer was made to you.", "العرض قُدم إليك أنت."),
    "turn": ("Rien ne retient {who} : la conversation viendra à son tour.",
             "Nothing keeps {who} from it: the conversation comes in its turn.",
             "لا شيء يمنع {who} منها: ستأتي المحادثة في دورها."),
    "turn_you": ("Rien ne vous retient : elle vous sera proposée à votre tour.",
                 "Nothing keeps you from it: it will be offered to you in your turn.",
                 "لا شيء يمنعك منها: ستُعرض عليك في دورك."),
    "others": ("{n} autres personnes ne sont pas nommées ici.", "{n} other people are not named here.",
               "عدد من لم يُذكروا هنا هو {n}."),
    "one_other": ("Une autre personne n’est pas nommée ici.", "One other person is not named here.",
                  "شخص آخر لم يُذكر هنا."),
    "somebody": ("quelqu’un", "somebody", "أحد الزملاء"),
}  # fmt: skip

UNITS: tuple[Words, Words, Words] = (("s", "s", "ث"), ("min", "min", "د"), ("h", "h", "س"))
