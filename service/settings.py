"""What can be set from outside: OSMOSE_… in the environment, read once."""

from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.errors import GraphError

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a machine reaches itself, as they stand in a Host header."""

Names = Annotated[tuple[str, ...], NoDecode]
"""Several names in one variable, with commas between them."""


class BadSetting(GraphError):
    """A variable OSMOSE_… holds something that it cannot mean."""


class Settings(BaseSettings):
    """All settings, each with what holds when it is not set."""

    model_config = SettingsConfigDict(env_prefix="OSMOSE_", frozen=True)

    database_url: str = "sqlite:///osmose.db"
    """Where the data is."""
    home: Path = Field(default_factory=lambda: user_data_path("osmose", appauthor=False))
    """The folder of what was learned, and of outgoing mail."""
    allowed_hosts: Names = LOOPBACK_HOSTS
    """Names under which the service answers; another Host header is refused, so that no foreign page can pose as it."""
    cors_origins: Names = ()
    """Origins of pages elsewhere that may read the API from a browser, such as https://kaart.example.org."""
    encoder: str = ""
    """Folder or name of the model that compares texts by meaning; none if empty."""
    contact_name: str = "Osmose"
    """Whom users of the API can turn to, as its description says."""
    contact_url: str = "https://example.org/osmose"
    """Where they can."""
    debug: bool = False
    """Whether an error in the program itself is told with its traceback."""

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @property
    def model_path(self) -> Path:
        """The file of the weights that `osmose fit` learned."""
        return self.home / "model.json"

    @property
    def encoded_path(self) -> Path:
        """The file of vectors that the encoder made before; it may be thrown away."""
        return self.home / "encoded.db"


def read_settings() -> Settings:
    """Read the environment; raise `BadSetting` when a variable holds something that it cannot mean."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        raise BadSetting(f"OSMOSE_{name.upper()} is '{first['input']}': {first['msg']}") from None
