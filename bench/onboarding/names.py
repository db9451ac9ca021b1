"""Names to draw from, and the forms in which registers and people spell one. All people are made up."""

from typing import Final

FIRST: Final = (
    "MIRIAM TOMASZ RAJESH INGRID KWABENA GIULIA HIROTO AMARA SOFIA FARID CONSUELO DUNCAN LEILA BARTOSZ PRIYA SVEN "
    "ADWOA MATTEO YUKI CHIDI INES OMAR PALOMA FERGUS NASRIN WOJCIECH ANJALI GUNNAR EFUA LORENZO AIKO EMEKA CLARA "
    "YUSUF ESPERANZA CALLUM SHIRIN KRZYSZTOF DEEPA ASTRID KOFI CHIARA KENJI NGOZI BEATRIZ TAREK MARISOL EWAN"
).split()
LAST: Final = (
    "OKONJO WILCZEK SUBRAMANIAN HALVORSEN NAKASHIMA LINDQVIST HADDADIN ARRIETA TSENG BARANYAI ABERCROMBIE FAGERLUND "
    "MWANGOSI PETROSYAN GALLOWHILL IRIBARREN KOSTADINOV VENKATARAMAN OYELARAN SKOVGAARD THISTLEWOOD QUISPEROJAS "
    "RADZIWON BJORKLUND CASTELLANI DUMITRESCU EKPENYONG FUJIMORITA GRZELAK HOVHANNES JAYAWARDENA KIRKBRIDE LUNDEGAARD "
    "MACALLISTER NWACHUKWU OSTERGREN PAPADAKIS RUSSOMANNO SZCZEPANIAK TRUJILLANO UGARTECHEA VANDERVOORT WOLSKIEWICZ "
    "YAMANOUCHI ZALEWSKA ASHGROVE BRANNIGAN CHOWDHURIAN DELACROIXE ETXEBARRIA FORSTERLING GUNASEKERA HOLLENBACH "
    "ISHIGUROTA JORGENSSON KAVANAUGH LEWANDOWICZ MONTECASSIN NORDSTRAND OBERHOLTZER PRENDERGAST RASMUSSON"
).split()
MIDDLE: Final = ("", "", "ANN", "JEAN", "LEE", "RAY", "MAE")
NICKNAMES: Final = (
    ("ROBERT", "Bob"),
    ("ELIZABETH", "Liz"),
    ("WILLIAM", "Bill"),
    ("KATHERINE", "Kate"),
    ("MICHAEL", "Mike"),
    ("MARGARET", "Peggy"),
    ("CHRISTOPHER", "Chris"),
    ("PATRICIA", "Pat"),
)
"""What the register holds, and what the person types."""
MARKED: Final = (
    ("JOSE", "José", "MUNOZARCE", "Muñozarce"),
    ("RENE", "René", "LEFEVREAU", "Lefèvreau"),
    ("SOREN", "Søren", "OSTERGARDEN", "Østergården"),
    ("ZOFIA", "Żofia", "WLODARCZYKA", "Włodarczyka"),
    ("JURGEN", "Jürgen", "MUELLERSEN", "Müllersen"),
    ("NUNO", "Nuno", "GONCALVESA", "Gonçalvesa"),
)
"""First and last name as a register spells them without marks, each followed by the person's own spelling."""
HOMOGLYPHS: Final = str.maketrans(
    {"a": "а", "e": "е", "o": "о", "i": "і", "c": "с", "p": "р", "A": "А", "O": "О", "E": "Е", "K": "К", "M": "М"}
)
"""Latin letters to Cyrillic ones that look the same."""
INVISIBLE: Final = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u034f")
FULL_WIDTH: Final = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
