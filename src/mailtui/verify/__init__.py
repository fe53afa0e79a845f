"""DNS -> FINDING: is it us? One file per record type; what a check needs of DNS comes through a small port."""
