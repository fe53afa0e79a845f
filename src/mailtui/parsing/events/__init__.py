"""Events that mail providers tell: payload -> events, pure and total. One file for each provider."""
