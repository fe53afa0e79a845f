"""What people added to the facts, read: notes and tags of subjects and of rows."""
