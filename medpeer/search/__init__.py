"""Search: a medical analyser, a query language, an index without text, and results re-checked against the database."""
