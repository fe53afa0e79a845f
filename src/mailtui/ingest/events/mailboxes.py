"""Who runs a recipient's mailbox: see `mailtui.diagnosis.mailboxes`."""

from mailtui.diagnosis.mailboxes import OTHER as OTHER
from mailtui.diagnosis.mailboxes import mailbox_of as mailbox_of
