"""The receiver: HTTP on an address of this machine, behind a reverse proxy that does TLS.

server    the socket and its thread         protocol  requests that come too slowly
answering what is answered to whom          body      a body, no larger than it may be
remotes   who it was, and who was told      extra     whether what it needs is installed
"""
