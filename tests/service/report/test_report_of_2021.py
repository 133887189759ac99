"""The report of Oss of 2021, each sentence and each figure of it worked out from the files by other means."""

import math
import re
from datetime import date
from itertools import combinations_with_replacement

import networkx as nx
import pandas as pd
import pytest

from graph.database import open_engine, transaction
from graph.reading.importing import import_paths
from service.report.freezing import report_of
from service.settings import Settings
from tests.service.report.oss_by_hand import OSS, OssByHand, last_day, read, split

YEARS = [2018, 2019, 2020, 2021]
BY_HAND = {year: OssByHand(year) for year in range(2011, 2022)}
NOW, BEFORE = BY_HAND[2021], BY_HAND[2020]


@pytest.fixture(scope="module")
def report(sqlite_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("oss") / "osmose.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as session:
        import_paths(session, [OSS])
        made = report_of(session, Settings(), 2021, date(2022, 2, 1), keep=False)
    engine.dispose()
    return made.content


def percent(part, whole):
    return round(100 * part / whole)


def test_what_was_done_is_what_the_files_say(report):
    themes = NOW.of_the_year["themes"].map(split).explode().value_counts()
    labels = read("themes").set_index("id")["label"]
    taking_part = set().union(*NOW.of_the_year["members"])

    assert report.first_page.done == [
        (
            f"In 2021 begonnen er {len(NOW.of_the_year)} samenwerkingen. "
            f"Partners die daaraan meededen: {len(taking_part)}."
        ),
        f"Het thema dat daarin het meest voorkomt: {labels[themes.index[0]]} ({themes.iloc[0]}).",
        "Over kennismakingen via ons is in 2021 niets opgeschreven.",
    ]
    # The second to the seventh theme occur as often, so that none of them may be named.
    assert themes.iloc[0] > themes.iloc[1] == themes.iloc[3]


def test_what_came_of_it_is_what_the_files_say(report):
    n_new = int((NOW.ties["since"].dt.year == 2021).sum())
    n_alone = sum(degree == 0 for _, degree in NOW.graph.degree())

    assert report.first_page.results == [
        (
            f"Op 31 december 2021 hadden {len(NOW.took_part)} partners ooit aan iets meegedaan: "
            f"{len(NOW.took_part) - len(BEFORE.took_part)} meer dan eind 2020."
        ),
        (
            f"Samen hadden zij {len(NOW.ties)} banden, waarvan {n_new} nieuw. "
            f"Nieuw in 2020: {(BEFORE.ties['since'].dt.year == 2020).sum()}."
        ),
        (
            f"Banden die twee sectoren verbinden: {percent(NOW.n_across, len(NOW.ties))} % van {len(NOW.ties)}. "
            f"Eind 2020: {percent(BEFORE.n_across, len(BEFORE.ties))} % van {len(BEFORE.ties)}."
        ),
        (
            f"In de grootste groep die via banden verbonden is, zitten {len(NOW.groups[0])} van deze "
            f"{len(NOW.took_part)} partners. Daarnaast staan er {len(NOW.groups) - 1} groepen los."
        ),
        f"Partners zonder band: {n_alone} van alle {len(NOW.partners)} die Osmose kent.",
    ]


def test_the_caveats_are_what_the_files_say(report):
    silent, n_all = len(NOW.partners) - len(NOW.took_part), len(NOW.collaborations)

    assert report.first_page.caveats == [
        "Meer banden kan ook betekenen dat er meer is opgeschreven.",
        (
            f"Van {silent} van {len(NOW.partners)} partners is niet bekend wat zij samen met anderen deden. "
            "Misschien doen zij meer."
        ),
        (
            f"Van {NOW.collaborations['end'].isna().sum()} van {n_all} samenwerkingen is geen einde opgeschreven. "
            "We nemen aan dat ze doorlopen."
        ),
        "Dit verslag zegt wat op 1 februari 2022 bekend was. Wat later wordt gevonden, verandert deze cijfers niet.",
    ]


@pytest.mark.parametrize(
    ("name", "of"),
    [
        pytest.param("new_collaborations", lambda of: len(of.of_the_year), id="new-collaborations"),
        pytest.param("introduced", lambda _of: 0, id="introduced"),
        pytest.param("new_ties", lambda of: (of.ties["since"].dt.year == of.year).sum(), id="new-ties"),
        pytest.param("partners", lambda of: len(of.took_part), id="partners"),
        pytest.param("running_collaborations", lambda of: (~(of.collaborations["end"] < of.end)).sum(), id="running"),
        pytest.param("ties", lambda of: len(of.ties), id="ties"),
        pytest.param("mean_degree", lambda of: round(2 * len(of.ties) / len(of.took_part), 1), id="mean-degree"),
        pytest.param("cross_sector_share", lambda of: percent(of.n_across, len(of.ties)), id="across"),
        pytest.param("largest_share", lambda of: percent(len(of.groups[0]), len(of.took_part)), id="largest"),
    ],
)
def test_each_indicator_of_each_year_is_what_the_files_say(report, name, of):
    indicator = next(each for each in report.first_page.indicators if each.name == name)

    assert report.first_page.years == YEARS
    assert indicator.values == [of(BY_HAND[year]) for year in YEARS]


def test_no_indicator_is_left_unchecked(report):
    assert len(report.first_page.indicators) == 9


def numbers(sentence):
    return [int(each) for each in re.findall(r"\d+", sentence)]


def rows(report, key):
    return report.figure(key).rows


def test_growth_and_turnover_are_what_the_files_say(report):
    years = range(2012, 2022)

    assert rows(report, "groei") == [
        [str(year), str(len(BY_HAND[year].took_part)), str(len(BY_HAND[year].ties))] for year in years
    ]
    assert {2012, 2021, len(NOW.took_part), len(NOW.ties)} <= set(numbers(report.figure("groei").sentence))
    since, met = NOW.ties["since"], NOW.met
    for year, kept, new, ended in rows(report, "banden"):
        end = pd.Timestamp(f"{year}-12-31")
        begun = met[met["start"] <= end]
        runs = set(begun.loc[~(begun["end"] <= end), "pair"])
        assert int(new) == (since.dt.year == int(year)).sum()
        assert int(ended) == len(set(begun.loc[begun["end"].dt.year == int(year), "pair"]) - runs)
        assert int(kept) == len(runs & set(since.index[since.dt.year < int(year)]))


def test_through_us_and_otherwise_are_what_the_files_say(report):
    assert rows(report, "via-ons") == [
        [str(year), "0", str(len(BY_HAND[year].of_the_year))] for year in range(2012, 2022)
    ]
    n_all = sum(len(BY_HAND[year].of_the_year) for year in range(2012, 2022))
    assert {0, n_all} <= set(numbers(report.figure("via-ons").sentence))


def test_who_works_with_which_sector_is_what_the_files_say(report):
    labels, sectors = read("sectors").set_index("id")["label"], NOW.partners["sector"]
    counts = {}
    for pair in NOW.ties.index:
        ends = tuple(sorted(labels[sectors[each]] for each in pair))
        counts[ends] = counts.get(ends, 0) + 1
    sizes = sectors.map(labels).value_counts()
    told = {(one, other): int(ties) for one, other, ties, _expected in rows(report, "sectoren")}

    for one, other in combinations_with_replacement(sorted(sizes.index), 2):
        assert told.get((one, other), told.get((other, one))) == counts.get((one, other), 0)
    n = len(NOW.partners)
    by_chance = 1 - sum(size * (size - 1) for size in sizes) / (n * (n - 1))
    expected = {percent(NOW.n_across, len(NOW.ties)), round(100 * by_chance)}
    assert expected <= set(numbers(report.figure("sectoren").sentence))


def test_how_long_ties_last_is_kaplan_and_meiers_estimate_of_the_files(report):
    has_ended = NOW.ties["until"] <= NOW.end
    lasted = (NOW.ties["until"].where(has_ended, NOW.end) - NOW.ties["since"]).dt.days.clip(lower=0.5) / 365.25
    survival, told = 1.0, []
    for years in sorted(lasted[has_ended].unique()):
        at_risk, ended = int((lasted >= years).sum()), int((has_ended & (lasted == years)).sum())
        survival *= 1 - ended / at_risk
        told.append((years, survival, at_risk))

    # As told: with a comma, and three figures behind it.
    found = [[float(cell.replace(",", ".")) for cell in row] for row in rows(report, "duur")]
    assert [(row[0], row[1], row[4]) for row in found] == [
        (pytest.approx(years, abs=6e-4), pytest.approx(share, abs=6e-4), at_risk) for years, share, at_risk in told
    ]
    after_three = [share for years, share, _ in told if years <= 3][-1]
    assert {3, round(100 * after_three)} <= set(numbers(report.figure("duur").sentence))


def test_themes_that_rise_and_fade_are_what_the_files_say(report):
    labels = read("themes").set_index("id")["label"]
    of = NOW.collaborations.assign(theme=NOW.collaborations["themes"].map(split)).explode("theme")
    of = of.assign(theme=of["theme"].map(labels), year=of["start"].dt.year)
    now = of[of["year"].between(2019, 2021)].groupby("theme").size()
    before = of[of["year"].between(2016, 2018)].groupby("theme").size()

    told = {theme: (int(then), int(new), int(change)) for theme, then, new, change in rows(report, "themas")}
    assert told == {
        theme: (before.get(theme, 0), now.get(theme, 0), now.get(theme, 0) - before.get(theme, 0))
        for theme in set(now.index) | set(before.index)
    }


def test_the_chain_of_learning_is_what_the_files_say(report):
    steps = ["kinderopvang", "primair-onderwijs", "voortgezet-onderwijs", "mbo", "volwasseneneducatie"]
    labels, partners = read("sectors").set_index("id")["label"], NOW.partners
    told = {tuple(row[:3]): (int(row[3]), int(row[4])) for row in rows(report, "keten")}

    for (place, step, following), (n_step, n_linked) in told.items():
        next_sector = steps[[labels[each] for each in steps].index(step) + 1]
        is_here = partners["place"].str.split("/").map(lambda named, one=place: one in named)
        here = partners[is_here & (partners["sector"].map(labels) == step)].index
        linked = [one for one in here if any(partners["sector"][to] == next_sector for to in NOW.graph[one])]
        assert labels[next_sector] == following
        assert (n_step, n_linked) == (len(here), len(linked))
    n_gaps = sum(n_step > 0 and not n_linked for n_step, n_linked in told.values())
    assert {n_gaps, sum(n_step > 0 for n_step, _ in told.values())} <= set(numbers(report.figure("keten").sentence))


def test_who_holds_it_together_and_who_stands_at_the_edge_is_what_networkx_says(report):
    names, graph = NOW.partners["name"], NOW.graph
    between = nx.betweenness_centrality(graph)
    best = max(between, key=between.get)
    cuts = set(nx.articulation_points(graph))
    largest = max(nx.connected_components(graph), key=len)

    binders = rows(report, "verbinders")
    assert binders[0][:2] == [names[best], str(graph.degree(best))]
    assert float(binders[0][2].replace(",", ".")) == pytest.approx(100 * between[best], abs=0.06)
    by_name = dict(zip(names, names.index, strict=True))
    parts = report.figure("verbinders").header.index("Breekt het netwerk door te vertrekken")
    assert all((row[parts] == "ja") == (by_name[row[0]] in cuts) for row in binders)
    assert names[best] in report.figure("verbinders").sentence
    assert len(cuts) in numbers(report.figure("verbinders").sentence)
    assert {row[0] for row in rows(report, "rand")} == {names[one] for one in set(graph) - largest}
    alone = {one for one in graph if not graph.degree(one)}
    expected = {len(alone), len(graph), len(graph) - len(largest) - len(alone)}
    assert expected <= set(numbers(report.figure("rand").sentence))


def test_nothing_came_of_suggestions_that_nobody_took_up(report):
    assert {row[1] for row in rows(report, "trechter")} == {"0"}


def test_the_picture_and_its_table_count_what_the_files_say(report):
    labels, sectors = read("sectors").set_index("id")["label"], NOW.partners["sector"]

    def tied(of):
        return pd.Series([sectors[one] for one in of.graph if of.graph.degree(one)]).map(labels).value_counts()

    then, now, there = tied(BEFORE), tied(NOW), sectors.map(labels).value_counts()
    assert {row[0]: [int(each) for each in row[1:]] for row in rows(report, "netwerk")} == {
        label: [then.get(label, 0), now.get(label, 0), there[label]] for label in there.index
    }
    before, after, marks = report.figure("netwerk").pictures
    n_tied = sum(degree > 0 for _, degree in NOW.graph.degree())
    assert before.words.startswith(f"Op 31 december 2020 hadden {int(then.sum())} van 164 partners een band. ")
    assert after.words == (
        f"Op 31 december 2021 hadden {n_tied} van 164 partners een band. Banden in totaal: {len(NOW.ties)}, nieuw: 29."
    )
    assert before.svg.count("<line") == len(BEFORE.ties)
    assert after.svg.count("<line") == len(NOW.ties)
    assert after.svg.count('stroke-width="2"/>') == 29
    assert marks.svg.count("<text") == there.size


def test_each_measure_is_what_networkx_says(report):
    graph, m = NOW.graph, NOW.graph.number_of_edges()
    degrees = sorted(degree for _, degree in graph.degree())
    n, parts = len(graph), sorted(nx.connected_components(graph), key=len)
    sectors = NOW.partners["sector"].to_dict()
    nx.set_node_attributes(graph, sectors, "sector")
    expected = {
        "n_partners": n,
        "n_ties": m,
        "mean_degree": 2 * m / n,
        "median_degree": (degrees[n // 2 - 1] + degrees[n // 2]) / 2,
        "n_isolates": degrees.count(0),
        "n_components": len(parts),
        "largest_share": len(parts[-1]) / n,
        "density": nx.density(graph),
        "centralisation": sum(degrees[-1] - each for each in degrees) / ((n - 1) * (n - 2)),
        "transitivity": nx.transitivity(graph),
        "clustering": nx.average_clustering(graph),
        "efficiency": nx.global_efficiency(graph),
        "n_bridges": len(list(nx.bridges(graph))),
        "n_cut_partners": len(list(nx.articulation_points(graph))),
        "cross_share": NOW.n_across / m,
        "ei_index": (2 * NOW.n_across - m) / m,
        "assortativity": nx.attribute_assortativity_coefficient(graph, "sector"),
    }
    told = {each.name: each for each in report.measures}

    for name, value in expected.items():
        assert told[name].value == pytest.approx(value), name
    assert all(each.n == n for each in report.measures)
    assert all(each.value is None or math.isfinite(each.value) for each in report.measures)


def test_days_known_to_the_month_and_the_year_end_with_these():
    assert last_day("2019") == pd.Timestamp("2019-12-31")
    assert last_day("2019-02") == pd.Timestamp("2019-02-28")
