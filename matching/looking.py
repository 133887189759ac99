"""Everybody looked at, or only candidates gathered: by the size of the network."""

from graph.network import Network
from matching.features import Signals
from matching.texts import TextSpace
from matching.wide.signals import WideSignals

N_WIDE = 20_000
"""In a network of more partners candidates are gathered: beyond, looking at everybody takes longer than it gains."""


def signals_of(network: Network, space: TextSpace, *, may_fork: bool = False) -> Signals:
    """Prepare the signals of one network; `may_fork`: whether several processes may do it, if it is a large one."""
    if network.n_partners > N_WIDE:
        return WideSignals(network, space, may_fork=may_fork)
    return Signals(network, space)
