"""What every figure means, and whose formula it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """What a figure means."""

    name: str
    meaning: str
    source: str
    """Where its formula comes from, and what computes it."""
    version: int = 1
    """Goes up when the same data would give another figure."""


DEFINITIONS = (
    Definition("n_partners", "partners that were there on the day", "count"),
    Definition("n_ties", "pairs of partners that had worked together by then", "count"),
    Definition("mean_degree", "ties per partner: 2 m / n", "count"),
    Definition("median_degree", "half of the partners have as many ties or fewer", "count"),
    Definition("n_isolates", "partners without a tie", "count"),
    Definition("n_components", "groups between which there is no way over ties; who has no tie is one", "scipy"),
    Definition("largest_share", "share of the partners in the largest of these groups", "scipy"),
    Definition("density", "share of all pairs that are tied: 2 m / (n (n - 1))", "Wasserman and Faust 1994"),
    Definition(
        "density_at_most",
        "density if those of whom nothing is known were tied to everybody",
        "worst case, after Manski 1989",
    ),
    Definition(
        "centralisation", "0 where all have as many ties, 1 where one has all of them", "Freeman 1979, by degree"
    ),
    Definition(
        "transitivity", "share of the pairs with a shared partner that are tied themselves", "Newman 2003, SIAM Review"
    ),
    Definition(
        "clustering", "mean over partners of the share of their partners that are tied", "Watts and Strogatz 1998"
    ),
    Definition("efficiency", "mean over pairs of 1 / steps, 0 where there is no way", "Latora and Marchiori 2001"),
    Definition(
        "degree_assortativity",
        "1 where the well connected are tied to each other, below 0 where they are tied to those with few ties",
        "Newman 2002",
    ),
    Definition("n_bridges", "ties whose end would part the network further", "Tarjan 1974, rustworkx"),
    Definition(
        "n_cut_partners", "partners whose leaving would part the network further", "Hopcroft and Tarjan 1973, rustworkx"
    ),
    Definition("cross_share", "share of the ties that join two sectors", "count"),
    Definition("ei_index", "(ties across sectors - ties within) / ties, -1 to 1", "Krackhardt and Stern 1988"),
    Definition("ei_expected", "the same if every pair were as likely to be tied", "from the sizes of the sectors"),
    Definition(
        "assortativity",
        "1 where ties stay within sectors, 0 without preference",
        "Newman 2003, Physical Review E 67, 026126",
    ),
    Definition(
        "n_communities",
        "groups that work with each other more than with others",
        "Louvain (Blondel and others 2008), scikit-network",
    ),
    Definition("modularity", "how much more than by chance, -.5 to 1", "Newman and Girvan 2004, scikit-network"),
)
"""Every figure of `graph.measures.Measures`, in order."""

OF_PARTNERS = (
    Definition("degree", "ties of the partner", "count"),
    Definition(
        "closeness", "mean of 1 / steps to all others, 0 where there is no way, 0 to 1", "Marchiori and Latora 2000"
    ),
    Definition(
        "betweenness",
        "share of the shortest ways between two others that lead over it, 0 to 1",
        "Freeman 1977; Brandes 2001, rustworkx",
    ),
    Definition(
        "core",
        "the largest k for which it has k ties within a group in which everybody has",
        "Seidman 1983, scikit-network",
    ),
    Definition("constraint", "how far its partners know each other, so that it depends on them", "Burt 1992"),
    Definition(
        "effective_size", "its ties less the mean number of ties among its partners", "Burt 1992; Borgatti 1997"
    ),
    Definition("coordinator", "pairs of untied partners, all three of one sector", "Gould and Fernandez 1989"),
    Definition("consultant", "pairs of untied partners of one sector, it of another", "Gould and Fernandez 1989"),
    Definition(
        "representative", "pairs of untied partners, one of its own sector and one not", "Gould and Fernandez 1989"
    ),
    Definition("liaison", "pairs of untied partners, all three of different sectors", "Gould and Fernandez 1989"),
    Definition("is_cut", "whether its leaving would part the network further", "Hopcroft and Tarjan 1973, rustworkx"),
)
"""Every figure of `graph.centrality.measure_partners`, in order."""

OVER_TIME = (
    Definition(
        "survival", "share of the ties that last longer than so many years", "Kaplan and Meier 1958, statsmodels"
    ),
    Definition(
        "kept_after_grant", "share of the ties of ended collaborations that go on in another a year on", "count"
    ),
    Definition(
        "densification",
        "a in ties ~ partners ** a: 1 for as many ties per partner, above it ever more",
        "Leskovec 2007",
    ),
    Definition("attachment_rate", "new ties a year by ties that one has, beside the mean", "Jeong and others 2003"),
    Definition(
        "popularity", "how the odds of being met grow with the logarithm of ties", "McFadden 1974; Overgoor 2019"
    ),
    Definition("closure", "the same with the logarithm of shared partners", "McFadden 1974; Overgoor 2019"),
    Definition("same_sector", "the same for a partner of one's own sector", "McFadden 1974; Overgoor 2019"),
    Definition(
        "followers",
        "collaborations within a year of two who first met in another, beside the same in another order",
        "count; permutation",
    ),
    Definition(
        "by_chance",
        "a figure of networks in which each takes part as often, in collaborations of the same sizes",
        "Strona and others 2014",
    ),
)
"""Figures of a history, in the order of graph/lasting.py, attachment.py, snowball.py and chance.py."""
