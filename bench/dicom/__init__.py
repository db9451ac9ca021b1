"""Measures what is left of a DICOM header, attribute by attribute, beside other tools."""
