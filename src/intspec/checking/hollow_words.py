"""Words that say nothing by themselves, by kind: sentences of them alone answer no question.

Each kind is a text of words in the singular. What a kind says nothing of, and where it is content
after all, is told where a question uses it.
"""

GRAMMAR = """
n na s a an the this here that these those such its their his her our any some either it they we he
she who whom which what there be is are was were been being has have had having do does did will
would shall should might can could must to of in on at by for with from as per and or but if than
then also so into onto out up about along according accordance line within under during via through
where when while whenever wherever whatever whichever regard regarding concerning respect respective
respectively across around among between upon towards using based basis kind type sort number amount
range variety one itself themselves
"""
#: How many of them: beside a result this says how far.
EACH = "all each every both"
#: How it was done, as far as nobody could do it again by that.
MANNER = """
appropriate appropriately suitable suitably adequate adequately proper properly correct correctly
careful carefully safe safely effective effectively efficient efficiently flexible flexibly
flexibility pragmatic pragmatically regular regularly consistent consistently consistency rigorous
rigorously strict strictly close closely systematic systematically systematised thorough thoroughly
well successful successfully smooth smoothly ideal ideally sensible sensibly reasonable reasonably
professionally accordingly easily freely convenient conveniently sensitive sensitively intensively
meticulous meticulously diligent diligently attentive attentively optimised optimized structured
objective objectively gradually differently
"""
#: How much, how often and how long, in no number and by no bound.
DEGREE = """
very highly quite rather fairly largely generally overall often sometimes occasional occasionally
frequent frequently frequency mainly primarily extensive extensively sufficient sufficiently
considerable considerably substantial substantially various varied vary varying varies variable
different differ diverse numerous certain wide broad large small extent degree level much more less
enough little additional further time period duration length interval timely periodical periodically
periodic intermittently ongoing point moment occasion selected over beforehand several
"""
#: How good it is.
QUALITY = """
good better best excellent high quality optimal modern innovative innovation novel new promising
proven established popular recommended validated efficacy effectiveness feasible feasibility
acceptable acceptability beneficial useful helpful important importance relevant relevance essential
valuable ideal superior state art gold positive regarded trusted desirable
"""
#: That it is where and when it can be, or has to be.
NEED = """
need needed require required requirement necessary necessity indicated clinically applicable
applicability possible feasible available availability permit permitted allowed suit suited
circumstance situation case warranted event unforeseen exceptional
"""
#: That something was done, whatever it was.
HAPPENED = """
manage managed last lasted lasting deliver delivered delivering delivery give given gave giving
provide provided providing provision implement implemented implementing implementation administer
administered administration perform performed performing carry carried carrying conduct conducted
conducting offer offered offering receive received receiving get got gets apply applied applying use
used undertake undertaken undertook undergo underwent undergone make made making take took taken
place continue continued continuing maintain maintained complete completed follow followed following
involve involved involving include included including consist consisted comprise comprised contain
contained attend attended participate participated start started begin began begun plan planned
intend intended schedule scheduled arrange arranged organise organised organize organized introduce
introduced initiate initiated allocate allocated assign assigned randomise randomised randomize
randomized hold held holding happen happened occur occurred done set put effect access treat treated
execute executed ensure ensured facilitate facilitated enable enabled address addressed incorporate
incorporated employ employed utilise utilised utilize utilized adopt adopted prepare prepared
develop developed design designed select selected chosen go went run ran rolled roll agreed
brought bring laid foreseen seemed seem felt feel became become
"""
#: What is done, whatever it is.
DEED = """
part phase stage period experimental active novel new investigational index enhanced drug medicine
product device information intervention treatment therapy care programme program procedure protocol
method approach process way manner support session course activity component element service
management regimen regime strategy package content measure action task technique practice module
lesson everything something thing aspect combination condition arm group study trial research
project topic subject issue area principle feature item detail step evidence concept together number
"""
#: Disciplines, as a whole.
DISCIPLINE = """
physiotherapy psychotherapy pharmacotherapy rehabilitation surgery surgical operation medication
multicomponent multimodal multidisciplinary interdisciplinary complex comprehensive integrated
holistic supportive multifaceted
"""
#: That it is as it always is, or as it should be.
CUSTOM = """
tau soc usual usually standard standardised standardized routine routinely normal normally customary
customarily conventional conventionally typical typically common commonly ordinary existing local
national general always before policy practice guideline rule
"""
#: That somebody decides on it.
LEFT_OPEN = """
conservative conservatively instructed directed prescribed instruction manufacturer discretion
decide decided decision judge judged judgement judgment preference wish deem deemed thought fit
tailored individual individually individualised individualized personalised personalized full fully
entire whole complete main several many multiple centred centered sponsor ability
"""
#: To whom it is done.
PEOPLE = (
    "participant patient people person subject client everyone everybody them control recipient"
)
KINDS_OF_PEOPLE = "women men children adult pupil student resident user"
#: Who does it, and where: what items of their own ask.
STAFF = """
nursing obstetric psychiatric postoperative preoperative perioperative antenatal postnatal prenatal
principal lead senior staff team personnel professional provider practitioner physician doctor gp
nurse therapist physiotherapist clinician surgeon dietitian psychologist counsellor educator teacher
researcher investigator pharmacist midwife facilitator trainer instructor worker health healthcare
medical clinical treating responsible attending trained qualified experienced specialist
"""
PLACES = """
school participating recruiting hospital clinic ward centre center site department community
outpatient inpatient setting facility location venue premise environment somewhere nearby accessible
space country real world dedicated
"""
#: Where it is told.
ELSEWHERE = """
see described describe reported report published publish detailed found stated above below earlier
previously elsewhere appendix table figure supplement supplementary paper article file section
online reference description literature
"""
BOOK = "manual handbook"
NUMBERS = "two three four five six seven eight nine ten twelve"
#: How long and how often, which another item asks.
TIMES = f"""
once twice daily weekly monthly fortnightly day week month year hour minute {NUMBERS}
"""
#: What makes a place one of a study.
STUDIED = """
study trial research participating recruiting recruitment multi multicentre multicenter multicentric
single mono monocentric local own several multiple many all each clinical intervention routine
"""
TAUGHT = """
house expert principal role supervise supervised supervision certified certification trainer train
trained training teach taught learn learned learnt workshop instruct instructed instruction educated
brief briefed briefing induction introduction introductory seminar class lecture how short long
intensive specific special initial know knowledge theory beforehand speed comprehensive down
"""
#: That people can do what they do.
ABLE = """
least mixed hospital clinic centre center site local existing specialised specialized specially
dedicated yes experience experienced trained training skill skilled competent competence expert
expertise knowledgeable background staff personnel team member profession worker provider clinician
health healthcare clinical fully ample study trial research able capable people person adult
individual come came walk life meet area trusted judged practitioner field
"""
#: That it was followed in some way.
FOLLOWED = """
monitor monitored monitoring assess assessed assessing assessment measured measurement evaluate
evaluated evaluation checked tracked check checking
"""
#: That people came can be noted down; what they kept to cannot, but by some way to see it.
NOTED = "recorded documented noted logged registered collected data"
KEPT = "adherence compliance fidelity integrity uptake engagement adhere comply"
CAME = "attendance participation retention"
#: How good it was, which says how far only to who wrote it.
PRAISE = """
yes mostly both limit expectation achieved observed found shown seen confirmed verified adherent
compliant data request low poor poorly fair moderate satisfactory ok okay fine expected anticipated
similar comparable equal success satisfying satisfied encouraging hoped event some
"""
CHANGED = """
adjusting adapting tailoring modifying change changed adapt adapted adaptation adjust adjusted
adjustment modify modified modification alter altered tailor tailored minor slight slightly
individual individually individualised individualized personalised personalized evolve evolved fine
tuning update updated something else aspect part feature itself matter mattered thing element detail
issue altering
"""
REASON = """
rationale theory goal aim objective purpose mechanism problem reason evidence theoretical practical
logistical operational lesson learned beyond optimise optimisation optimize sense
"""
#: That it helps, or is known to.
CLAIMED = """
study trial research shown demonstrated suggested suggest indicate support supported supporting
known believed considered regarded expected hoped thought outcome improve improving improved
improvement benefit help result work evaluate evaluated investigate test tested assess compare
compared intervention treatment therapy approach programme program method care patient participant
people there strong solid widely clear hypothesis hypothesised bring change fill gap make sense
enjoy body topic option several many number pathway author discussed used ensure provide enhance
effect management maximise optimise
"""
BOUGHT = """
commercial commercially market marketplace supplier retailer vendor manufacturer purchase purchased
buy bought sale sold widely publicly online internet counter source channel enquire contact body
concerned application responsible whoever known well
"""
#: What an arm is in a study, whatever is done in it.
IN_A_STUDY = """
arm intervention treatment experimental active index condition study trial new novel investigational
programme program therapy allocation cohort test approach
"""
WHICH = "a b c d e i ii iii iv 1 2 3 4 5 one two three first second experimental study trial"
#: Where else it is told.
POINTED = """
please detail given provided refer cf introduction background method result discussion text main
available journal website link doi http published protocol manual supplement procedure intervention
treatment setting material provider
"""
#: By what one is sent there.
SENT = "see refer cf detail described reported published found stated consult"
#: That those who decide, or who are meant, are those who do.
CONCERNED = "involved concerned affected stakeholder party responsible relevant"
#: That something is fitting, whatever it is.
FITTING = """
appropriate appropriately suitable suitably adequate adequately proper properly relevant necessary
needed required applicable fitting
"""
#: That there is something, or that it was used.
THERE_IS = """
exist exists existed existing available present used use applied considered followed made
"""
#: That it is nobody.
NOBODY = "no nobody none nothing"
