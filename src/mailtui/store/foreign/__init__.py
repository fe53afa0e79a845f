"""Other systems' databases, read and never written: opened, their tables looked at, their rows in pages."""
