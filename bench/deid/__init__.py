"""Measures the de-identification engine on labelled texts, beside other tools where they are asked for."""
