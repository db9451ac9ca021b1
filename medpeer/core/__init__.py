"""What every package stands on: database, outbox, clock, crypto, settings, errors, logging."""
