"""Words of mailboxes that name a desk, a role or nobody. Pure."""

from typing import Final

DESKS: Final = frozenset(
    "abuse accounting accounts admin administration administrator admissions all alumni appointments billing "
    "board booking cardiology careers clinic clinics coding compliance contact credentialing department dept desk "
    "director donotreply drs emergency enquiries everyone fax feedback finance front frontdesk frontoffice hello help "
    "helpdesk hospital hostmaster hr icu info information inquiries intake it jobs lab laboratory legal mail mailbox "
    "marketing media medical medicalrecords news newsletter noreply nurse nurses nursing office oncology operations "
    "patient patients payroll pediatrics pharmacy physicians postmaster practice press privacy procurement provider "
    "providers purchasing radiology reception records recruitment referrals registrar research residency residents "
    "sales scheduling secretary security service services shared staff students support surgery team training triage "
    "urology volunteers ward webmaster "
    # Units, machines and professions in short, which a figure follows.
    "asst bed ccu cn cna crna ct ecg ed eeg ekg ems ent er gi gyn icu lpn mgr micu mri nicu np ob or pa pacu pct picu "
    "pt rn room rx scan sec sicu stn vip xr "
    "cma ext fd lvn ma ms ns opd pod rma stu student temp tmp vol volunteer ws".split()
)
"""Whoever has one of these words for a mailbox shares it."""
NUMBERED: Final = frozenset({"user", "doctor", "physician", "person", "member", "employee"})
"""What stands before a staff number and names nobody."""
ROLE_MARKS: Final = frozenset(
    "aprn bsn cma cna crna dnp dpt emt fnp jr lcsw lpn lvn ma miss mr mrs ms msn msw np ot pa pac pt rd rma rn rph rt "
    "slp sr".split()
)
"""Professions that are no physician's, generations and addresses: beside a name they are no initials of it."""
