"""Contacts, lists, segments and templates: the verbs behind their commands and their screen."""

from mailtui.services.contacts.people import People

__all__ = ["People"]
