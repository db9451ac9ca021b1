"""How much of what is burned into pictures is found, how often it errs, and what it costs."""
