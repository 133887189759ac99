"""The Dutch catalogue says everything that code and pages ask of it, and nothing else."""

from service.catalogue import collect_texts, read_catalogue


def test_every_text_has_its_dutch():
    catalogue = read_catalogue()

    missing = [message.id for message in collect_texts() if message.id and not _is_said(catalogue.get(message.id))]

    assert missing == []


def test_no_text_is_fuzzy_or_left_over():
    asked = {message.id for message in collect_texts()}
    kept = [message for message in read_catalogue() if message.id]

    assert [message.id for message in kept if message.fuzzy] == []
    assert [message.id for message in kept if message.id not in asked] == []
    assert read_catalogue().obsolete == {}


def test_the_dutch_names_the_same_values_as_the_english():
    catalogue = read_catalogue()

    faults = {message.id: list(message.check(catalogue)) for message in catalogue if message.id}

    assert {text: found for text, found in faults.items() if found} == {}


def _is_said(message):
    strings = message.string if message and isinstance(message.string, tuple) else [message and message.string]
    return all(strings)
