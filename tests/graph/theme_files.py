"""Files of themes from Python literals: Turtle and ESCO, and the thesaurus taken out and brought in."""

import csv
import io

from graph.database import reading, transaction
from graph.reading.thesaurus import import_themes
from graph.writing.themes import export_themes

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix osmose: <urn:osmose:> .
@prefix theme: <urn:osmose:theme:> .
@prefix x: <http://example.org/begrippen/> .
"""

# The headers of ESCO v1.2.
SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,"
    "definition,inScheme,description"
)
OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code"
)
RELATIONS = "conceptType,conceptUri,broaderType,broaderUri"
COLLECTION = (
    "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri,"
    "broaderConceptPT"
)


def write_turtle(path, statements):
    path.write_text(PREFIXES + statements, encoding="utf-8")
    return path


def write_esco(path, header, *rows):
    """Write a file of ESCO; a column that a row lacks is empty."""
    file = io.StringIO()
    writer = csv.DictWriter(file, header.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    return path


def bring_in(engine, *paths):
    with transaction(engine) as session:
        return import_themes(session, paths)


def take_out(engine, path):
    with reading(engine) as session:
        export_themes(session, path)
    return path
