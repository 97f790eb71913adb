"""Numbers as people say them, and what stands between them."""

from __future__ import annotations

import pytest

from palabre.channels.voice.model.spoken import digits_of


@pytest.mark.parametrize(
    ("said", "language", "digits"),
    [
        ("un deux trois", "fr", "123"), ("vingt-trois", "fr", "23"), ("ma commande est la quarante et un", "fr", "41"),
        ("soixante et onze", "fr", "71"), ("soixante-dix-sept", "fr", "77"), ("quatre-vingts", "fr", "80"),
        ("quatre-vingt-dix-neuf", "fr", "99"), ("cent un", "fr", "101"), ("deux cent cinquante", "fr-FR", "250"),
        ("mille neuf cent quatre-vingt-quatre", "fr", "1984"), ("douze mille trois cents", "fr", "12300"),
        ("zéro six douze trente-quatre cinquante-six", "fr", "06123456"), ("quatre quatre", "fr", "44"),
        ("dix un", "fr", "101"), ("nonante-huit", "fr", "98"), ("rien de tout cela", "fr", ""), ("le 42", "fr", "42"),
        ("one two oh four", "en", "1204"), ("forty-two", "en", "42"), ("three hundred and seven", "en", "307"),
        ("twelve thirty four", "en", "1234"), ("five thousand six hundred and one", "en", "5601"),
        ("ten five", "en", "105"), ("thirteen", "de", "13"),
        ("واحد اثنان ثلاثة", "ar", "123"), ("ثلاثة وعشرون", "ar", "23"), ("ثلاثة عشر", "ar", "13"),
        ("مئة وخمسة", "ar", "105"), ("ثلاثمئة وسبعة وأربعون", "ar", "347"), ("ألف ومئتان", "ar", "1200"),
        ("خمسة آلاف وستمئة وواحد", "ar", "5601"), ("عشرون", "ar", "20"), ("٤٢", "ar", "42"),
    ],
)  # fmt: skip
def test_a_number_is_understood(said, language, digits):
    assert digits_of(said, language) == digits
