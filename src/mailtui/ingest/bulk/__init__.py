"""A big log is read by two processes: one reads, parses and joins, the other diagnoses and writes."""
