"""Which messages belong to one conversation.

Pure, in any order, with threads that turn out to be one merged.
"""
