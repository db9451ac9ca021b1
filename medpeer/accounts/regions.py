"""States and the regions they lie in, for badges that must not single anybody out."""

from typing import Final

# The four regions of the United States Census Bureau; the territories stand together.
_REGIONS: Final = {
    "Northeast": "CT ME MA NH RI VT NJ NY PA",
    "Midwest": "IL IN MI OH WI IA KS MN MO NE ND SD",
    "South": "DE DC FL GA MD NC SC VA WV AL KY MS TN AR LA OK TX",
    "West": "AZ CO ID MT NV NM UT WY AK CA HI OR WA",
    "US territories": "GU MP PR VI",
}
_REGION_OF: Final = {code: region for region, codes in _REGIONS.items() for code in codes.split()}


def region_of(state: str) -> str:
    """Return the region of a state by its postal code; empty for what lies elsewhere or is unknown."""
    return _REGION_OF.get(state, "")
