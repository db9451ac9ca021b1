"""The reviewed list of terms: what is one thing under several names, and what an abbreviation may stand for.

One concept a line: names, the first of which is shown, parted by ``;``; after ``=`` its abbreviations; after ``?``
words beside which an ambiguous abbreviation means this one. Of several concepts with one abbreviation the first is
meant where nothing hints. Suggestions come from this list alone, never from what members wrote.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from medpeer.search.analyser import TWINS, analyse, keys

_TABLE: Final = """
pulmonary embolism; pulmonary embolus; pulmonary thromboembolism = PE ? d-dimer wells dvt ctpa perc apixaban clot
physical exam; physical examination; clinical examination = PE
pericardial effusion = PE ? tamponade pericardium echo
deep vein thrombosis; deep venous thrombosis = DVT
venous thromboembolism = VTE
myocardial infarction; heart attack = MI ? troponin stemi ecg coronary
mitral insufficiency = MI
ST-elevation myocardial infarction = STEMI
non-ST-elevation myocardial infarction = NSTEMI
acute coronary syndrome = ACS
coronary artery disease; ischaemic heart disease = CAD IHD
heart failure; congestive heart failure; cardiac failure = HF CHF
heart failure with preserved ejection fraction = HFpEF
heart failure with reduced ejection fraction = HFrEF
ejection fraction = EF LVEF
atrial fibrillation = AF AFib
ventricular tachycardia = VT
ventricular fibrillation = VF
supraventricular tachycardia = SVT
aortic stenosis = AS ? valve murmur tavi tavr gradient syncope heyde
ankylosing spondylitis; axial spondyloarthritis = AS axSpA ? back spine sacroiliac hla-b27 uveitis adalimumab
aortic regurgitation; aortic insufficiency = AR
multiple sclerosis = MS ? demyelination optic relapse csf ocrelizumab natalizumab lesion
mitral stenosis = MS ? valve murmur rheumatic mitral
magnetic resonance imaging; magnetic resonance = MRI MR
mitral regurgitation = MR ? valve murmur mitral
transcatheter aortic valve implantation; transcatheter aortic valve replacement = TAVI TAVR
implantable cardioverter defibrillator = ICD
left ventricular hypertrophy = LVH
hypertrophic cardiomyopathy; hypertrophic obstructive cardiomyopathy = HCM HOCM
spontaneous coronary artery dissection = SCAD
takotsubo; takotsubo cardiomyopathy; stress cardiomyopathy; broken heart syndrome
electrocardiogram; electrocardiography = ECG EKG
echocardiogram; echocardiography; echo = TTE
transoesophageal echocardiogram = TOE TEE
blood pressure = BP
bullous pemphigoid = BP ? blister skin
hypertension; high blood pressure; raised blood pressure = HTN
hypotension; low blood pressure
pulmonary hypertension; pulmonary arterial hypertension = PAH
postural orthostatic tachycardia syndrome; postural tachycardia syndrome = POTS
stroke; cerebrovascular accident; brain infarction; cerebral infarction = CVA
transient ischaemic attack = TIA
subarachnoid haemorrhage = SAH
subdural haematoma = SDH
intracerebral haemorrhage = ICH
cerebral venous thrombosis; cerebral venous sinus thrombosis; sinus vein thrombosis = CVT CVST
reversible cerebral vasoconstriction syndrome = RCVS
posterior reversible encephalopathy syndrome = PRES
giant cell arteritis; temporal arteritis; Horton's disease = GCA
polymyalgia rheumatica = PMR
systemic lupus erythematosus; lupus = SLE
rheumatoid arthritis = RA
right atrium = RA ? atrial catheter echo
juvenile idiopathic arthritis = JIA
adult-onset Still's disease; Still's disease = AOSD
granulomatosis with polyangiitis; Wegener's granulomatosis = GPA
eosinophilic granulomatosis with polyangiitis; Churg-Strauss syndrome = EGPA
microscopic polyangiitis = MPA
polyarteritis nodosa = PAN
antineutrophil cytoplasmic antibody = ANCA
antinuclear antibody = ANA
antiphospholipid syndrome; antiphospholipid antibody syndrome; Hughes syndrome = APS
IgG4-related disease = IgG4-RD
Henoch-Schönlein purpura; IgA vasculitis = HSP
haemophagocytic lymphohistiocytosis; macrophage activation syndrome = HLH MAS
familial Mediterranean fever = FMF
systemic sclerosis; scleroderma = SSc
Sjögren's syndrome; Sjögren's disease; sicca syndrome
diabetes mellitus; diabetes = DM
dermatomyositis = DM ? rash muscle mda5 ck
type 1 diabetes; type 1 diabetes mellitus = T1DM T1D
type 2 diabetes; type 2 diabetes mellitus = T2DM T2D
diabetic ketoacidosis; ketoacidosis = DKA
glycated haemoglobin; glycosylated haemoglobin = HbA1c A1c
hypoglycaemia; low glucose; low blood sugar
hyperglycaemia; high glucose; high blood sugar
diabetes insipidus; arginine vasopressin deficiency = AVP-D
syndrome of inappropriate antidiuresis; syndrome of inappropriate antidiuretic hormone secretion = SIADH SIAD
adrenal insufficiency; Addison's disease; hypoadrenalism; hypocortisolism
Cushing's syndrome; hypercortisolism
primary aldosteronism; Conn's syndrome; hyperaldosteronism = PA
phaeochromocytoma; paraganglioma = PPGL
thyrotoxicosis; hyperthyroidism
hypothyroidism; underactive thyroid; myxoedema
thyroid-stimulating hormone; thyrotropin = TSH
parathyroid hormone = PTH
hyperparathyroidism = HPT
adrenocorticotropic hormone; corticotropin = ACTH
polycystic ovary syndrome = PCOS
hyponatraemia; low sodium
hypernatraemia; high sodium
hyperkalaemia; high potassium; raised potassium
hypokalaemia; low potassium
hypercalcaemia; high calcium; raised calcium
hypocalcaemia; low calcium
hypophosphataemia; low phosphate
hypomagnesaemia; low magnesium
acute kidney injury; acute renal failure; acute kidney failure = AKI ARF
chronic kidney disease; chronic renal failure; chronic renal insufficiency = CKD
end-stage kidney disease; end-stage renal disease; end-stage renal failure = ESKD ESRD ESRF
estimated glomerular filtration rate; glomerular filtration rate = eGFR GFR
renal replacement therapy; kidney replacement therapy = RRT KRT
haemodialysis = HD ? dialysis fistula uraemia kidney access
Huntington's disease; Huntington's chorea = HD
Parkinson's disease = PD ? tremor levodopa bradykinesia rigidity
peritoneal dialysis = PD ? peritonitis dialysis catheter kidney
urinary tract infection; urine infection = UTI
acute tubular necrosis = ATN
interstitial nephritis; tubulointerstitial nephritis = AIN TIN
focal segmental glomerulosclerosis = FSGS
IgA nephropathy; Berger's disease = IgAN
renal tubular acidosis = RTA
haemolytic uraemic syndrome = HUS aHUS
thrombotic thrombocytopenic purpura = TTP
thrombotic microangiopathy = TMA
immune thrombocytopenia; immune thrombocytopenic purpura; idiopathic thrombocytopenic purpura = ITP
heparin-induced thrombocytopenia = HIT
disseminated intravascular coagulation = DIC
acquired haemophilia A; factor VIII inhibitor = AHA
von Willebrand disease = VWD
paroxysmal nocturnal haemoglobinuria = PNH
plasma exchange; plasmapheresis = PLEX PEX PE ? ttp adamts13 gbs myasthenia
myelodysplastic syndrome; myelodysplasia = MDS
acute myeloid leukaemia = AML
acute lymphoblastic leukaemia; acute lymphocytic leukaemia = ALL
chronic lymphocytic leukaemia = CLL
chronic myeloid leukaemia = CML
diffuse large B-cell lymphoma = DLBCL
multiple myeloma; plasma cell myeloma; myeloma
amyloidosis; amyloid
monoclonal gammopathy of undetermined significance = MGUS
full blood count; complete blood count = FBC CBC
erythrocyte sedimentation rate = ESR
C-reactive protein = CRP
activated partial thromboplastin time; partial thromboplastin time = APTT PTT
prothrombin time = PT ? inr clotting warfarin
physiotherapy; physical therapy = PT
international normalised ratio = INR
lactate dehydrogenase = LDH
creatine kinase; creatine phosphokinase = CK CPK
D-dimer
ruled out; excluded
chronic obstructive pulmonary disease; chronic obstructive airways disease = COPD
obstructive sleep apnoea = OSA
interstitial lung disease = ILD
idiopathic pulmonary fibrosis = IPF
acute respiratory distress syndrome = ARDS
ventilation-perfusion scan; ventilation perfusion; V/Q scan = V/Q
CT pulmonary angiogram; CT pulmonary angiography = CTPA
cystic fibrosis = CF
community-acquired pneumonia = CAP
pneumocystis pneumonia; Pneumocystis jirovecii = PCP PJP
tuberculosis = TB ? igra isoniazid
nontuberculous mycobacteria; atypical mycobacteria = NTM
computed tomography; CAT scan = CT
positron emission tomography = PET
pre-eclampsia; preeclampsia = PE PET ? pregnancy pregnant proteinuria postpartum gestation
ultrasound; ultrasonography; sonography = US USS POCUS
chest X-ray; chest radiograph = CXR
diffusion-weighted imaging = DWI
electroencephalogram; electroencephalography = EEG
electromyography = EMG
nerve conduction study = NCS
lumbar puncture; spinal tap = LP
cerebrospinal fluid = CSF
Guillain-Barré syndrome; acute inflammatory demyelinating polyneuropathy = GBS AIDP
chronic inflammatory demyelinating polyneuropathy = CIDP
myasthenia gravis; myasthenia
motor neurone disease; amyotrophic lateral sclerosis; Lou Gehrig's disease = MND ALS
neuromyelitis optica; neuromyelitis optica spectrum disorder = NMO NMOSD
acute disseminated encephalomyelitis = ADEM
autoimmune encephalitis; limbic encephalitis
Creutzfeldt-Jakob disease = CJD
normal pressure hydrocephalus = NPH
idiopathic intracranial hypertension; pseudotumour cerebri = IIH
thiamine deficiency; vitamin B1 deficiency
Wernicke encephalopathy; Wernicke's encephalopathy
vitamin B12 deficiency; cobalamin deficiency
vitamin C deficiency; scurvy
seizure; convulsion
headache; cephalgia
syncope; faint; blackout
vertigo; benign paroxysmal positional vertigo = BPPV
dyspnoea; shortness of breath; breathlessness = SOB
chest pain; pleuritic pain
fever; pyrexia; febrile
fever of unknown origin; pyrexia of unknown origin = FUO PUO
haemoptysis; coughing blood
jaundice; icterus
gastrointestinal bleeding; gastrointestinal haemorrhage; GI bleed = GIB
gastro-oesophageal reflux disease; acid reflux = GORD GERD
inflammatory bowel disease = IBD
Crohn's disease; regional enteritis = CD
ulcerative colitis = UC
irritable bowel syndrome = IBS
coeliac disease; celiac sprue; gluten enteropathy
primary sclerosing cholangitis = PSC
primary biliary cholangitis; primary biliary cirrhosis = PBC
hepatocellular carcinoma; hepatoma = HCC
cirrhosis; chronic liver disease = CLD
transjugular intrahepatic portosystemic shunt = TIPS
systolic blood pressure = SBP
spontaneous bacterial peritonitis = SBP ? ascites cirrhosis
endoscopic retrograde cholangiopancreatography = ERCP
liver function tests; liver enzymes = LFT LFTs
alanine aminotransferase; alanine transaminase = ALT
aspartate aminotransferase; aspartate transaminase = AST
alkaline phosphatase = ALP
faecal immunochemical test = FIT
Clostridioides difficile; Clostridium difficile; C difficile = CDI
Staphylococcus aureus; Staph aureus
methicillin-resistant Staphylococcus aureus = MRSA
methicillin-sensitive Staphylococcus aureus; methicillin-susceptible Staphylococcus aureus = MSSA
group A streptococcus; Streptococcus pyogenes = GAS
infective endocarditis; bacterial endocarditis = IE
human immunodeficiency virus = HIV
acquired immunodeficiency syndrome = AIDS
antiretroviral therapy = ART HAART
pre-exposure prophylaxis = PrEP
cytomegalovirus = CMV
Epstein-Barr virus; glandular fever; infectious mononucleosis = EBV
herpes simplex virus; herpes simplex = HSV
varicella zoster virus; shingles; herpes zoster; chickenpox = VZV
COVID-19; SARS-CoV-2; coronavirus disease = COVID
hepatitis B virus; hepatitis B = HBV
hepatitis C virus; hepatitis C = HCV
sexually transmitted infection; sexually transmitted disease = STI STD
polymerase chain reaction = PCR
toxic shock syndrome = TSS
drug reaction with eosinophilia and systemic symptoms; DRESS syndrome = DRESS
Stevens-Johnson syndrome; toxic epidermal necrolysis = SJS TEN
neuroleptic malignant syndrome = NMS
malignant hyperthermia = MH
intravenous immunoglobulin; immune globulin = IVIG IVIg
intrathecal = IT ? chemotherapy nusinersen baclofen methotrexate
intensive care; intensive care unit; critical care = ICU ITU
emergency department; emergency room; accident and emergency = ED
erectile dysfunction = ED ? sildenafil libido testosterone
randomised controlled trial; randomised trial = RCT
odds ratio = OR
operating room; operating theatre = OR ? surgeon anaesthesia
heart rate; pulse rate = HR
hazard ratio = HR ? survival cox trial
number needed to treat = NNT
confidence interval = CI
immunosuppression; immunosuppressed = IS
nonsteroidal anti-inflammatory; non-steroidal anti-inflammatory drug = NSAID
proton pump inhibitor = PPI
angiotensin-converting enzyme inhibitor; ACE inhibitor = ACEi ACE-I
angiotensin receptor blocker = ARB
beta-blocker; beta-adrenergic blocker
calcium channel blocker = CCB
selective serotonin reuptake inhibitor = SSRI
serotonin; 5-hydroxytryptamine = 5-HT
direct oral anticoagulant; novel oral anticoagulant = DOAC NOAC
low-molecular-weight heparin = LMWH
SGLT2 inhibitor; sodium-glucose cotransporter 2 inhibitor; gliflozin = SGLT2i
GLP-1 receptor agonist; glucagon-like peptide-1 agonist = GLP1-RA
JAK inhibitor; Janus kinase inhibitor = JAKi
tumour necrosis factor; TNF-alpha = TNF
interleukin 6 = IL-6
T cell; T lymphocyte
B cell; B lymphocyte
adrenaline; epinephrine
noradrenaline; norepinephrine
paracetamol; acetaminophen; Tylenol
salbutamol; albuterol; Ventolin
furosemide; frusemide; Lasix
acetylsalicylic acid; aspirin = ASA
apixaban; Eliquis
rivaroxaban; Xarelto
dabigatran; Pradaxa
edoxaban; Lixiana; Savaysa
warfarin; Coumadin
enoxaparin; Lovenox; Clexane
clopidogrel; Plavix
atorvastatin; Lipitor
metoprolol; Lopressor
amlodipine; Norvasc
sacubitril valsartan; Entresto
empagliflozin; Jardiance
dapagliflozin; Farxiga; Forxiga
semaglutide; Ozempic; Wegovy
tirzepatide; Mounjaro; Zepbound
insulin glargine; Lantus
levothyroxine; thyroxine; Synthroid
metformin; Glucophage
adalimumab; Humira
infliximab; Remicade
etanercept; Enbrel
tocilizumab; Actemra; RoActemra
rituximab; MabThera; Rituxan
emicizumab; Hemlibra
eculizumab; Soliris
pembrolizumab; Keytruda
nivolumab; Opdivo
ciclosporin; cyclosporine; cyclosporin
levetiracetam; Keppra
valproate; valproic acid; Depakote; Epilim
phenytoin; Dilantin
lamotrigine; Lamictal
naloxone; Narcan
co-trimoxazole; trimethoprim-sulfamethoxazole; Bactrim; Septrin = TMP-SMX
amoxicillin-clavulanate; co-amoxiclav; Augmentin
piperacillin-tazobactam; Zosyn; Tazocin
immune checkpoint inhibitor; checkpoint inhibitor = ICI
cancer of unknown primary; carcinoma of unknown primary = CUP
non-small cell lung cancer = NSCLC
small cell lung cancer = SCLC
tumour lysis syndrome = TLS
superior vena cava syndrome; superior vena cava obstruction = SVCO
intravenous = IV
intramuscular = IM
Kawasaki disease; mucocutaneous lymph node syndrome
multisystem inflammatory syndrome in children; paediatric inflammatory multisystem syndrome = MIS-C PIMS
intussusception
respiratory syncytial virus = RSV
attention deficit hyperactivity disorder; attention deficit disorder = ADHD
electronic health record; electronic medical record = EHR EMR
prior authorisation; preauthorisation = PA ? payer insurer denial
restrictive covenant; non-compete; noncompete clause
malpractice; medical negligence; tail coverage
"""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names; ``hints`` are keys of words beside which an abbreviation means it."""

    names: tuple[str, ...]
    short: tuple[str, ...]
    hints: frozenset[str]

    @property
    def name(self) -> str:
        """The name shown."""
        return self.names[0]


