"""What the badge beside a handle says in words."""

from medpeer.accounts.models import BadgeLevel, Specialty
from medpeer.accounts.regions import region_of
from medpeer.licensing.states import label_of_state


def badge_label(specialty: Specialty | None, state: str, level: BadgeLevel | None) -> str:
    """Return a badge as printed: "Rheumatology, Wyoming"; empty for whoever has no specialty.

    Without a level it says the least: that this is a physician.
    """
    if specialty is None:
        return ""
    match level:
        case BadgeLevel.STATE:
            return f"{specialty.label}, {label_of_state(state)}"
        case BadgeLevel.REGION:
            return f"{specialty.label}, {region_of(state)}"
        case BadgeLevel.SPECIALTY:
            return specialty.label
        case BadgeLevel.PHYSICIAN | None:
            return "Physician"
