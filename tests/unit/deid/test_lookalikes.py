"""What looks like an identifier and is medicine stays."""

import pytest

from medpeer.deid import find_identifiers

HARMLESS = [
    "Strength 5/5 throughout, 4/5 at the left deltoid.",
    "BP 120/80, HR 72, sats 97 % on air.",
    "Give 500 mg q4-6h as needed, at most 4 g a day.",
    "T2-weighted images show a bright lesion in the pons.",
    "Cough for 3/12, fever for 2/52.",
    "A grade 3/6 systolic murmur at the apex.",
    "GCS 14/15 on arrival, pain 7/10.",
    "She has Crohn's disease and Graves disease.",
    "Bell's palsy, day 3. Would you add valaciclovir?",
    "Smith et al. 2019 found no difference (p = 0.03).",
    "DAPA-HF and EMPEROR-Reduced changed my practice.",
    "67M with ESRD on HD via AVF, K 6.8, peaked T waves.",
    "Keytruda 200 mg every 3 weeks, sixth cycle.",
    "The patient may march on; she will hope for the best.",
    "Registered as NCT01234567, see PMID 31825714.",
    "https://www.nejm.org/doi/full/10.1056/NEJMoa1911303 is worth reading.",
    "An 89-year-old woman with a hip fracture.",
    "Call poison control at 1-800-222-1222.",
    "Post-op day 3, drain amylase 4300.",
    "Klebsiella pneumoniae, resistant to Zosyn.",
    "HLA-B27 positive, rs4149056, CYP2C19*2.",
    "Platelets 171, ferritin 2100, CRP 118.",
    "ICD-10 I63.9 and CPT 99214 were refused.",
    "",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_clinical_language_is_left_alone(text: str) -> None:
    assert [text[span.start : span.end] for span in find_identifiers(text)] == []
