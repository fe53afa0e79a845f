"""ROW -> FACT: what other systems keep in their databases."""
