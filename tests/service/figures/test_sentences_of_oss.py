"""Every sentence of the growth page on Oss, worked out again from its files by pandas and networkx."""

from collections import Counter
from datetime import date
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from service.figures.all import FIGURES
from tests.service.figures.looking import look
from tests.service.figures.oss_files import (
    DAY,
    MET,
    PARTNERS,
    SECTORS,
    SINCE,
    THEMES,
    TIES,
    WORK,
    YEAR,
    crosses,
    graph_at,
    number,
    several,
    took_part,
)

YEARS = range(SINCE, YEAR + 1)
GAPS = (
    "Van 2007 en 2009 is geen samenwerking opgeschreven die toen begon: dat kan een gat in de "
    "gegevens zijn, en niet in "
    "het netwerk."
)
N_OPEN = int(WORK["end"].isna().sum())
OPEN = (
    f"Van {len(WORK)} samenwerkingen is er van {N_OPEN} geen einde opgeschreven. Die tellen als "
    f"lopend, dus er kan meer "
    "geëindigd zijn."
)
ALL = graph_at(YEAR, PARTNERS.index)


@pytest.fixture(scope="module")
def figure(oss):
    made = {}
    return lambda key: made.setdefault(key, FIGURES[key](look(oss, day=date(YEAR, 12, 31), since=SINCE)))


def test_the_gaps_are_those_of_the_files():
    assert [year for year in YEARS if year not in set(WORK["start"].dt.year)] == [2007, 2009]


def test_the_network_in_figures(figure):
    n, m, before = len(PARTNERS), len(TIES), int((TIES["since"].dt.year < YEAR).sum())
    n_told = len(took_part(YEAR))
    most = m + n_told * (n - n_told) + (n - n_told) * (n - n_told - 1) / 2
    groups = list(nx.connected_components(ALL))
    found = dict(zip(figure("cijfers").table["measure"], figure("cijfers").table["now"], strict=True))

    assert figure("cijfers").sentence == (
        f"Op 31 december 2021 waren er {n} partners en {m} banden, een jaar eerder {n} en {before}. Van "
        f"alle paren heeft "
        f"{number(100 * nx.density(ALL), 1)} % een band, en {number(100 * most / (n * (n - 1) / 2), 1)} % als partners "
        f"van wie niets bekend is met iedereen een band hebben. Er zijn {len(groups)} groepen zonder weg ertussen, "
        f"partners zonder band meegeteld; in de grootste zit {number(100 * max(map(len, groups)) / n, 1)} %."
    )
    assert found["Gesloten driehoeken"] == pytest.approx(nx.transitivity(ALL))
    assert found["Clustering, gemiddeld"] == pytest.approx(nx.average_clustering(ALL))
    assert found["Nabijheid, gemiddelde van 1 / stappen"] == pytest.approx(nx.global_efficiency(ALL))


def test_growth(figure):
    first, last = ((len(took_part(year)), graph_at(year).number_of_edges()) for year in (SINCE, YEAR))

    assert figure("groei").sentence == (
        f"Van {SINCE} tot {YEAR} ging het aantal partners dat meedeed van {first[0]} naar {last[0]}, en het aantal "
        f"banden van {first[1]} naar {last[1]}. {GAPS}"
    )


def test_new_and_ended_ties(figure):
    new = TIES["since"].dt.year.value_counts().loc[lambda of: of.index >= SINCE]
    ended = int((TIES["until"].dt.year == YEAR).sum())

    assert figure("banden").sentence == (
        f"De meeste nieuwe banden kwamen er in {new.idxmax()}: {new.max()}. In {YEAR} kwamen er {new[YEAR]} bij en "
        f"eindigden er {ended}. {GAPS} {OPEN}"
    )


def test_newcomers_and_who_was_there(figure):
    there = took_part(SINCE)
    added = [pair for pair, since in TIES["since"].items() if since.year > SINCE]
    counts = Counter(len(pair & there) for pair in added)

    assert figure("vaste-groep").sentence == (
        f"Van de {len(added)} banden die er sinds {SINCE} bij kwamen, kwamen er {counts[2]} tussen partners die er al "
        f"waren ({len(there)}), {counts[1]} tussen hen en nieuwkomers, en {counts[0]} tussen nieuwkomers. {GAPS}"
    )


