"""What words are learned from is well formed, and the vectors in data/themes were made from the files beside them."""

import csv
from collections import Counter

import numpy as np

from matching.associations import N_DIMENSIONS, WORD_VECTORS, associations
from matching.learning_words import FOLDER, digest

MIN_CUES = 20


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


CUES, EXAMPLES = rows("cues.csv"), rows("examples.csv")
CUES_BY_ID = {row["id"]: row["cues"].split(";") for row in CUES}


def test_columns_are_those_of_the_readme() -> None:
    assert {tuple(row) for row in CUES} == {("id", "cues")}
    assert {tuple(row) for row in EXAMPLES} == {("need", "answer")}


def test_each_concept_has_cues_once() -> None:
    assert Counter(row["id"] for row in CUES) == Counter(concept["id"] for concept in rows("themes.csv"))


def test_each_concept_has_many_cues() -> None:
    assert {id_: len(cues) for id_, cues in CUES_BY_ID.items() if len(cues) < MIN_CUES} == {}


def test_cues_of_a_concept_are_neither_empty_nor_doubled() -> None:
    wrong = [
        (id_, cue)
        for id_, cues in CUES_BY_ID.items()
        for cue, count in Counter(cue.casefold() for cue in cues).items()
        if count > 1 or not cue
    ]

    assert wrong == []


def test_texts_carry_no_stray_blanks() -> None:
    texts = [cue for cues in CUES_BY_ID.values() for cue in cues]
    texts += [row[side] for row in EXAMPLES for side in ("need", "answer")]

    assert [text for text in texts if text != " ".join(text.split())] == []


def test_examples_have_a_need_and_an_answer() -> None:
    assert [row for row in EXAMPLES if not row["need"] or not row["answer"] or row["need"] == row["answer"]] == []


def test_an_example_is_given_once() -> None:
    count = Counter((row["need"].casefold(), row["answer"].casefold()) for row in EXAMPLES)

    assert [example for example, n in count.items() if n > 1] == []


def test_the_vectors_were_made_from_the_files_beside_them() -> None:
    with np.load(WORD_VECTORS, allow_pickle=False) as file:
        made_from = str(file["made_from"])

    assert made_from == digest(FOLDER), "data/themes has changed since its vectors were made; run make words"


def test_each_word_has_a_vector() -> None:
    known = associations()

    assert known.vectors.shape == (len(known.position_by_word), N_DIMENSIONS)
    assert np.isfinite(known.vectors).all()
    assert known.vectors.any(axis=1).all()
