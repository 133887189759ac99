"""What every program would load again, loaded once by the process from which they are forked."""

from importlib import import_module

from matching.dutch import lemma

USED = (
    "graph.reading.importing",
    "matching.meter",
    "matching.suggest",
    "matching.teams.missing",
    "service.cli",
    "service.commands.opening",
    "service.mail.sending",
    "service.wording",
    "tests.benchmarks.struck_jobs",
)

for name in USED:
    import_module(name)
lemma("fietsen")  # the dictionary of lemmas takes the better part of a second
