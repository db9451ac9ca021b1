"""What people prove with that they are who they were: authenticator apps, passkeys, recovery codes, known devices."""