def test_densification(figure):
    x = np.log([len(took_part(year)) for year in YEARS])
    y = np.log([graph_at(year).number_of_edges() for year in YEARS])
    (slope, _), covariance = np.polyfit(x, y, 1, cov=True)
    wide = 2.1604 * np.sqrt(covariance[0, 0])  # Student's t for 13 degrees of freedom

    assert figure("verdichting").sentence == (
        f"De banden groeiden sneller dan de partners: exponent {number(slope, 2)} (tussen {number(slope - wide, 2)} en "
        f"{number(slope + wide, 2)}, over {len(YEARS)} jaar)."
    )


def test_ties_draw_ties(figure):
    new, exposed = Counter(), Counter()
    for year in sorted(set(WORK["start"].dt.year)):
        before = dict(graph_at(year - 1).degree())
        exposed.update(degree for degree in before.values() if degree)
        came = TIES.index[TIES["since"].dt.year == year]
        new.update(before[each] for pair in came for each in pair if before.get(each))
    mean = new.total() / exposed.total()
    known = sorted(degree for degree, n in exposed.items() if n >= 10)
    few, many = ((degree, number(new[degree] / exposed[degree] / mean, 1)) for degree in (known[0], known[-1]))

    assert figure("aantrekking").sentence == (
        f"Een partner kreeg in een jaar {few[1]} keer zoveel nieuwe banden als gemiddeld bij {few[0]} "
        f"eerdere band (n = "
        f"{exposed[few[0]]} partnerjaren), en {many[1]} keer zoveel bij {many[0]} (n = {exposed[many[0]]})."
    )


def test_the_choices_are_the_new_ties_among_who_had_one(figure):
    n = sum(
        all(each in graph_at(since.year - 1) and graph_at(since.year - 1).degree(each) for each in pair)
        for pair, since in TIES["since"].items()
    )
    table = figure("keuzes").table.set_index("what")

    assert figure("keuzes").sentence.startswith(f"In {n} nieuwe banden: veel banden trekt aan (")
    assert set(table["n"]) == {n}
    assert table.loc["Veel banden", "low"] > 1
    assert table.loc["Gedeelde partners", "low"] < 1 < table.loc["Gedeelde partners", "high"]
    assert table.loc["Dezelfde sector", "low"] > 1


def test_themes(figure):
    begun = WORK.assign(theme=WORK["themes"].map(several)).explode("theme").dropna(subset=["theme"])
    year = begun["start"].dt.year
    now = begun[year.between(2019, 2021)]["theme"].value_counts()
    before = begun[year.between(2016, 2018)]["theme"].value_counts()
    change = now.sub(before, fill_value=0)
    up, down = change.max(), change.min()
    told = figure("themas").sentence

    rose = {
        f"kwam “{THEMES[each]}” het meest op: van {before.get(each, 0)} naar {now[each]} nieuwe"
        for each in change.index[change == up]
    }
    fell = {
        f"“{THEMES[each]}” zakte het meest weg: van {before[each]} naar {now.get(each, 0)}."
        for each in change.index[change == down]
    }
    assert told.startswith("In 2019–2021 ")
    assert any(each in told for each in rose)
    assert any(each in told for each in fell)


def test_sectors(figure):
    across = sum(map(crosses, TIES.index)) / len(TIES)
    pairs = list(combinations(PARTNERS["sector"], 2))
    by_chance = sum(one != other for one, other in pairs) / len(pairs)

    assert figure("sectoren").sentence == (
        f"{number(100 * across)} % van de banden verbindt twee sectoren. Als elk paar even vaak iets "
        f"samen deed, was het "
        f"{number(100 * by_chance)} %."
    )


def test_inward_sectors(figure):
    sector, sizes = PARTNERS["sector"], PARTNERS["sector"].value_counts()
    rows = {}
    for each in sizes.index:
        ends = [sum(sector[one] == each for one in pair) for pair in TIES.index]
        within, across = ends.count(2), ends.count(1)
        possible = sizes[each] * (sizes[each] - 1) / 2, sizes[each] * (len(PARTNERS) - sizes[each])
        if within + across:
            here = (across - within) / (across + within)
            rows[each] = (here, (possible[1] - possible[0]) / sum(possible), within, across)
    inward = {each: row[1] - row[0] for each, row in rows.items() if row[0] < row[1]}
    most = max(inward, key=inward.get)

    assert figure("binnen-buiten").sentence == (
        f"Van {len(rows)} sectoren met banden kijken er {len(inward)} meer naar binnen dan alleen door "
        f"de grootte van de "
        f"sectoren te verwachten is. {SECTORS[most]} het meest: van de banden van deze sector "
        f"({sum(rows[most][2:])}, bij "
        f"{sizes[most]} partners) blijven er {rows[most][2]} binnen de sector."
    )


