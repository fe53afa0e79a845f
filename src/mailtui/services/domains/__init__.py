"""DOMAINS: what is expected of each, how it stands, checked now or on schedule."""
