"""The one typed record of configuration; ``config.py`` builds it from the environment."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Each field's environment name is ``MEDPEER_`` and the field in capitals."""

    data_dir: Path = field(metadata={"doc": "Folder that holds all state: database, index, mailbox, generated secret."})
    secret_key: str = field(metadata={"doc": "At least 32 characters; signs cookies and seals personal values."})
    database_url: str = field(metadata={"doc": "SQLAlchemy address; default is SQLite inside the data folder."})
    smtp_url: str = field(metadata={"doc": "Mail relay, smtp://user:password@host:port; in demo mode a local one."})
    mail_from: str = field(metadata={"doc": "Sender of the product's mails."})
    base_url: str = field(metadata={"doc": "Address at which members reach the product; used in mailed links."})
    demo: bool = field(metadata={"doc": "Demo mode: local mail relay with a mailbox page, demo log-ins shown."})
    production: bool = field(metadata={"doc": "Refuses weak secrets, sends Secure cookies and HSTS."})
    session_idle_min: int = field(metadata={"doc": "Minutes without a request after which a member is signed out."})
    session_max_h: int = field(metadata={"doc": "Hours after which a sign-in ends whatever happens."})
    trusted_proxies: int = field(metadata={"doc": "Number of reverse proxies whose X-Forwarded headers are believed."})
    institution_domains: tuple[str, ...] = field(
        metadata={"doc": "E-mail domains of institutions that count as proof of possession, comma-separated."}
    )
    nppes_api_url: str = field(
        metadata={"doc": "Address of the NPPES registry, for reviewers who ask it about one number; empty for nobody."}
    )
    oidc_providers: Path | None = field(
        metadata={"doc": "TOML file of the hospitals whose own sign-in opens accounts here; none by default."}
    )
    local_words: Path | None = field(
        metadata={
            "doc": "File of the house's own hospitals, wards and codes, which every check looks for; none by default."
        }
    )
    attestation_review_percent: int = field(
        metadata={"doc": "Share of the texts in which an author kept something that moderators look at, from 0 to 100."}
    )
    rate_limits: bool = field(metadata={"doc": "Off only where tests measure something else."})
    log_level: str = field(metadata={"doc": "Level of the log on standard error."})

    @property
    def index_dir(self) -> Path:
        """Folder of the search index."""
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        """Folder of the encrypted pictures of applicants' documents."""
        return self.data_dir / "vault"

    @property
    def own_data_dir(self) -> Path:
        """Folder of the encrypted files of people's own data that wait to be fetched."""
        return self.data_dir / "own-data"

    @property
    def letters_dir(self) -> Path:
        """Folder of the letters with codes that wait to be printed."""
        return self.data_dir / "letters"

    @property
    def mailbox_dir(self) -> Path:
        """Folder in which demo mode keeps the mails it accepted."""
        return self.data_dir / "mailbox"
