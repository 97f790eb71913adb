"""What this process tells Prometheus of its telephone: how much of each kind, never of whom.

Every label is one of the names below: no tenant, no number, no conversation ever stands in a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakSet

from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from palabre.channels.voice.drivers.calls import FLOW, HOLDING, TALK
from palabre.channels.voice.drivers.driver import Driver

EARLY_MS = 5_000  # somebody who hangs up sooner, still with the machine, had dialled wrong or lost patience at once
PLACES = (FLOW, HOLDING, TALK)
OUTCOMES = ("done", "gone", "failed")  # of what the partition had asked for
HAPPENED = {
    "taken": "calls answered",
    "unknown_number": "calls to a number that nobody has",
    "given_back": "calls handed to the dial plan, for they could not be written",
    "reconstructed": "calls entered from Asterisk's own record afterwards",
    "trunk_failed_over": "calls that went by another trunk, for the first one failed",
    "shut_out": "addresses shut out for guessing at SIP passwords",
    "given_to_another": "new calls refused while this Asterisk is being emptied",
    "lost_with_node": "calls that ended with the Asterisk they were on",
    "early_hang_up": "callers who hung up within five seconds, before anybody was sought",
    "recording_failed": "talks whose recording could not be started or kept",
}


class Figures(Collector):
    """Of all Asterisks driven by this process, summed."""

    def __init__(self) -> None:
        self.nodes: WeakSet[Driver] = WeakSet()

    def collect(self) -> Iterable[Metric]:
        nodes = list(self.nodes)
        calls = GaugeMetricFamily("palabre_voice_calls", "Calls up, by where the caller is", labels=["place"])
        for place in PLACES:
            calls.add_metric([place], sum(call.place == place for node in nodes for call in node.calls))
        effects = CounterMetricFamily("palabre_voice_effects", "What the partition asked for", labels=["outcome"])
        for outcome in OUTCOMES:
            effects.add_metric([outcome], sum(node.counted[f"effect_{outcome}"] for node in nodes))
        what = "; ".join(f"{name}: {words}" for name, words in HAPPENED.items())
        happened = CounterMetricFamily("palabre_voice_happened", what, labels=["what"])
        for name in HAPPENED:
            happened.add_metric([name], sum(node.counted[name] for node in nodes))
        silent = GaugeMetricFamily("palabre_voice_recording_troubled", "Asterisks that cannot record just now")
        silent.add_metric([], sum(bool(node.recorder.room.why) for node in nodes))
        up = GaugeMetricFamily("palabre_voice_ari_connected", "Asterisks that answer us just now")
        up.add_metric([], sum(node.ari.connected for node in nodes))
        return calls, effects, happened, up, silent


FIGURES = Figures()
REGISTRY.register(FIGURES)
