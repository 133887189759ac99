"""What the measures of a network are called on the screen, and what they mean there."""

from service.texts import gettext as _


def measure_labels() -> dict[str, str]:
    """Return what each measure is called on the screen, by its name."""
    return {
        "n_partners": _("Partners"),
        "n_ties": _("Ties"),
        "mean_degree": _("Ties per partner, mean"),
        "median_degree": _("Ties per partner, median"),
        "n_isolates": _("Partners without a tie"),
        "n_components": _("Groups without a way between them"),
        "largest_share": _("Share in the largest group"),
        "density": _("Density, at least"),
        "density_at_most": _("Density, at most"),
        "centralisation": _("Centralisation by degree"),
        "transitivity": _("Closed triangles"),
        "clustering": _("Clustering, mean"),
        "efficiency": _("Nearness, mean of 1 / steps"),
        "degree_assortativity": _("Preference for who has as many ties"),
        "n_bridges": _("Ties that alone hold parts together"),
        "n_cut_partners": _("Partners that alone hold parts together"),
        "cross_share": _("Share of ties across sectors"),
        "ei_index": _("E–I index by sector"),
        "ei_expected": _("E–I index that sizes alone give"),
        "assortativity": _("Preference for the own sector"),
        "n_communities": _("Communities"),
        "modularity": _("Modularity"),
    }


def say_source(source: str) -> str:
    """Return the source of a definition on the screen; names of authors and libraries are the same there."""
    words = {
        "count": _("count"),
        "worst case, after Manski 1989": _("worst case, after Manski 1989"),
        "from the sizes of the sectors": _("from the sizes of the sectors"),
        "Freeman 1979, by degree": _("Freeman 1979, by ties"),
    }
    return words.get(source, source)


def measure_meanings() -> dict[str, str]:
    """Return what each measure means on the screen, by its name."""
    return {
        "n_partners": _("Partners that were there on the day."),
        "n_ties": _("Pairs of partners that had worked together by then."),
        "mean_degree": _("Ties per partner: 2 m / n."),
        "median_degree": _("Half of the partners have as many ties or fewer."),
        "n_isolates": _("Partners without a tie."),
        "n_components": _("Groups between which there is no way over ties; who has no tie is one."),
        "largest_share": _("Share of the partners in the largest of these groups."),
        "density": _("Share of all pairs that are tied: 2 m / (n (n - 1))."),
        "density_at_most": _("Density if those of whom nothing is known were tied to everybody."),
        "centralisation": _("0 where all have as many ties, 1 where one has all of them."),
        "transitivity": _("Share of the pairs with a shared partner that are tied themselves."),
        "clustering": _("Mean over partners of the share of their partners that are tied."),
        "efficiency": _("Mean over pairs of 1 / steps, 0 where there is no way."),
        "degree_assortativity": _(
            "1 where the well connected are tied to each other, below 0 where they are tied to those with few ties."
        ),
        "n_bridges": _("Ties whose end would part the network further."),
        "n_cut_partners": _("Partners whose leaving would part the network further."),
        "cross_share": _("Share of the ties that join two sectors."),
        "ei_index": _("(ties across sectors - ties within) / ties, -1 to 1."),
        "ei_expected": _("The same if every pair were as likely to be tied."),
        "assortativity": _("1 where ties stay within sectors, 0 without preference."),
        "n_communities": _("Groups that work with each other more than with others."),
        "modularity": _("How much more than by chance, -.5 to 1."),
    }
