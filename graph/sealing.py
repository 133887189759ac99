"""What is known of persons, sealed: readable only with a key that is not in the database."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from secrets import token_urlsafe

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from graph.errors import UnreadableSecret


class Safe:
    """Seals and opens texts, and digests what must be found without being readable.

    `keys` are secrets of any length: the first one seals, each opens, so that a new one can be put in front. Digests
    and signatures come from the last one, which therefore stays until no digest of it is needed.

    >>> safe = Safe(["a secret"])
    >>> safe.open(safe.seal("info@example.org"))
    'info@example.org'
    >>> safe.digest("address", "info@example.org") == Safe(["a newer one", "a secret"]).digest(
    ...     "address", "info@example.org"
    ... )
    True
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("a safe needs at least one key, and none may be empty")
        self._sealing = MultiFernet([Fernet(urlsafe_b64encode(_derive(key, "sealing"))) for key in keys])
        self._digesting = keys[-1]

    def seal(self, text: str) -> str:
        """Return a text that only `open` reads; the empty text stays empty. Two times give two texts."""
        return self._sealing.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """Return what was sealed; raise `UnreadableSecret` when none of the keys did it."""
        try:
            return self._sealing.decrypt(sealed.encode()).decode() if sealed else ""
        except InvalidToken:
            raise UnreadableSecret(
                "what is known of persons was sealed with another key; set OSMOSE_KEYS to the one of this database"
            ) from None

    def digest(self, purpose: str, text: str) -> str:
        """Return a keyed digest: equal for equal texts of one purpose, and not to be guessed without the key."""
        return hmac.new(self.key_for(purpose), text.encode(), sha256).hexdigest()

    def key_for(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for signing things of one purpose."""
        return _derive(self._digesting, purpose)


def _derive(key: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"osmose {purpose}".encode()).derive(key.encode())


def new_token() -> str:
    """Return a secret that nobody can guess, fit for a URL: 43 characters, 256 bits."""
    return token_urlsafe(32)


def digest_token(token: str) -> str:
    """Return under what a token is stored. It holds 256 random bits, so a plain digest cannot be turned back.

    >>> len(digest_token(new_token()))
    64
    """
    return sha256(token.encode()).hexdigest()
