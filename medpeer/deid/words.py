# ruff: noqa: E501 - tables read best on one line, and their numbers explain themselves
"""Small closed classes of words that stand around names, places and dates; what a reader goes by."""

from typing import Final

_CLASSES: Final[dict[str, str]] = {
    "title": "mr mrs ms miss mx master dr drs doctor prof professor sister nurse rev father fr pastor rabbi imam sgt officer sr sra srta herr frau mme monsieur madame shri smt sri dato datuk tuan puan encik haji ustad mzee capt captain lt col sir dame lady lord",
    "kin": "mother father mom mum mam dad wife husband son daughter brother sister aunt auntie uncle cousin niece nephew grandmother grandfather grandma grandpa granddaughter grandson gran nan nana granny partner fiance fiancee spouse girlfriend boyfriend twin caregiver carer guardian neighbour neighbor friend roommate stepmother stepfather stepson stepdaughter stepdad stepmom mother's in-law sibling parents widow widower ex hubby mama papa ammi amma appa abuela godmother",
    "intro": "named called name names surname nickname nicknamed aka alias goes known sir signed signature regards sincerely thanks cc attn re from to dear hi hello hey",
    "patient": "patient pt pts pat baby infant child toddler boy girl man woman lady gentleman guy lad kid teen teenager client resident inmate donor recipient subject participant proband male female fella bloke",
    "person_verb": "says said told tells thinks thought reports reported states stated denies denied wants wanted asked asks called calls refuses refused lives lived works worked died passed came went presented walked walks looks looked feels felt brought insists remembers texted wrote writes emailed phoned rang posted gave had has was is",
    "clinician": "attending consultant surgeon registrar resident intern oncologist cardiologist neurologist nephrologist physician gp pcp ob obgyn psychiatrist pathologist radiologist anaesthetist anesthesiologist dermatologist referring referrer fellow nurse midwife pharmacist paramedic social therapist hospitalist rheumatologist urologist gastroenterologist pulmonologist intensivist dietitian physio np pa rn sho reg cons",
    "place_in": "in at from near outside via around toward towards through lives lived living resides moved born raised works worked based visiting visited village town city county district region suburb island rural downtown",
    "transfer": "transferred transfer transferring flown referred referral sent admitted seen discharged treated followed presented accepted accepting sending receiving outside hospital operated retrieved medevac medevaced airlifted",
    "facility": "hospital hospitals hosp clinic clinics infirmary hospice centre center centres medical med health healthcare sanatorium nursing rehab rehabilitation surgery institute university college school academy church parish temple mosque memorial regional general mercy manor pavilion polyclinic dispensary dialysis pharmacy practice childrens foundation trust cah lodge haven villa village care home homes hall house court library prison jail shelter camp mission factory mill mine plant farm dairy bakery market store mall hotel restaurant cafe bar gym arena stadium airport station",
    "street": "street st avenue ave road rd drive lane ln court ct boulevard blvd way place pl terrace circle parkway pkwy highway hwy crescent close square trail loop row walk mews grove gardens marg nagar colony estate flats apartments block sector",
    "ward": "ward room rm bed bay cubicle suite pod floor unit icu micu sicu picu nicu ccu hdu itu ed er theatre station cot side tower wing level gynae maternity",
    "month": "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "date_in": "on since until till dated dob born date admitted discharged dos adm disch seen operated started onset last next early late mid",
    "pronoun": "he she they i we you it who his her their him them my our your",
    "article": "the a an this that these those each every any some no",
    "eponymous": "disease syndrome sign test score criteria scale classification procedure operation catheter palsy lymphoma sarcoma phenomenon reflex index method maneuver manoeuvre trial study tumor tumour fracture line tube contracture law node nodes cell cells ring duct drain position view stain bodies body type grade stage staging protocol regimen repair flap incision approach technique triad tetrad pentad rule curve plot model regression interval exact disorder anomaly malformation dystrophy ataxia chorea encephalitis encephalopathy thyroiditis nephropathy vasculitis arteritis lesion ulcer hernia diverticulum oesophagus esophagus shunt clip mesh suture speculum forceps graft valve ventilator oximeter formula equation definition guideline guidelines review paper editorial cohort nomogram calculator questionnaire inventory interview matrix diagram tables",
    "cite": "al et journal nejm jama lancet bmj ann annals arch chest circulation blood brain gut thorax heart neurology cochrane trial trials study paper cohort rct doi pmid vol supp published authors author meta-analysis letter editorial",
    "unit": "mg mcg ml kg g l dl mmol meq iu units mmhg bpm hours hrs hr min days weeks months years cm mm percent mcg/kg",
    "id_word": "mrn record chart id account acct policy member number no num ssn licence license plate serial sn npi dea claim case accession specimen subject study ref ticket passport phone tel cell mobile fax call text pager email ext nhs chi uhid",
    "age": "yo y o yr yrs year years old aged age m f male female",
    "and": "and or & , / with",
    "drug_form": "tablet tablets capsule infusion injection syrup patch inhaler drops dose mg mcg bid tid qid daily weekly po iv im sc prn",
}  # fmt: skip

WORD_CLASS: Final[dict[str, str]] = {word: name for name, words in reversed(_CLASSES.items()) for word in words.split()}
"""Class by word; a word in several classes keeps the first."""
