"""Real identities from public registers, with a mailbox that shows nothing."""

from typing import Any, Final

from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import Person, World, application


def _with_mailbox(template: str, **more: Any) -> Trick:
    """Return a trick that copies a physician's entry exactly and gives an address made from ``template``."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person()
        return application(person, email=_fill(template, person), **more)

    return trick


def _fill(template: str, person: Person) -> str:
    label, _, rest = person.hospital.partition(".")
    first, last = person.first.lower(), person.last.lower()
    names = {"first": first, "last": last, "own": f"{first}.{last}", "domain": person.hospital}
    return template.format(**names, label=label, rest=rest)


def _domain_spelt(old: str, new: str) -> Trick:
    """Return a trick that uses the hospital's domain with its first ``old`` spelt ``new``."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person(hospital="rivermodern.example")
        return application(
            person, email=f"{person.first}.{person.last}@".lower() + person.hospital.replace(old, new, 1)
        )

    return trick


OWN: Final = tuple(
    map(
        _with_mailbox,
        (
            "{own}@gmail.com",
            "{own}md@outlook.com",
            "dr.{last}@proton.me",
            "{own}@icloud.com",
            "me@dr-{last}.example",
            "{own}@{last}-clinic.example",
            "{own}@alumni.state.edu",
            "{first}@state.edu",
            "{own}@physicians-mail.example",
            "{own}@usa.com",
        ),
    )
)
LOOK_ALIKE: Final = (
    *map(
        _with_mailbox,
        (
            "{own}@{label}.co.{rest}",
            "{own}@{label}-{rest}",
            "{own}@{domain}.com",
            "{own}@{domain}.evil.example",
            "{own}@mail-{domain}",
            "{own}@my{domain}",
            "{own}@alumni.{domain}",
            "{own}@students.{domain}",
            "{own}@{label}.com",
            "{own}@{label}s.{rest}",
            "{own}@{label}{rest}",
            "{own}@example",
            "{own}@{rest}",
            "{own}@xn--{label}-9za.example",
        ),
    ),
    _domain_spelt("m", "rn"),
    _domain_spelt("e", "\N{CYRILLIC SMALL LETTER IE}"),
    _domain_spelt("o", "0"),
    _domain_spelt("i", "l"),
    _domain_spelt("r", "r\N{COMBINING DOT BELOW}"),
    _domain_spelt("v", "vv"),
    _domain_spelt("d", "cl"),
    _domain_spelt("i", "\N{LATIN SMALL LETTER DOTLESS I}"),
)
ADDRESS: Final = tuple(
    map(
        _with_mailbox,
        (
            '"{own}@{domain}"@evil.example',
            "{own}@{domain}@evil.example",
            "{own}%{domain}@evil.example",
            "{own}@evil.example({domain})",
            "{own}@evil.example,{own}@{domain}",
            "{own}@evil.example;{own}@{domain}",
            "{own}@evil.example {own}@{domain}",
            "{own}@{domain} <x@evil.example>",
            "<{own}@{domain}>",
            "{own}@evil.example#@{domain}",
            "x@evil.example?@{domain}",
            "{own}@evil.example/@{domain}",
            "{own}@evil.example\\@{domain}",
            "{own}@evil.example\x00@{domain}",
            "{own}@evil.example\x00.{domain}",
            "{own}@evil.example\r\nBcc: x@{domain}",
            "{own}@evil.example\u200b@{domain}",
            "evil.example!{own}@{domain}",
            "@evil.example:{own}@{domain}",
            "{own}@[{domain}]",
            "{own}@{domain}:25",
            "{own}@.{domain}",
            "{own}@{domain}..",
            "{own}@evil.example\uff20{domain}",
        ),
    )
)
SHARED: Final = (
    *map(
        _with_mailbox,
        (
            "info@{domain}",
            "frontdesk@{domain}",
            "front.desk@{domain}",
            "billing@{domain}",
            "medical.records@{domain}",
            "cardiology@{domain}",
            "residency-program@{domain}",
            "noreply@{domain}",
            "postmaster@{domain}",
            "hr2@{domain}",
            "office.{last}@pharma-sales.example",
            "{own}@staffing-company.example",
            "{own}@device-maker.example",
            "all.physicians@{domain}",
            "drs@{domain}",
            "admin+{own}@{domain}",
        ),
    ),
)
COLLEAGUE: Final = tuple(
    map(
        _with_mailbox,
        (
            "betty.stackhouse@{domain}",
            "bstackhouse@{domain}",
            "stackhouse@{domain}",
            "stackhouseb@{domain}",
            "betty_stackhouse@{domain}",
            "{first}.stackhouse@{domain}",
            "betty.rn@{domain}",
            "betty.stackhouse+{own}@{domain}",
            "betty.stackhouse2@{domain}",
            "b-stackhouse.rn@{domain}",
        ),
    )
)
UNOPENED: Final = (
    _with_mailbox("{own}@{domain}", controls_email=False),
    _with_mailbox("{own}@{domain}", controls_email=False, answers_challenge=True),
    _with_mailbox("{own}@gmail.com", controls_email=False, answers_challenge=True),
)
