"""Made-up traffic of a small mail server, for a first look without logs of one's own.

Names are under .example (RFC 2606), addresses are from the documentation blocks (RFC 5737).
"""
