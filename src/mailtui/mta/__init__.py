"""The only place that runs a mail program: argument lists, time limits, nothing of our environment."""
