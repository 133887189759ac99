"""Secrets that were left in a file of the repository."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.audit.outcome import Outcome

SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s",
    "a token of ours": r"\bosmose_[\w-]{43}\b",
    "a secret of a webhook": r"\bwhsec_(?!A{40})[A-Za-z0-9+/]{40,}",
    "a sealed text": r"\bgAAAAA[\w-]{60,}",
    "a signed token": r"\beyJ[\w-]{15,}\.[\w-]{15,}\.[\w-]{20,}",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a forge": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20,})",
    "a password in an address": r"\b(?:postgresql|smtp|https?)://[\w.-]+:(?!marker)[^\s@/\"'{<]{8,}@(?![\w.-]*example)",
}
"""What each kind of secret looks like; it is narrow, so that what is found is worth a look; what is said in an
example is none (AAAA…), nor what a test calls a marker."""
LARGEST = 2_000_000
"""Bytes; beyond are tables of data, which no hand wrote a key into."""


def look(root: Path) -> Outcome:
    """Look through every file that is kept in the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True)  # noqa: S607 -- as make finds it
    paths = [root / name for name in listed.stdout.split("\0") if name]
    found = [
        f"{path.relative_to(root)}: {kind}"
        for path in paths
        if path.is_file() and path.stat().st_size <= LARGEST
        for kind in find_secrets(path.read_text(encoding="utf-8", errors="replace"))
    ]
    if found:
        return Outcome("secrets", "wrong", "; ".join(found))
    return Outcome("secrets", "good", f"none in {len(paths)} files")


def find_secrets(text: str) -> Iterator[str]:
    """Yield what kinds of secrets a text holds; never the secret itself."""
    for kind, form in SECRETS.items():
        if re.search(form, text):
            yield kind
