"""mailtui: the terminal a mail admin opens when mail does not arrive."""

__version__ = "0.1.0"
