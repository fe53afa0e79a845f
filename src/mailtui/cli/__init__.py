"""Commands. Each is a file that exports a click command called `command` and is imported when it runs."""
