"""What `mailtui doctor` looks at. The terminal is looked at by the ui, which knows it."""
