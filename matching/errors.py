"""What can go wrong with matching."""

from graph.errors import GraphError


class UnreadableModel(GraphError):
    """A file does not hold a model of this version."""


class EncoderUnavailable(GraphError):
    """The sentence encoder asked for is not there, or what reads it is not installed."""


class ImpossibleRound(GraphError):
    """A round is asked in a way that no plan can meet."""


class UnknownSector(GraphError):
    """No sector of the network has this id."""


class ClusterUnavailable(GraphError):
    """The cluster asked for cannot be reached, has no workers, or what speaks to it is not installed."""


class OtherInstallation(GraphError):
    """A worker of a cluster runs something else than this machine, and might come to other numbers."""


class ProcessLost(GraphError):
    """One of several processes that shared the work was ended from outside."""