def _read(line: str) -> Concept:
    head, _, hints = line.partition(" ? ")
    names, _, short = head.partition(" = ")
    return Concept(
        names=tuple(name.strip() for name in names.split(";")),
        short=tuple(short.split()),
        hints=frozenset(key for hint in hints.split() for key in {*keys(hint), *joined_keys(hint)}),
    )


def joined_keys(text: str) -> tuple[str, ...]:
    """Return the keys of compounds in ``text``, each joined to one."""
    found = analyse(text)
    plain = {token.position: token for token in reversed(found)}
    return tuple(token.bare for token in found if token.end > plain[token.position].end and token.bare[-1] not in "+-")


def short_key(short: str) -> tuple[str, ...]:
    """Return the key of an abbreviation; one that is an English word in small letters is found in capitals only."""
    joined = joined_keys(short)
    if short.lower() in TWINS:
        return (short,)
    return joined or keys(short)


CONCEPTS: Final = tuple(_read(line) for line in _TABLE.strip().splitlines())


@cache
def by_keys() -> Mapping[tuple[str, ...], tuple[Concept, ...]]:
    """Return the concepts by the keys of each of their names and abbreviations."""
    found: defaultdict[tuple[str, ...], dict[Concept, None]] = defaultdict(dict)
    for concept in CONCEPTS:
        for name in concept.names:
            found[keys(name)][concept] = None
            if len(joined := joined_keys(name)) == 1 and len(name.split()) == 1:
                found[joined][concept] = None
        for short in concept.short:
            found[short_key(short)][concept] = None
    return {key: tuple(concepts) for key, concepts in found.items()}


def suggestions() -> tuple[str, ...]:
    """Return the names that the search box may suggest, in alphabetical order."""
    return tuple(sorted({concept.name for concept in CONCEPTS}, key=str.casefold))
