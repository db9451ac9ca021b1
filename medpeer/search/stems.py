"""Joining the forms of one word, cautiously: number, Latin and Greek plurals, -ing and -ed; never the word's kind.

``diagnosis`` and ``diagnoses`` are one; ``nephrotic`` and ``nephritic``, ``organ`` and ``organism`` stay apart, which
common stemmers do not promise.
"""

import re
from functools import lru_cache
from typing import Final

from medpeer.search.letters import americanise

_SINGULAR: Final = dict(
    pair.split(":")
    for pair in """
    thrombi:thrombus emboli:embolus bacilli:bacillus nuclei:nucleus fungi:fungus bronchi:bronchus stimuli:stimulus
    calculi:calculus naevi:nevus nevi:nevus alveoli:alveolus uteri:uterus villi:villus microvilli:microvillus
    glomeruli:glomerulus humeri:humerus foci:focus menisci:meniscus rami:ramus tubuli:tubulus canaliculi:canaliculus
    hili:hilus radii:radius sulci:sulcus gyri:gyrus thalami:thalamus tali:talus tophi:tophus tori:torus
    bacteria:bacterium ova:ovum sera:serum septa:septum atria:atrium diverticula:diverticulum hila:hilum
    criteria:criterion phenomena:phenomenon ganglia:ganglion mitochondria:mitochondrion labia:labium media:medium
    acetabula:acetabulum crania:cranium sterna:sternum jejuna:jejunum duodena:duodenum data:datum
    corpora:corpus genera:genus viscera:viscus ulcera:ulcus stomata:stoma stigmata:stigma schemata:schema
    traumata:trauma foramina:foramen lumina:lumen rumina:rumen
    appendices:appendix cervices:cervix cortices:cortex apices:apex indices:index calyces:calyx calices:calyx
    matrices:matrix varices:varix vertices:vertex vortices:vortex helices:helix thoraces:thorax
    pharynges:pharynx larynges:larynx phalanges:phalanx meninges:meninx
    epididymides:epididymis irides:iris testes:testis pelves:pelvis penes:penis
    feet:foot teeth:tooth children:child men:man women:woman mice:mouse lice:louse halves:half knives:knife
    lives:life wolves:wolf leaves:leaf aches:ache
    axes:axis gases:gas
    """.split()
)
# Adjectives and verbs made of a Greek noun, to the stem of the noun.
_OF_NOUN: Final = {
    "metastatic": "metastas",
    "metastasize": "metastas",
    "metastasized": "metastas",
    "metastasizing": "metastas",
    "cirrhotic": "cirrhos",
    "sclerotic": "scleros",
    "thrombotic": "thrombos",
    "stenotic": "stenos",
    "fibrotic": "fibros",
    "necrotic": "necros",
    "necrotizing": "necros",
    "psychotic": "psychos",
    "osteoporotic": "osteoporos",
}
_KEPT: Final = frozenset(
    """
    series species rabies scabies caries facies diabetes herpes feces faeces pus plus thus lens mumps measles
    pancreas bias alias atlas gas canvas whereas always perhaps besides christmas
    chaos pathos us as is was has his its this less does goes
    during morning evening nothing something anything everything being red bed hundred naked sacred
    ascites biceps triceps quadriceps forceps rubens pertussis pons mons os tabes pes ens
    """.split()
)
_VOWEL: Final = re.compile(r"[aeiouy]")
_MIN_STEM: Final = 3
_LONG: Final = 4


def _number(word: str) -> str:
    """Return the singular of a plural."""
    for ending, singular in (
        ("cocci", "coccus"),
        ("bacilli", "bacillus"),
        ("emboli", "embolus"),
        ("thrombi", "thrombus"),
        ("omata", "oma"),
        ("itides", "itis"),
        ("chondria", "chondrion"),
    ):
        if word.endswith(ending):
            return word.removesuffix(ending) + singular
    if word.endswith("ies") and len(word) > _LONG:
        return word[:-3] + "y"
    if re.search(r"(?:ss|x|zz|ch|sh)es$|[a-z]{3}uses$", word):
        return word[:-2]
    if word.endswith("s") and not re.search(r"(?:ss|us|is)$", word) and len(word) > _MIN_STEM:
        return word[:-1]
    return word


def _greek(word: str) -> str | None:
    """Return the stem of words in -sis and -xis and of what is made from them, else ``None``."""
    for pattern, stem in (
        (r"(.{2,}os)(?:is|es|e|ed|ing)$", 1),
        (r"(.{2,}(?:tas|ias))(?:is|es)$", 1),
        (r"(.{2,}(?:thes|res|nes|phys|ptys|cris))(?:is|es)$", 1),
        (r"(.{2,}(?:la|ra|ta|a|e)x)(?:is|es)$", 1),
        (r"(.{2,}lys)$", 1),
        (r"(cris)(?:is|es)$", 1),
    ):
        if found := re.match(pattern, word):
            return found[stem]
    return None


def _tense(word: str) -> str:
    """Return the word without -ing or -ed, as far as what is left is a word's size."""
    if word.endswith("ied") and len(word) > _LONG:
        return word[:-3] + "y"
    if word.endswith(("eed", "eeds")):
        return word
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _MIN_STEM and _VOWEL.search(stem):
            return _repaired(stem)
    return word


def _repaired(stem: str) -> str:
    """Undo what the ending did: ``clott`` to ``clot``, ``rat`` (rating) to ``rate``."""
    if stem[-1] == stem[-2] and stem[-1] not in "lszf":
        return stem[:-1]
    if len(stem) <= _LONG and re.search(r"^[^aeiou]+[aeiouy][^aeiouwxy]$", stem):
        return stem + "e"
    return stem


@lru_cache(maxsize=20_000)
def stem(folded: str) -> str:
    """Return the key under which all forms of a folded word are kept."""
    if folded in _SINGULAR:
        folded = _SINGULAR[folded]
    if folded in _KEPT or len(folded) <= _MIN_STEM or not folded.isascii() or not folded.isalpha():
        return folded
    word = americanise(folded)
    if found := _OF_NOUN.get(word):
        return found
    word = _greek(word) or _greek(_number(word)) or _tense(_number(word))
    if len(word) > _LONG and word.endswith("e") and not word.endswith("ee"):
        return word[:-1]
    return word


def forget() -> None:
    """Drop the words kept in memory: a purge reaches them too."""
    stem.cache_clear()
