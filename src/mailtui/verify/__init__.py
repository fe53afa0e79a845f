"""DNS -> FINDING: is it us? One file per record type; checks ask DNS through a small port."""
