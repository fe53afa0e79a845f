"""EVENT -> FACT for sending services: payloads are kept, their events joined to mails and folded."""
