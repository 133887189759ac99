"""Letters that lie as files in the folder of outgoing mail: those that name somebody, and those that are old."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


def erase_letters(mail_path: Path, *texts: str) -> int:
    """Remove every letter in which one of `texts` stands, in its heads or its words; return how many.

    A letter that introduces two to each other names both, so the address alone of who got it is not enough.
    """
    named = [naming(text) for text in texts if text]
    return _remove(each for each in _letters(mail_path) if any(one.search(_words(each)) for one in named))


def erase_old_letters(mail_path: Path, before: datetime) -> int:
    """Remove every letter that was written before a moment; return how many."""
    return _remove(each for each in _letters(mail_path) if each.stat().st_mtime < before.timestamp())


def naming(text: str, *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return what finds a text where it stands as words of its own, in upper or lower case unless `flags` say else.

    >>> bool(naming("a@b.nl").search("schrijf A@B.nl")), bool(naming("An").search("Jan"))
    (True, False)
    """
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", flags)


def _letters(mail_path: Path) -> Iterator[Path]:
    # Also drafts of a sender that was stopped halfway.
    yield from (each for each in mail_path.glob("*") if each.is_file())


def _words(path: Path) -> str:
    """Return all that a letter says, decoded: what is quoted or in base64 hides from a plain search."""
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    heads = "\n".join(str(value) for value in message.values())
    bodies = (part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    return "\n".join([heads, *(body.decode(errors="replace") for body in bodies if isinstance(body, bytes))])


def _remove(paths: Iterable[Path]) -> int:
    n_removed = 0
    for path in list(paths):
        path.unlink(missing_ok=True)
        n_removed += 1
    return n_removed
