"""What can be set from outside: OSMOSE_… in the environment, read once."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.errors import GraphError

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a machine reaches itself, as they stand in a Host header."""

Names = Annotated[tuple[str, ...], NoDecode]
"""Several names in one variable, with commas between them."""


SecretNames = Annotated[tuple[SecretStr, ...], NoDecode]
"""The same, of what must not be shown."""


class BadSetting(GraphError):
    """A variable OSMOSE_… holds something that it cannot mean."""


class Settings(BaseSettings):
    """All settings, each with what holds when it is not set."""

    model_config = SettingsConfigDict(env_prefix="OSMOSE_", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(default="sqlite:///osmose.db", repr=False)
    """Where the data is; it may hold a password, and so is not shown with the other settings."""
    database_statement_seconds: int = Field(default=60, ge=0)
    """So long a statement of the running service may take on PostgreSQL; then whoever waits is told. 0: without end."""
    home: Path = Field(default_factory=lambda: user_data_path("osmose", appauthor=False))
    """The folder of what was learned, and of outgoing mail."""
    allowed_hosts: Names = LOOPBACK_HOSTS
    """Names under which the service answers; another Host header is refused, so that no foreign page can pose as it."""
    cors_origins: Names = ()
    """Origins of pages elsewhere that may read the API from a browser, such as https://kaart.example.org."""
    encoder: str = ""
    """Folder or name of the model that compares texts by meaning; none if empty."""
    cluster_ca: Path | None = None
    """By what the certificates of a Dask cluster at tls:// are checked; a file in PEM, as the next two."""
    cluster_certificate: Path | None = None
    """By what this machine is known there."""
    cluster_key: Path | None = None
    """The key of that certificate."""
    contact_name: str = "Osmose"
    """Whom users of the API can turn to, as its description says."""
    contact_url: str = "https://example.org/osmose"
    """Where they can."""
    security_contact: Names = ()
    """Whom to tell of a weakness, as /.well-known/security.txt says: mailto:… or https://…; no such file if empty."""
    keys: SecretNames = Field(default=())
    """What seals the data of persons and signs links: the first seals, each opens. One is made in `home` otherwise."""
    base_url: str = "http://localhost:8000"
    """Where people reach the service, as links in mails name it."""
    office_name: str = "Talentencampus Oss"
    """Who introduces partners, as mails and pages name it."""
    report_aims: str = ""
    """What the network wants to achieve, as the yearly report says it; what holds for any network if empty."""
    office_address: str = ""
    """The mail address of the office: sender of mails, and where answers go."""
    smtp_host: str = ""
    """The mail server; without it outgoing mails become files in the folder `mail` of `home`."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to the mail server is kept secret; none only on this machine itself."""
    oidc_issuer: str = ""
    """A provider of OpenID Connect by which people may sign in, such as https://login.example.org."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    send_mail: bool = False
    """Whether the running service sends mail and does what time brings about; set by osmose serve and osmose demo."""
    pulse: bool = False
    """Whether partners are asked each quarter how their collaborations go; off until the network decides to ask."""
    keep_mail_days: int = Field(default=90, ge=30)
    """So long it stays known that a mail was sent; a month at least, or it could be sent again."""
    keep_person_days: int = Field(default=730, ge=30)
    """So long a person stays known who neither signs in nor answers."""
    upload_bytes: int = Field(default=10_000_000, ge=1)
    """The largest upload of files in the exchange format."""
    picture_bytes: int = Field(default=20_000_000, ge=1)
    """The largest picture of a story that is taken in; what is kept of it is far smaller."""
    register_bytes: int = Field(default=80_000_000, ge=1)
    """The largest upload of registers as they are published; the whole childcare register takes half of it."""
    webhook_hosts: Names = ()
    """Hosts within the own network that webhooks may call, over http too; others must be on the open internet."""
    keep_note_days: int = Field(default=730, ge=30)
    """So long a note of staff about a partner is kept."""
    keep_words_days: int = Field(default=365, ge=30)
    """So long a partner's own words about its answer are kept; the answer itself stays."""
    keep_backup_days: int = Field(default=30, ge=1)
    """So long whoever keeps this service lets a backup live, as the page on privacy promises."""
    trusted_proxies: Names = ("127.0.0.1", "::1")
    """Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    log_format: Literal["text", "json"] = "text"
    """How the service writes its log: lines to read, or one object of JSON each."""
    metrics_token: SecretStr = SecretStr("")
    """What a program sends as a bearer token to read /metrics from another machine; from there none may if empty."""
    backup_path: Path | None = None
    """The folder where backups are put, so that /metrics tells how old the latest is; it tells none if not set."""
    linger_seconds: float = Field(default=1.0, ge=0, le=300)
    """So long the service that is told to stop says that it is not ready, and still takes requests."""
    stop_seconds: int = Field(default=20, ge=1, le=600)
    """So long requests under way may take, once no new ones are taken."""
    demo: bool = False
    """Whether whoever sits at this machine may look through the eyes of each role; set by osmose demo."""
    debug: bool = False
    """Whether an error in the program itself is told with its traceback."""

    @field_validator(
        *("allowed_hosts", "cors_origins", "webhook_hosts", "trusted_proxies", "security_contact", "keys"),
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @field_validator("security_contact")
    @classmethod
    def _require_address(cls, contacts: tuple[str, ...]) -> tuple[str, ...]:
        for contact in contacts:
            if not contact.startswith(("mailto:", "https://", "tel:")) or not contact.isprintable() or " " in contact:
                raise ValueError("expected addresses such as mailto:veilig@voorbeeld.nl or https://voorbeeld.nl/melden")
        return contacts

    @property
    def is_for_this_machine(self) -> bool:
        """Whether people reach the service on this machine alone, as `base_url` says."""
        return (urlsplit(self.base_url).hostname or "") in {host.strip("[]") for host in LOOPBACK_HOSTS}

    @property
    def model_path(self) -> Path:
        """The file of the weights that `osmose fit` learned."""
        return self.home / "model.json"

    @property
    def team_path(self) -> Path:
        """The file of the weights by which the missing member of a team is found, learned by `osmose fit` too."""
        return self.home / "teams.json"

    @property
    def key_path(self) -> Path:
        """The file of the key that seals the data of persons, where `keys` names none."""
        return self.home / "key"

    @property
    def mail_path(self) -> Path:
        """The folder of outgoing mails where no mail server is set."""
        return self.home / "mail"

    @property
    def encoded_path(self) -> Path:
        """The file of vectors that the encoder made before; it may be thrown away."""
        return self.home / "encoded.db"


def read_settings() -> Settings:
    """Read the environment; raise `BadSetting` when a variable holds something that it cannot mean."""
    try:
        return Settings()
    except ValidationError as error:
        raise told(error) from None


def told(error: ValidationError) -> BadSetting:
    """Return what is wrong with the first setting that is, with what it holds unless that is a secret."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    is_secret = name == "database_url" or "SecretStr" in str(Settings.model_fields[name].annotation)
    what = "cannot be used" if is_secret else f"is '{first['input']}'"
    return BadSetting(f"OSMOSE_{name.upper()} {what}: {first['msg']}")
