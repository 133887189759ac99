"""Whose profiles an import changes, where it changes nothing else: a service then need not read everything again."""

from graph.reading.checks import Complete
from graph.reading.records import Record
from graph.reading.stored import Records
from graph.reading.tables import PARTNERS

MAX_CHANGED = 100
"""Partners that a change names at most: with more of them, reading everything again is hardly slower."""
NO_PROFILE = ("part_of", "since", "until")
"""Columns of a partner that say who knows whom and who is there at all, not what it tells of itself."""


def changed_profiles(complete: Complete, stored: dict[str, Records]) -> list[str] | None:
    """Return the ids of the stored partners that tell something else now, sorted; `None` where more changes than that.

    `complete` holds the rows of the import laid over `stored`, both by table and id. More than `MAX_CHANGED` partners
    are not named either.
    """
    differing = {
        name: [each for each, record in records.items() if stored.get(name, {}).get(each) != record]
        for name, records in complete.items()
    }
    changed = differing.pop(PARTNERS.name)
    if any(differing.values()) or len(changed) > MAX_CHANGED:
        return None
    old, new = stored[PARTNERS.name], complete[PARTNERS.name]
    is_profile = all(each in old and _standing(old[each]) == _standing(new[each]) for each in changed)
    return sorted(changed) if is_profile else None


def _standing(record: Record) -> list[tuple[str, ...]]:
    return [record.references(PARTNERS.by_name[name]) for name in NO_PROFILE]
