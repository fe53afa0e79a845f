"""Where mailtui keeps things, by the conventions of the system (platformdirs; XDG on Linux)."""

from __future__ import annotations

from pathlib import Path

APP = "mailtui"


def config_file() -> Path:
    """The user's settings file; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "config.toml"


def rules_file() -> Path:
    """The operator's own rules of diagnosis, beside the settings; it need not exist."""
    return config_file().with_name("rules.toml")


def searches_file() -> Path:
    """The saved searches, beside the settings; it need not exist."""
    return config_file().with_name("searches.txt")


def session_file() -> Path:
    """Where the screens of the last session are kept; it need not exist."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False) / "session.json"


def data_folder() -> Path:
    """Where the databases are; not created here."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def default_database() -> Path:
    """The user's database when nothing names another."""
    return data_folder() / "mailtui.db"


def demo_folder() -> Path:
    """Where `mailtui demo` keeps its logs and its database, apart from everything else."""
    return data_folder() / "demo"


def state_folder() -> Path:
    """Where what the screens leave behind is kept, such as copies; not created here."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def yank_folder() -> Path:
    """Where copies are files too."""
    return state_folder() / "yank"
