"""Licences of what is shipped: each known, and one that goes with EUPL-1.2."""

import csv
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit.materials import Bill
from tests.audit.outcome import Outcome

GOES_WITH_EUPL = {
    # permissive: they ask for their notice and no more
    *("MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "Unlicense", "Zlib"),
    *("PSF-2.0", "Python-2.0", "CC0-1.0", "HPND"),
    # copyleft of the file or the library: what only uses it keeps its own licence (EUPL 1.2, appendix, names them too)
    *("MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "EUPL-1.2"),
}
CLASSIFIERS = {
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
"""What packages said before there were expressions."""
READ_BY_HAND = {"partd": "BSD-3-Clause"}
"""Packages that tell their licence in a file alone, and what that file is."""


def look(bill: Bill, project: Path, path: Path) -> Outcome:
    """Write every component with its licence to a file, and judge those that are shipped."""
    shipped = shipped_names(project)
    rows = [
        (each["name"], each["version"], licence_of(each), canonicalize_name(each["name"]) in shipped)
        for each in bill["components"]
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "version", "licence", "is_shipped"))
        writer.writerows(sorted(rows))
    wrong = [
        f"{name}: {licence or 'unknown'}" for name, _, licence, is_shipped in rows if is_shipped and not goes(licence)
    ]
    if wrong:
        return Outcome("licences", "wrong", "; ".join(sorted(wrong)))
    return Outcome("licences", "good", f"{len(shipped)} shipped packages go with EUPL-1.2: {path.name}")


def licence_of(component: dict[str, Any]) -> str:
    """Return the licence of a component as an expression of SPDX; "" where it tells none that is known.

    Of several that it tells, those of the expression come first: a classifier says the same less exactly.
    """
    told = [
        each.get("expression")
        or each.get("license", {}).get("id")
        or CLASSIFIERS.get(each.get("license", {}).get("name", ""), "")
        for each in component.get("licenses", [])
    ]
    return next(filter(None, told), READ_BY_HAND.get(component["name"], ""))


def goes(expression: str) -> bool:
    """Whether a licence goes with EUPL-1.2: of what is joined by AND each must, of what is joined by OR one.

    >>> goes("MIT OR GPL-3.0-only"), goes("MIT AND GPL-3.0-only"), goes("")
    (True, False, False)
    """
    ways = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(all(each in GOES_WITH_EUPL for each in re.split(r"\s+AND\s+", way)) for way in ways)


def shipped_names(project: Path) -> set[str]:
    """Return the packages that somebody gets who installs the project with all extras, and nothing for development.

    They are read from the environment: the bill of materials does not tell what is only wanted by an extra.
    """
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    asked = [*told["dependencies"], *(each for extra in told["optional-dependencies"].values() for each in extra)]
    waiting, seen = [Requirement(each) for each in asked], set[tuple[str, frozenset[str]]]()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        try:
            needs = [Requirement(each) for each in requires(name) or ()]
        except PackageNotFoundError:  # for another system than this one
            continue
        seen.add((name, extras))
        waiting += [each for each in needs if is_needed(each, extras)]
    return {name for name, _ in seen}


def is_needed(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Whether a package with these extras needs another one, on this system.

    >>> is_needed(Requirement("igraph; extra == 'plot'"), frozenset()), is_needed(Requirement("numpy"), frozenset())
    (False, True)
    """
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})
