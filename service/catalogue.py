"""Collects the texts of code and pages and merges them into the Dutch catalogue: python -m service.catalogue."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service.texts import CATALOGUE, LANGUAGE

METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/mail/**.txt", "jinja2")]
OPTIONS = {pattern: {"trimmed": "true", "silent": "false"} for pattern, method in METHODS if method == "jinja2"}

HEADER = b"""\
# Dutch texts of the screen; merged by python -m service.catalogue.
msgid ""
msgstr ""
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# Written here: Babel's own header changes with every minute, and names people who are not.


def collect_texts() -> Catalog:
    """Return all texts that code and pages ask of the catalogue, each with the file that does."""
    catalogue = Catalog()
    for file, _line, message, _comments, context in extract_from_dir(Path(__file__).parent, METHODS, OPTIONS):
        catalogue.add(message, locations=[(f"service/{file}", 0)], context=context)
    return catalogue


def read_catalogue() -> Catalog:
    """Return the Dutch catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def merge_texts() -> list[str]:
    """Add new texts to the catalogue and drop old ones; return those that now wait for their Dutch."""
    catalogue = read_catalogue()
    catalogue.update(collect_texts(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=True)
    return [str(message.id) for message in catalogue if message.id and not message.string]


if __name__ == "__main__":
    for text in merge_texts():
        print(f"wants its Dutch: {text}")  # noqa: T201 -- this is a command
