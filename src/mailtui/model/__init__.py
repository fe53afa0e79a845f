"""The words of mailtui: addresses, statuses, events, facts. Frozen values, standard library only."""
