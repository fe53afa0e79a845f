"""Mail as it was sent (RFC 5322): what its header fields say. Pure."""
