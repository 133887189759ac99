"""An object with some of its attributes replaced: what is large and stays the same is shared."""

from copy import copy
from typing import TypeVar

T = TypeVar("T")


def altered(one: T, **attributes: object) -> T:
    """Return a shallow copy of `one` in which these attributes are others; `one` stays as it is.

    >>> from types import SimpleNamespace
    >>> altered(SimpleNamespace(large="shared", small=1), small=2)
    namespace(large='shared', small=2)
    """
    other = copy(one)
    vars(other).update(attributes)
    return other
