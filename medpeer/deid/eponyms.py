# ruff: noqa: E501 - tables read best on one line, and their numbers explain themselves
"""Surnames and places that medicine took for diseases, signs, scores, devices and trials, as folded lower-case words."""

from typing import Final

EPONYMS: Final = frozenset(
    """
    addison adie alport alzheimer alvarado angelman apgar argyll arnold aschoff asherman ashworth babinski baker balint banff barlow barmah barrett bartholin bartter basedow
    batten bayley beck becker beckwith behcet bell bence berger bernard bert binet bishop blake bland altman blalock taussig blatchford bloom boerhaave bonferroni bookwalter boston bovie bowen braak brescia
    breslow brinker brodie broca brown sequard brudzinski brugada bruton budd chiari buerger bunnell burkitt calot canavan caplan caroli castleman celestin chagas charcot charlson chediak higashi
    cheyne stokes chopart christmas churg strauss chvostek clark cobb cockcroft gault colles colton conn cook cooley coombs cori cornelia courvoisier cox creutzfeldt jakob crigler najjar crohn cronbach crouzon
    cullen cushing dandy walker dawson dejerine denis denver dercum devic dieulafoy digeorge dix hallpike dobhoff doppler down draize dressler duchenne duke dukes dunn dupuytren durkan ebola ebstein
    edwards egger ehlers danlos eisenmenger ekbom epley epstein barr erb ewing fabry fallot fanconi felty finkelstein fisher fitz hugh curtis fitzpatrick foley fontan forrest fournier framingham frank starling freiberg frey friedewald
    friedreich friedman froment galeazzi gardner gartland gaucher geneva gerstmann giemsa gilbert gilles tourette gitelman glanzmann glasgow gleason glenn goldenhar goldman goodpasture gorlin gottron gowers gram graves greenlight grey turner grocott
    guillain barre gunn guyon hachinski hamilton hansen hardinge harrington hartmann hashimoto hasson hawkins heberden hegar heimlich heinz helsinki henoch schonlein heller henle hickman hill sachs hirschsprung hodgkin hoffmann hoehn yahr holter homan homans
    horner hosmer lemeshow howell jolly hughes hunt hess huntington hurler hutchinson ivor lewis jaccoud jacksonian janeway jarisch herxheimer jendrassik jones jobe kaplan meier kaposi karnofsky kartagener kasabach kasai kawasaki kayser fleischer kearns kehr
    kernig kienbock killip kirschner klinefelter klippel feil klumpke kocher koplik korsakoff korotkoff kruskal wallis krukenberg kupffer kussmaul lachman laennec langer langerhans larsen lasegue lasik lassa lauge leber ledderhose legg calve perthes leipzig leopold leriche lesch nyhan
    levine lewy leydig lhermitte libman likert lille lisfranc lister little loeffler lown ludwig lugano lund mackay lyell lyme lynch maddrey maisonneuve mallampati mallory weiss mann whitney mantel haenszel marburg marfan marjolin marshall martel martius masson may thurner mayer rokitansky mcardle mcburney mccune albright mcgill
    mcgrath mckeown mcmurray mcnemar meckel meige meigs menetrier meniere menkes merkel milan miller millard mirizzi mobitz moebius mohs monro monteggia moro morgagni morton muller munchausen murphy naegele nash neer nelson nernst nissen noonan
    norwalk norwood ogilvie ollier omaya ommaya ortolani osgood schlatter osler ottawa paget pancoast paneth papanicolaou parinaud paris parkes parkinson parsonage patau pearl pearson peyronie peutz jeghers pfannenstiel phalen philadelphia pick pickwickian pierre robin plummer vinson poisson poland pompe poser pott potter
    prader willi prinzmetal pringle purkinje quervain queckenstedt quincke ramsay ranke rankin ranson rasmussen rastelli raynaud recklinghausen reed sternberg reinke reiter rett reye richter riedel rinne roberts rockall romberg rome rorschach rosenthal ross roth rotor roux rovsing rubinstein rutherford sabin salter harris sarnat scheuermann schatzki schilling schirmer schmidt schwann
    seldinger sengstaken sertoli sever sezary shapiro wilk sheehan shwachman simmonds simpson sipple sjogren skene snellen somogyi spearman spurling stanford steinbrocker steinmann stensen stevens johnson stickler stokes adams student sturge weber sudeck swan ganz sweet sydenham takayasu takotsubo tanner tarlov tay tietze tinel todd torsades tourette treacher trendelenburg
    trousseau turner tzanck uhthoff valsalva vincent virchow volkmann von wald waldenstrom wallenberg waller warthin waterhouse friderichsen watchman weber wegener weil felix wells wenckebach werdnig werner wernicke west whipple wilcoxon wilks williams wilms wilson wiskott aldrich wolff parkinson wood wuchereria yates young zenker ziehl neelsen zollinger ellison
    bair hugger penumbra medtronic abbott dexcom omnipod tandem libre micra aveir sapien evolut amplatzer impella stryker siemens philips zimmer depuy angiocath yankauer bougie lucas lifepak zoll penrose jackson pratt hemovac alaris baxter bard ethicon covidien cerner epic athena meditech uptodate medscape cochrane pubmed embase medline prospero aetna cigna humana anthem medicare medicaid tricare
    harrison robbins nelson schwartz sabiston campbell goldfrank rosen tintinalli netter gray mandell oxford cambridge mayo cleveland hopkins johns anderson kettering dana farber sinai kaiser permanente sloan
    salmonella klebsiella escherichia listeria borrelia bartonella brucella coxiella ehrlichia francisella neisseria nocardia pasteurella rickettsia shigella yersinia bordetella candida aspergillus cryptococcus pneumocystis toxoplasma leishmania plasmodium
    tomasetti lake louise vinci da cincinnati nexus denver ann arbor tokyo atlanta amsterdam berlin stockholm bethesda barcelona baveno montreal vienna los chicago toronto maastricht edinburgh yale clermont ferrand
    hunter zhang heidelberg durie salmon kattan memorial mehran timi wood kleihauer betke bird nottingham norton waterlow braden morse hendrich humpty dumpty wong barthel berg tinetti katz lawton rivermead westmead galveston rancho amigos frenchay hopkins
    bland kaplan cronbach bonferroni tukey dunnett scheffe levene bartlett kolmogorov smirnov fleiss cohen breslow schoenfeld markov bayes gauss weibull laplace galbraith begg duval tweedie dersimonian laird peto mantel
    german rocky hendra nipah zika dengue chikungunya malta texas q rift murray ross barmah coxsackie hanta sindbis omsk kyasanur bolivian lujo
    """.split()
)
