"""The thesaurus holds together: ids, labels, relations and the sizes that its README states."""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
COLUMNS = ["id", "label", "alternatives", "broader", "description", "kind", "answered_by"]
KINDS = {"theme", "need", "resource", "audience", "setting"}
MAX_CONCEPTS_PER_ALTERNATIVE = 3


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def values(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def normalised(label: str) -> str:
    apart = unicodedata.normalize("NFKD", label.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


CONCEPTS = rows(DATA / "themes" / "themes.csv")
IDS = {concept["id"] for concept in CONCEPTS}


def test_columns_are_those_of_the_readme() -> None:
    assert list(CONCEPTS[0]) == COLUMNS


def test_ids_are_unique() -> None:
    assert [id_ for id_, count in Counter(concept["id"] for concept in CONCEPTS).items() if count > 1] == []


def test_ids_are_kebab_case() -> None:
    assert [id_ for id_ in IDS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


def test_kinds_are_known() -> None:
    assert {concept["kind"] for concept in CONCEPTS} == KINDS


@pytest.mark.parametrize("relation", ["broader", "answered_by"])
def test_relations_point_to_other_concepts_once(relation: str) -> None:
    wrong = [
        (concept["id"], target)
        for concept in CONCEPTS
        for target, count in Counter(values(concept[relation])).items()
        if target not in IDS or target == concept["id"] or count > 1
    ]

    assert wrong == []


def test_broader_has_no_cycles() -> None:
    children: dict[str, set[str]] = {}
    n_open_parents = {}
    for concept in CONCEPTS:
        n_open_parents[concept["id"]] = len(values(concept["broader"]))
        for parent in values(concept["broader"]):
            children.setdefault(parent, set()).add(concept["id"])

    ready = [id_ for id_, n_open in n_open_parents.items() if n_open == 0]
    n_placed = 0
    while ready:
        n_placed += 1
        for child in children.get(ready.pop(), ()):
            n_open_parents[child] -= 1
            if n_open_parents[child] == 0:
                ready.append(child)

    assert n_placed == len(CONCEPTS)


def test_labels_of_a_concept_are_neither_empty_nor_doubled() -> None:
    wrong = []
    for concept in CONCEPTS:
        labels = [normalised(label) for label in [concept["label"], *values(concept["alternatives"])]]
        wrong += [(concept["id"], label) for label, count in Counter(labels).items() if count > 1 or not label]

    assert wrong == []


def test_labels_carry_no_stray_blanks_or_quotes() -> None:
    wrong = [
        (concept["id"], label)
        for concept in CONCEPTS
        for label in [concept["label"], *values(concept["alternatives"])]
        if label != " ".join(label.split()) or any(mark in label for mark in '|"')
    ]

    assert wrong == []


def test_a_preferred_label_names_one_concept() -> None:
    count = Counter(normalised(concept["label"]) for concept in CONCEPTS)

    assert [label for label, n in count.items() if n > 1] == []


def test_an_alternative_label_stands_under_few_concepts() -> None:
    count = Counter(normalised(label) for concept in CONCEPTS for label in values(concept["alternatives"]))

    assert {label: n for label, n in count.items() if n > MAX_CONCEPTS_PER_ALTERNATIVE} == {}


def test_broader_concepts_and_needs_have_a_scope_note() -> None:
    explained = {parent for concept in CONCEPTS for parent in values(concept["broader"])}
    explained |= {concept["id"] for concept in CONCEPTS if concept["kind"] == "need"}

    assert [concept["id"] for concept in CONCEPTS if concept["id"] in explained and not concept["description"]] == []


def test_most_needs_say_what_answers_them() -> None:
    needs = [concept for concept in CONCEPTS if concept["kind"] == "need"]

    assert sum(bool(concept["answered_by"]) for concept in needs) >= 0.8 * len(needs)


def test_themes_of_the_sample_network_are_part_of_it() -> None:
    labels = {concept["id"]: concept["label"] for concept in CONCEPTS}

    for theme in rows(DATA / "oss" / "themes.csv"):
        assert labels.get(theme["id"]) == theme["label"]


def test_sizes_are_at_least_those_of_the_readme() -> None:
    readme = (DATA / "themes" / "README.md").read_text(encoding="utf-8")
    sizes = {
        "concepts": len(CONCEPTS),
        "labels": sum(1 + len(values(concept["alternatives"])) for concept in CONCEPTS),
        "answers": sum(len(values(concept["answered_by"])) for concept in CONCEPTS),
        "cues": sum(len(values(row["cues"])) for row in rows(DATA / "themes" / "cues.csv")),
        "examples": len(rows(DATA / "themes" / "examples.csv")),
    }
    stated = re.findall(r"(\d[\d,]*) (concepts|labels|answers|cues|examples)", readme)

    assert {name for _, name in stated} == set(sizes)
    for number, name in stated:
        assert sizes[name] >= int(number.replace(",", "")), name
