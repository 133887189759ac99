"""Tests of osmose registers."""

from tests.graph.registers.register_files import LRK, NEW_DUO, write_registers


def test_a_dry_run_tells_and_stores_nothing_and_a_second_run_changes_nothing(osmose, folder):
    files = [path.name for path in write_registers(folder, vestigingenbo=NEW_DUO, lrk=LRK)]

    dry = osmose("registers", *files, "--municipality", "Oss", "--dry-run")
    first = osmose("registers", *files, "--municipality", "Oss")
    second = osmose("registers", *files, "--municipality", "Oss")

    assert "new: Basisschool De Sprong (basisschool-de-sprong)" in dry.stdout
    assert "nothing was stored" in dry.stdout
    assert "partners: 3 new, 0 changed, 0 unchanged" in first.stdout
    assert "partners: 0 new, 0 changed, 3 unchanged" in second.stdout


def test_an_unknown_municipality_ends_in_one_sentence(osmose, folder):
    [file] = [path.name for path in write_registers(folder, lrk=LRK)]

    result = osmose("registers", file, "--municipality", "Osss")

    assert result.exit_code == 2
    assert "did you mean 'Oss'?" in result.stderr
