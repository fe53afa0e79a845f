"""EVENT -> FACT for sending services: payloads are kept, their events joined to mails and folded.

What others call, with the writing lock held and within a transaction of theirs:

    importing.EventImporter   reads files
    importing.EventWriting    `put` writes a lot, `read` what payloads that are kept say; `finish` ends the
                              transaction
    lots.Gathering            makes a lot of payloads, whoever has them
    again.read_waiting        reads what a receiver has kept; `read_again` what was read before
"""
