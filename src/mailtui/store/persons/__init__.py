"""One person, by address: everything that is known of them, and taking them out of it all."""
