"""The sentence encoder that the settings name, opened once per process."""

from functools import lru_cache
from pathlib import Path

from matching.encoded import CachedEncoder
from matching.encoder import Encoder, load_encoder
from service.settings import Settings


def read_encoder(settings: Settings) -> Encoder | None:
    """Return the encoder of the settings, or None where they name none; raise `EncoderUnavailable`."""
    return _open(settings.encoder, settings.encoded_path) if settings.encoder else None


@lru_cache(maxsize=1)
def _open(name_or_folder: str, encoded_path: Path) -> Encoder:
    return CachedEncoder(load_encoder(name_or_folder), encoded_path)
