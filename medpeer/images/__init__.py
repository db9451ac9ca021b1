"""Pictures and stacks of frames that stand with posts: bytes, description and state, all or none."""
