"""How long tests look for what is wrong: `DEPTH=10 pytest tests/search` makes ten times the examples."""

import os

DEPTH = int(os.environ.get("DEPTH", "1"))
