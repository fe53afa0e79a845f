"""FILE -> ROWS: tables of contacts and campaigns, CSV or JSON, in whatever writing they come."""
