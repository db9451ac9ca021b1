"""The HTTP edge: blueprints by area, forms, error pages, headers, sessions. Views are thin: no rule, no SQL."""
