"""A town in which every answer can be worked out by hand."""

from graph.network import Network
from matching.model import Ranker
from matching.suggest import Matcher
from matching.teams.finder import TeamFinder
from matching.teams.missing import MissingMember
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import collaboration, network, partner, theme

THEMES = [
    theme("techniek-test", label="Techniek", answers=["werkplaats-test"]),
    theme("werkplaats-test", label="Werkplaats"),
    theme("taal-test", label="Taalles"),
    theme("eten-test", label="Maaltijd", answers=["werkplaats-test"]),
    theme("vervoer-test", label="Vervoer", answers=["bus-test"]),
    theme("bus-test", label="Bus"),
]
PARTNERS = [
    partner("bakker", sector="bedrijf", offers="maaltijd voor groepen"),
    partner("garage", sector="bedrijf", offers="techniek en gereedschap"),
    partner("smid", sector="bedrijf", offers="techniek met metaal"),
    partner("school", sector="primair-onderwijs", offers="lokaal in de avond"),
    partner("taalhuis", sector="bibliotheek", offers="taalles"),
    partner("buurthuis", sector="welzijn", offers="maaltijd en taalles"),
    partner("vol", sector="sport", offers="techniek, taalles en maaltijd", capacity=0),
]
WORK = [
    collaboration("c1", "2017", ["school", "garage"]),
    collaboration("c2", "2018", ["garage", "taalhuis"]),
    collaboration("c3", "2018-02", ["taalhuis", "bakker"]),
    collaboration("c4", "2018-03", ["bakker", "buurthuis"]),
]


def town(partners=PARTNERS, work=WORK, themes=THEMES) -> Network:
    return network(partners, work, themes)


def finder_in(built: Network) -> TeamFinder:
    matcher = Matcher(built, Ranker.prior(), TextSpace(built, known=NO_ASSOCIATIONS))
    return TeamFinder(matcher, MissingMember())
