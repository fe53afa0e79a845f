"""The tables of domains as questions and writes: what is expected, how checks stand, what changed."""
