"""Feeds read, addresses made, answers judged, words chosen: what a stranger's bytes or a caller's digits may not do."""

from __future__ import annotations

import ipaddress

import pytest

from palabre.flows.model.step import ASKS
from palabre.information.model import words
from palabre.information.model.dates import instant_of
from palabre.information.model.feed import Feed, Item, age_ms, check_feed, is_stale
from palabre.information.model.json_feed import read_json
from palabre.information.model.paths import MISSING, at
from palabre.information.model.requests import (
    ValueUnusable,
    address_of,
    body_of,
    header_of,
    host_of,
    outcome_of,
    values_of,
)
from palabre.information.model.speaking_clock import first_stroke, instant_told
from palabre.information.model.xml_feed import date_of, read_news
from palabre.information.problems import FeedInvalid, FeedUnreadable
from palabre.information.steps.http_request import HttpRequest
from palabre.plumbing.outgoing import may_reach, networks

NEWS = Feed(url="https://example.org/news")
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Le journal</title>
<item><title>Grève du tram.</title><description>&lt;p&gt;Lignes &lt;b&gt;A&lt;/b&gt; &amp;amp; B&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>
<pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate></item><item><title>Pluie</title></item></channel></rss>"""  # noqa: E501
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Un</title><summary>Deux</summary>
<updated>2026-11-22T09:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><title>Un</title><description>Deux</description></item></rdf:RDF>"""


def test_rss_atom_and_rdf_are_read():
    told = read_news(NEWS, RSS.encode())
    assert [i.words for i in told.items] == ["Grève du tram. Lignes A & B", "Pluie."]
    assert told.items[0].at == date_of("2026-11-22T09:00:00Z")
    assert read_news(NEWS, ATOM.encode()).items == (Item("Un. Deux", date_of("2026-11-22T09:00:00Z")),)
    assert read_news(NEWS, RDF.encode()).items == (Item("Un. Deux"),)
    assert read_news(NEWS, RSS.replace("utf-8", "iso-8859-1").encode("latin-1")).items[0].words.startswith("Grève")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_xml"), (b"<rss", "not_xml"), (b"{}", "not_xml"), (b"<rss/>", "no_items"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss><item><title>&a;</title></item></rss>', "entities"),
        (b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>',
         "entities"),
        (b"<a>" * 5000, "not_xml"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(data, reason):
    with pytest.raises(FeedUnreadable) as refused:
        read_news(NEWS, data)
    assert refused.value.details["reason"] == reason


WEATHER = Feed(
    url="https://example.org/w", format="json", items="current", words="Il fait {degrees} degrés, vent {wind}.",
    fields={"degrees": "temperature", "wind": "wind.0"}, date="time", age_of="content")  # fmt: skip


def test_json_is_read_by_paths():
    told = read_json(WEATHER, b'{"current": {"temperature": 12.50, "wind": ["fort"], "time": 1795341600}}')
    assert told.items == (Item("Il fait 12.5 degrés, vent fort.", 1_795_341_600_000),)
    assert told.fields == {"degrees": "12.5", "wind": "fort"}
    for data, reason in ((b"<a/>", "not_json"), (b"{}", "path"), (b'{"current": {"wind": []}}', "path"),
                         (b'{"current": []}', "no_items")):  # fmt: skip
        with pytest.raises(FeedUnreadable) as refused:
            read_json(WEATHER, data)
        assert refused.value.details["reason"] == reason
    assert at({"a": [1]}, "a.1") is MISSING and at({"a": [1]}, "a.0") == 1


def test_what_is_kept_grows_stale():
    feed, items = Feed(url="https://example.org/x", stale_seconds=600), (Item("a", 1_000_000),)
    assert not is_stale(feed, 5_000_000, items, 5_600_000) and is_stale(feed, 5_000_000, items, 5_600_001)
    assert is_stale(feed, 0, (), 5_000_000) and is_stale(feed, 5_000_000, (), 5_000_000)
    by_content = Feed(url="https://example.org/x", stale_seconds=600, age_of="content")
    assert age_ms(by_content, 5_000_000, items, 5_000_000) == 4_000_000  # read just now, and old all the same


@pytest.mark.parametrize("wrong", [
    {"format": "json"}, {"format": "json", "words": "{no}"}, {"words": "{degrees}"},
    {"refresh_seconds": 7200, "stale_seconds": 60},
    {"format": "json", "words": "x", "age_of": "content"},
])  # fmt: skip
def test_a_feed_that_cannot_work_is_refused(wrong):
    with pytest.raises(FeedInvalid):
        check_feed(Feed(url="https://example.org/x", **wrong))


def test_no_variable_leaves_its_place_in_an_address():
    template = "https://shop.example/orders/{order}/lines?mail={mail}"
    made = address_of(template, {"order": "../../admin?x=1#y", "mail": "a&b=c d@é"})
    assert made == "https://shop.example/orders/..%2F..%2Fadmin%3Fx%3D1%23y/lines?mail=a%26b%3Dc%20d%40%C3%A9"
    for value in ("", ".", "..", "x" * 600):
        with pytest.raises(ValueUnusable):
            address_of(template, {"order": value})
    assert host_of(template) == "shop.example" and host_of("https://{host}/x") is None
    assert host_of("ftp://shop.example/") is None and host_of("https://a@shop.example/") is None
    assert header_of("X {v}", {"v": "a\r\nSet: b\u00e9"}) == "X aSet: b"
    assert body_of({"order": "{order}"}, {"order": '"} '}) == b'{"order":"\\"} "}'


def test_what_changes_something_elsewhere_is_not_done_in_a_trial():
    asked = {"url": "https://shop.example/x"}
    assert not HttpRequest(**asked).reaches_out and HttpRequest(**asked, method="POST").reaches_out == ASKS


def test_each_answer_has_its_exit():
    told = [(200, "ok"), (204, "ok"), (404, "not_found"), (410, "not_found"), (401, "refused"), (429, "unavailable"),
            (500, "unavailable"), (302, "bad_answer")]  # fmt: skip
    assert [(status, outcome_of(status)) for status, _ in told] == told
    assert values_of(b'{"order": {"state": "sent", "paid": true}}', {"s": "order.state", "p": "order.paid"}) == {
        "s": "sent", "p": "true"}  # fmt: skip
    assert values_of(b"<html>", {"s": "x"}) is None and values_of(b"{}", {"s": "x"}) is None
    assert values_of(b"<html>", {}) == {}


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1", "::", "fe80::1",
    "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "fe80::1%eth0",
])  # fmt: skip
def test_the_inside_is_not_reached(address):
    assert not may_reach(address, ())