def test_brokers(figure):
    sector = PARTNERS["sector"]
    places = {
        each: [(one, other) for one, other in combinations(ALL[each], 2) if not ALL.has_edge(one, other)]
        for each in PARTNERS.index
    }
    counts = pd.Series({each: len(of) for each, of in places.items()})
    across = sum(len({sector[each], sector[one], sector[other]}) > 1 for each in places for one, other in places[each])

    assert figure("bemiddelaars").sentence == (
        f"Van de {len(PARTNERS)} partners staan er {(counts > 0).sum()} tussen twee anderen die samen "
        f"geen band hebben. "
        f"{PARTNERS['name'][counts.idxmax()]} doet dat het vaakst: tussen {number(counts.max())} paren. Van al die "
        f"plekken verbindt {number(100 * across / counts.sum())} % meer dan één sector."
    )


def test_the_chain_of_learning(figure):
    steps = ["kinderopvang", "primair-onderwijs", "voortgezet-onderwijs", "mbo", "volwasseneneducatie"]
    named = PARTNERS["place"].str.split("/")  # "Oss/Heesch" is both
    linked = []
    for place in sorted(set(named.explode()) - {""}):
        for step, following in pairwise(steps):
            here = PARTNERS.index[(PARTNERS["sector"] == step) & named.map(lambda of, one=place: one in of)]
            if len(here):
                linked.append(any(PARTNERS["sector"][other] == following for each in here for other in ALL[each]))

    assert figure("keten").sentence == (
        f"Bij {linked.count(False)} van {len(linked)} stappen, plaats voor plaats, werkt nog niemand met "
        f"de volgende stap."
    )


def test_cohesion_over_the_years(figure):
    said = []
    for year in (SINCE, YEAR):
        graph = graph_at(year)
        across = sum(crosses(edge) for edge in graph.edges) / graph.number_of_edges()
        said.append((number(100 * nx.density(graph), 1), len(graph), number(100 * across, 1)))
    (density, n, share), (density_now, n_now, share_now) = said

    assert figure("samenhang").sentence == (
        f"In {SINCE} had {density} % van alle paren van {n} partners een band, in {YEAR} {density_now} % "
        f"van alle paren "
        f"van {n_now}. Van de banden verbond toen {share} % twee sectoren, en aan het eind {share_now} %. {GAPS}"
    )


def test_what_is_laid_beside_chance_is_what_there_is(figure):
    table = figure("toeval").table.set_index("measure")["observed"]

    assert figure("toeval").sentence.startswith(f"Van {len(PARTNERS)} partners, naast 40 ")
    assert table["Gesloten driehoeken"] == pytest.approx(nx.transitivity(ALL))
    assert table["Deel van de banden tussen sectoren"] == pytest.approx(sum(map(crosses, TIES.index)) / len(TIES))
    nx.set_node_attributes(ALL, PARTNERS["sector"].to_dict(), "sector")
    assert table["Voorkeur voor de eigen sector"] == pytest.approx(
        nx.attribute_assortativity_coefficient(ALL, "sector")
    )


def test_how_long_ties_last(figure):
    ended = TIES["until"] <= DAY
    years = ((TIES["until"].where(ended, DAY) - TIES["since"]).dt.days / 365.25).clip(lower=0.5 / 365.25)
    survival, spread = 1.0, 0.0
    for at in sorted(set(years[ended])):
        if at <= 3:
            at_risk, n_ended = int((years >= at).sum()), int((ended & (years == at)).sum())
            survival *= 1 - n_ended / at_risk
            spread += n_ended / (at_risk * (at_risk - n_ended))
    wide = 1.959964 * np.sqrt(spread) / np.log(survival)
    low, high = sorted(survival ** np.exp(sign * wide) for sign in (-1, 1))

    assert figure("duur").sentence == (
        f"Na 3 jaar houdt {number(100 * survival)} % van de banden nog stand (tussen {number(100 * low)} % en "
        f"{number(100 * high)} %). {OPEN}"
    )


