"""Contacts, lists, memberships, segments, templates, campaigns' own fields and links: written and read."""
