"""Webhooks taken live: whose they are, whether they are theirs, and keeping them before they are answered.

    hooks      the accounts of the settings        address     where is listened
    secrets    references to secrets, read         verifying   whether a request is the provider's
    certificates  of Amazon SNS, fetched once      keeping     payloads on disk, many in one transaction

The HTTP server itself is `worker.listening`.
"""
