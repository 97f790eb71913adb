"""Sounds of another system: an mp3 becomes a wav that sounds the same, what is neither is none."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from palabre.moving.actions.sounds import RATE, as_wav

# 0.3 s of 440 Hz, by LAME 3.100 at 16 kbit/s
MP3 = base64.b64decode(
    "//MoxAALUALlv0EYAqkApLv//wAD4Pg+D7xBE4PughLg+D4f4IcH385R5/lHaA/wI7QH+BHcP8p7+hVpSpv//LdKq+8fv6YQ//MoxA0QGOqcAZuQ"
    "AFZvi8FC44JLBIkdyJgRcLYiCoDhGmwEIHcxDhzhzjH/J0mTIvF7/0UTFQNfiUJA038qdUr///uP8yqP//MoxAcOwHJAAd4wAcCGAGAMYCYIBgrg"
    "EGCsEaYgRV5trEVHZSW8Y+ZCBinB/mGwM+CQrzBMARBwArRmnS6IjgX///ypXKWK//MoxAcMcG5AAOf2gVwQaBgQFzAoyMNHkzHijCmkEYxaUIKM"
    "BOAZzIQY5LDMxOwMpF+WTQLPXqb///rv4wdipAAIIBowTDsw//MoxBAQAHIwAO/4gMhuMazlM/KiMU7aWDLFg4wwVkEvNark41pjNJ+Mng0IDiSb"
    "TH7hykBz/R///+39ivg3wUdUqLpEQhFi//MoxAsOmHo0ABc8KHgpKGlQWdeExu2h0H+MDEYyoR5g2hhmBESwCQyCACUhACYS9UflFi/z/T//v//9"
    "Ff///GNMNRWAICMB//MoxAsOIHI4AOf4gAPMEiAwwRTHqaNVesxA9QJMi4ChTAnQHQxALzW86MgGYxwCwgHKWutFb+w5/oX///wp4EeZYIZAoIDB"
    "//MoxA0MYG5AAOf2gYNHZihBGc8yYUYg3mK8hFJgVAFQa4rHR45mxiEJiEbaQPLKcMX//9VIxGF9oiLnBICYkB2YFAIxg9Cz//MoxBYMmGZQAV4A"
    "ARn1Dhm0qNmYdoOJgGgymD2HeSgxgIEtg7oQIB4KTETEWihJ/20R7AgOFwbfmGjJ7K4TBRixv/gK2DVY//MoxB4T8QqUAZuYAOMTcGAguG5FCKGh"
    "mOSLlFyk15u6kJFiBGJdJn/5kXi8iiY9yYCBoShL03JBoSnQa/cmTEFNRTMuMTAw//MoxAkAAANIAcAAAKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
    "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
)


def test_an_mp3_sounds_as_it_did():
    wav = as_wav(MP3)
    assert wav is not None and wav[:4] == b"RIFF" and as_wav(wav) == wav
    sound = np.frombuffer(wav[44:], "<i2").astype(float)
    assert abs(np.abs(np.fft.rfft(sound)).argmax() * RATE / len(sound) - 440) < 4
    assert 0.3 <= len(sound) / RATE < 0.5


@pytest.mark.parametrize("data", [b"", b"ID3 nothing", b"RIFF cut", MP3[:20]])
def test_what_is_no_sound_is_none(data):
    assert as_wav(data) is None
