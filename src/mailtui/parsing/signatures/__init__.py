"""Whether a webhook's call is the provider's: bytes, headers and keys in, a reason to refuse out. Pure."""
