"""Segments: conditions on contacts, as JSON out there, as a checked tree here. Pure."""
