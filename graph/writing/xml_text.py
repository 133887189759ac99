"""Texts that XML can hold."""

import re

# Everything that is not a Char of XML 1.0, section 2.2.
_NO_CHARS = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    r"""Return a text without the characters that XML forbids.

    >>> without_controls("stage\x07s")
    'stages'
    """
    return _NO_CHARS.sub("", text)
