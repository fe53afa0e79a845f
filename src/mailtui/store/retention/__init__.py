"""Rows that are old enough go, in transactions of a few milliseconds, and are counted by the day.

limits     up to when rows of each kind go          messages  messages with all that hangs on them
counting   daily totals of what goes                lines     raw lines that no message needs,
peers      hosts, replies, links of nobody                    and rejections
names      addresses of nobody
"""
