"""Asks other tools. Each module runs by itself in the environment of its tool and imports nothing of the engine."""
