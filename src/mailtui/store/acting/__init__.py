"""Acts of people at rest: changes compared and set, the journal that takes them back, the audit that tells.

One transaction writes the changed rows, one entry of the audit and one of the journal: all of it or none.
"""
