"""What the pages of proof say of codes, documents and colleagues."""

from typing import Final

from medpeer.licensing.policy.codes import CodeAnswer, CodeChannel
from medpeer.licensing.policy.documents import DocumentKind
from medpeer.licensing.policy.vouchers import WithdrawalReason

CHANNEL_WORDS: Final = {
    CodeChannel.LETTER: ("A letter", "To the practice address on record, in {}. Takes a few days."),
    CodeChannel.FAX: ("A fax", "To the number on record that ends in {}."),
    CodeChannel.PHONE: ("A call", "To the number on record that ends in {}. The code is read out to you alone."),
}
ON_ITS_WAY: Final = {
    CodeChannel.LETTER: "A letter with your code is on its way.",
    CodeChannel.FAX: "A fax with your code is on its way.",
    CodeChannel.PHONE: "We call your practice and read the code out to you.",
}
CODE_ANSWERS: Final = {
    CodeAnswer.WRONG: "This is not the code. Compare it once more with what came.",
    CodeAnswer.SPENT: "That was the last try. Ask for another code.",
    CodeAnswer.EXPIRED: "This code is more than 14 days old. Ask for another.",
    CodeAnswer.NONE_OPEN: "There is no code to enter. Ask for one first.",
}
KIND_WORDS: Final = {
    DocumentKind.LICENCE: "Licence certificate or card",
    DocumentKind.HOSPITAL_CARD: "Hospital identity card",
    DocumentKind.DEGREE: "Degree or board certificate",
    DocumentKind.IDENTITY: "Passport or identity card",
}
WITHDRAWAL_WORDS: Final = {
    WithdrawalReason.NOT_THAT_PERSON: "They are not who they say",
    WithdrawalReason.NOT_A_COLLEAGUE: "I do not know them well enough",
    WithdrawalReason.BY_MISTAKE: "I vouched by mistake",
    WithdrawalReason.FOUND_FALSE: "A reviewer found otherwise",
}
