"""Networks that several tests of matching look at."""

from hypothesis import strategies as st

from tests.builders import collaboration, network, partner

PATH = [(0, 1), (1, 2), (2, 3)]
STAR = [(0, 1), (0, 2), (0, 3)]
COMPLETE = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
TWO_COMPONENTS = [(0, 1), (2, 3)]
ISOLATED: list[tuple[int, int]] = []


def tied(n_partners, edges, start="2018"):
    """Partners p00, p01, … without a word on themselves, and a collaboration of two for each edge."""
    ids = [f"p{position:02}" for position in range(n_partners)]
    return network(
        [partner(partner_id, name="") for partner_id in ids],
        [collaboration(f"{ids[one]}-{ids[other]}", start, [ids[one], ids[other]], title="") for one, other in edges],
    )


def edges(n_partners):
    """Any set of ties between so many partners, as a strategy of hypothesis."""
    pairs = [(one, other) for one in range(n_partners) for other in range(one + 1, n_partners)]
    return st.lists(st.sampled_from(pairs), unique=True)
