"""Human or machine: who is behind an open or a click. Pure; the known agents are data (`agents.toml`)."""
