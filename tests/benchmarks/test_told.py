"""Results are written into sections of a file, and read again."""

from tests.benchmarks.told import rows_told, table, tell


def test_a_section_takes_the_place_of_the_one_before_and_its_rows_are_read_again(tmp_path):
    path = tmp_path / "benchmarks.md"
    tell("One (of two)", table(["what", "seconds"], [["fit", "1.5"]]), path)
    tell("Two", table(["what", "seconds"], [["suggest", "2.5"]]), path)

    tell("One (of two)", table(["what", "seconds"], [["fit", "1.4"], ["fit again", "1.3"]]), path)

    assert rows_told("One (of two)", path) == [["fit", "1.4"], ["fit again", "1.3"]]
    assert rows_told("Two", path) == [["suggest", "2.5"]]
    assert path.read_text(encoding="utf-8").count("## One") == 1


def test_where_nothing_was_told_there_are_no_rows(tmp_path):
    assert rows_told("One", tmp_path / "benchmarks.md") == []
