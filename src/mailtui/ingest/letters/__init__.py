"""Mail archives -> letters: mboxes, maildirs and single mails become messages in their conversations."""
