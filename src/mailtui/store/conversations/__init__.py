"""Conversations in the database: letters find their thread, and threads are read."""
