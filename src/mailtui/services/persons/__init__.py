"""One person, by address: page, export, erasure."""
