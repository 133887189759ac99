"""All measures of each partner."""

import networkx as nx
import numpy as np

from graph.partner_table import PARTNER_MEASURES, partner_table
from tests.graph.test_best_ties import graph_of


def test_a_triangle_with_a_tail_by_hand():
    table = partner_table(graph_of(nx.Graph([(0, 1), (0, 2), (1, 2), (2, 3)]))).set_index("id")

    assert table["degree"].tolist() == [2, 2, 3, 1]
    assert table["core"].tolist() == [2, 2, 2, 1]
    assert np.round(table["clustering"], 3).tolist()[:3] == [1, 1, 0.333]
    assert np.isnan(table["clustering"]["p3"])  # one partner makes no pair
    assert table["is_cut"].tolist() == [False, False, True, False]
    # p2 joins p3 to p0 and to p1, all of one sector; they are not tied.
    assert table["coordinator"].tolist() == [0, 0, 2, 0]


def test_nobody_has_a_table_too():
    table = partner_table(graph_of(nx.empty_graph(0)))

    assert table.columns.tolist() == ["id", *(each.name for each in PARTNER_MEASURES)]
    assert len(table) == 0