def test_what_stays_after_the_end(figure):
    year = pd.Timedelta(days=365, hours=6)
    ended = MET[MET["end"] + year <= DAY]
    kept = 0
    for row in ended.itertuples():
        later, others = row.end + year, MET[(MET["pair"] == row.pair) & (MET["work"] != row.work)]
        runs = (others["start"] <= later) & (others["end"].isna() | (others["end"] >= later))
        kept += bool((runs | ((others["start"] > row.end) & (others["start"] <= later))).any())

    n, share, z = len(ended), kept / len(ended), 1.959964  # Wilson 1927
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = middle - half, middle + half

    assert "grant_euro" not in WORK.columns
    assert figure("na-subsidie").sentence == (
        "Van geen samenwerking met subsidie is opgeschreven dat zij een jaar geleden of eerder "
        "eindigde. Zonder subsidie "
        f"deden {kept} van de {len(ended)} ({number(100 * kept / len(ended))} %, tussen {number(100 * low)} en "
        f"{number(100 * high)} %) paren een jaar na het einde nog iets samen. {OPEN}"
    )
    assert figure("na-subsidie").table[["low", "high"]].to_numpy()[1] == pytest.approx((low, high))


def test_groups(figure):
    table = figure("groepen").table
    n_tied = sum(1 for _, degree in ALL.degree() if degree)

    assert table["n"].sum() == n_tied
    assert table["steady"].between(0, 1).all()
    assert figure("groepen").sentence.startswith(
        f"Partners met een band ({n_tied}) vormen {len(table)} groepen (modulariteit 0,"
    )


def test_who_holds_the_network_together(figure):
    over = nx.betweenness_centrality(ALL)
    n_cut, n_groups = len(list(nx.articulation_points(ALL))), nx.number_connected_components(ALL)

    assert figure("verbinders").sentence == (
        f"{PARTNERS['name'][max(over, key=over.get)]} verbindt het netwerk het meest. Het vertrek van elk van {n_cut} "
        f"partners zou het verder uiteen laten vallen. Het netwerk bestaat uit {n_groups} groepen zonder weg ertussen; "
        "tussen groepen telt geen weg mee."
    )


def test_the_edge(figure):
    groups = sorted(map(len, nx.connected_components(ALL)), reverse=True)
    n_alone = groups.count(1)

    assert figure("rand").sentence == (
        f"{n_alone} van {len(ALL)} partners hebben nog geen band, en {len(ALL) - groups[0] - n_alone} "
        f"hebben wel banden "
        f"maar staan los van de grootste groep. Er zijn {sum(n > 1 for n in groups)} groepen van twee of meer partners "
        "zonder weg ertussen."
    )


def test_through_us(figure):
    n = int(WORK["start"].dt.year.between(SINCE, YEAR).sum())

    assert figure("via-ons").sentence == f"Van {n} samenwerkingen begonnen er 0 via een kennismaking. {GAPS}"


def test_the_snowball(figure):
    followers = Counter()
    for _, of_pair in MET.groupby("pair"):
        first = of_pair.loc[of_pair.sort_values(["start", "work"]).index[0]]
        days = (of_pair["start"] - first["start"]).dt.days
        for work in of_pair.loc[(days > 0) & (days <= 365), "work"]:
            followers[first["work"], work] = 1
    known = WORK.index[WORK["start"] <= DAY - pd.Timedelta(days=365)]
    by_work = Counter(work for work, _ in followers if work in known)
    mean = number(sum(by_work.values()) / len(known), 2)

    assert figure("sneeuwbal").sentence.startswith(
        f"Op {len(by_work)} van {len(known)} samenwerkingen volgde binnen een jaar een andere van partners die elkaar "
        f"daar leerden kennen: {mean} opvolgers per samenwerking, tegen "
    )
    assert figure("sneeuwbal").table["p"].item() > 0.05
    assert figure("sneeuwbal").sentence.endswith(f"Dat is niet duidelijk meer dan toeval. {GAPS}")
