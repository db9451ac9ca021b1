"""Who is told of what: inbox rows of ids, and mails without content."""
