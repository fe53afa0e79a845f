"""The commands by what they are about, in the order of the help."""
