"""What happens after a commit: the outbox relay and, later, schedules."""