def test_what_the_installation_allows_is_reached():
    assert may_reach("9.9.9.9", ()) and may_reach("2620:fe::fe", ())
    allowed = networks("127.0.0.0/8, 10.1.0.0/16")
    assert may_reach("127.0.0.1", allowed) and may_reach("::ffff:10.1.2.3", allowed)
    assert not may_reach("10.2.0.1", allowed) and not may_reach("::1", allowed)
    assert networks("") == () and networks("::1")[0] == ipaddress.ip_network("::1/128")


def test_the_clock_tells_a_round_instant_that_can_be_reached():
    for now in range(1_795_341_600_000, 1_795_341_620_000, 333):
        told = instant_told(now)
        assert told % 5_000 == 0 and first_stroke(told) >= now + 6_000 and told - now < 13_001


def test_ages_are_said_in_the_language():
    assert words.age(20, "fr") == "Information relevée à l'instant."
    assert words.age(60, "fr-MA") == "Information relevée il y a 1 minute."
    assert words.age(95 * 60, "en") == "Information read 1 hour ago."
    assert words.age(3 * 86_400, "en") == "Information read 3 days ago."
    assert "دقيقتين" in words.age(120, "ar") and "11 دقيقة" in words.age(660, "ar")


def test_instants_of_others():
    assert instant_of("2026-11-22T09:00:00+01:00") == 1_795_334_400_000
    assert instant_of(1_795_334_400) == instant_of(1_795_334_400_000) == instant_of("1795334400") == 1_795_334_400_000
    assert instant_of("soon") == instant_of(None) == instant_of(-1) == instant_of(True) == 0
