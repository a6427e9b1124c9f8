"""What does the environment say? Read once, typed, and refused when it makes no sense."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def flag(name: str, *, default: bool) -> bool:
    """Read "1"/"0"; anything else is a configuration error, not False."""
    text = os.environ.get(name, "1" if default else "0")
    if text not in ("0", "1"):
        raise SystemExit(f"{name} 只能是 0 或 1，现在是 {text!r}。请改正后重试。")
    return text == "1"


def day(name: str, default: str) -> date:
    """Read an ISO date."""
    text = os.environ.get(name, default)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SystemExit(f"{name} 要写成 2026-03-16 这样的日期，现在是 {text!r}。") from None


def secret(path: Path) -> str:
    """Read the secret key, made on first start and readable by the owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def database(url: str, sqlite_file: Path) -> dict[str, object]:
    """Give Django's settings for "postgres://…" or, without a URL, for SQLite.

    SQLite in WAL with synchronous=NORMAL, the common tuning advice, loses
    acknowledged rows when the power fails; so FULL, and start-up checks it.
    """
    if not url:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
        # Without it INSERT OR REPLACE deletes the old row unseen by the triggers of append-only tables.
        pragmas += "PRAGMA recursive_triggers=ON;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite_file), "OPTIONS": options}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit("DATABASE_URL 只支持 postgres://…；不设就用本机的 SQLite。")
    asked = _options(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"options": "-c synchronous_commit=on", **asked},
    }


def _options(query: str) -> dict[str, str]:
    """Read ?host=/folder&sslmode=require; what we do not know is refused, not dropped in silence."""
    options = dict(parse_qsl(query, strict_parsing=bool(query)))
    unknown = set(options) - {"host", "sslmode", "sslrootcert", "connect_timeout"}
    if unknown:
        raise SystemExit(f"DATABASE_URL 里不认识 {'、'.join(sorted(unknown))}，请去掉或改正。")
    return options
