"""Signing in by a hospital's own sign-in page (OpenID Connect). It opens an account that is there; it admits nobody."""
