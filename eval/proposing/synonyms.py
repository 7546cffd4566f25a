"""Other words for common ones: readers seldom ask in the words of the article.

Only words that mean nearly the same wherever they stand: "power" is not here, since the power that
fails is not strength. Each pair is a word and what may be put in its place.
"""

from __future__ import annotations

from functools import cache

_VERBS = """
abandon leave / abolish end / acquire obtain / announce declare / appoint name / approve accept
argue claim / arrive come / assist help / attack strike / begin start / build construct
construct build / buy purchase / purchase buy / cause produce / change alter / choose select
collapse fail / collect gather / complete finish / construct build / contain include / create make
criticise attack / criticize attack / damage harm / decide determine / decline fall
decrease fall / defeat beat / deliver bring / demand require / describe portray / destroy ruin
develop create / die perish / discover find / divide separate / elect choose / employ hire
encourage promote / establish found / estimate calculate / expand grow / fight battle
finish complete / flee escape / force compel / gain acquire / gather collect / grant give
grow increase / help assist / identify recognise / improve better / include contain
increase grow / injure hurt / introduce launch / invade attack / invent create / launch start
lead head / maintain keep / note observe / obtain get / occupy hold / occur happen / happen occur
oppose resist / permit allow / allow permit / possess own / own possess / prevent stop
produce make / prohibit ban / promise pledge / promote encourage / propose suggest / protect guard
provide supply / publish release / purchase buy / receive get / reduce cut / refuse decline
reject refuse / remain stay / remove eliminate / repair fix / represent depict
require need / resign quit / reveal show / rise climb / select choose / send dispatch
settle resolve / show demonstrate / start begin / suggest propose / supply provide
surrender yield / teach instruct / transport carry / travel journey / visit see / warn caution
award give / conquer defeat / end finish / live reside / believe think / think believe
examine study / study examine / express voice / consider regard / influence affect
affect influence / threaten endanger / spread extend / limit restrict / restrict limit
operate run / control govern / govern rule / rule govern / emerge appear / appear emerge
organise arrange / organize arrange / arrest detain / expel banish / recommend advise
advise counsel / join enter / display exhibit / imagine envision / merge combine / combine merge
detect spot / locate find / transform change / convert change / acknowledge admit / accuse blame
blame fault / emphasise stress / enable let / ensure guarantee / exceed surpass / explode burst
forbid ban / ban forbid / forecast predict / predict forecast / form shape / flood swamp
gain acquire / hide conceal / hunt chase / imprison jail / inhabit occupy / inform tell
inspect check / involve include / learn discover / link connect / connect link / observe notice
notice observe / participate engage / persuade convince / convince persuade / postpone delay
delay postpone / preserve conserve / proclaim declare / pursue chase / raise lift
rebuild reconstruct / recall remember / regard consider / relocate move
rescue save / respond answer / restore renew / retain keep / retire leave / seek want
separate divide / shrink contract / speak talk / split divide / stay remain / strengthen reinforce
struggle fight / supervise oversee / trigger cause / utilise use / utilize use / vanish disappear
view see / vary differ / weaken undermine / widen broaden / withdraw retreat / wreck ruin
"""
_OTHERS = """
additional extra / advantage benefit / agreement deal / aim goal / almost nearly / ancient old
automobile car / battle fight / beginning start / big large / building structure / company firm
companies firms / children kids / city town / country nation / nation country / countries nations
nations countries / crime offence / dangerous risky / death demise / decision ruling
disease illness / illness disease / diseases illnesses / employees staff / enemy foe
entire whole / error mistake / famous well-known / freedom liberty / government authorities
harm damage / huge enormous / idea concept / ideas concepts / theory idea / important significant
significant important / income earnings / influence effect / inhabitants residents
residents inhabitants / job position / journey trip / kind type / type kind / types kinds
kinds types / lack shortage / large big / largest biggest / biggest largest / law legislation
laws legislation / majority most / meeting gathering / method technique / methods techniques
movement campaign / murder killing / near close to / opponents rivals / origin source
people persons / location place / previous earlier / price cost / principal main / primary main
problem difficulty / problems difficulties / profit gain / purpose aim / rapid fast / reason cause
reasons causes / religion faith / research studies / result outcome / results outcomes
rich wealthy / wealthy rich / river stream / route way / ruler king / scientists researchers
researchers scientists / shore coast / coast shore / similar alike / small little
soldiers troops / troops soldiers / storm tempest / street road / student pupil / students pupils
pupils students / territory land / treaty accord / trip journey / university college
violence force / war conflict / conflict war / wars conflicts / conflicts wars / whole entire
widespread common / world globe / workers employees / town city / towns cities / cities towns
ship vessel / ships vessels / boats vessels / teacher schoolteacher / teachers educators
doctor physician / doctors physicians / priest clergyman / film movie / films movies / song track
homes houses / houses homes / area region / areas regions / region area / regions areas
amount quantity / amounts quantities / approximately about / numerous many / various different
ability capacity / accident mishap / achievement accomplishment / administration management
adult grown-up / adults grown-ups / adviser counsellor / ally partner / allies partners
ancestors forebears / animals creatures / animal creature / annual yearly / appearance look
approach strategy / architect designer / armed military / arrival coming / article piece
assistance help / association organisation / attempt effort / attempts efforts / author writer
authors writers / ban prohibition / beautiful lovely / belief conviction / beliefs convictions
benefits advantages / bodies organisms / boundary border / boundaries borders / border frontier
brief short / budget finances / campaign drive / capability ability / career profession
category class / cattle livestock / ceremony ritual / challenge difficulty
challenges difficulties / characteristic feature / characteristics features / cheap inexpensive
church congregation / circumstances conditions / citizens people / civilians people
civilisation culture / claim assertion / climate weather / clothes clothing / collapse breakdown
colonies settlements / colony settlement / colonists settlers / settlers colonists
commerce trade / trade commerce / committee panel / communities groups / community group
competition rivalry / complaint grievance / component element / components elements
conclusion finding / construction building / corporation company / couple pair
corporations companies / councillors politicians / crew staff / criticism objection
crucial vital / customer client / customers clients / daily everyday / damage harm
debate discussion / debt liability / defence protection / demonstrators protesters
protesters demonstrators / descendants offspring / discovery finding / distribution spread
doctrine teaching / drought dryness / drugs medicines / earthquake tremor / earnings income
eastern east / western west / northern north / southern south / economic financial / edge rim
education schooling / effects consequences / effect impact / impact effect / efforts attempts
elderly old / election vote / elections votes / emergency crisis / crisis emergency
emperor ruler / engineer technician / environment surroundings / essential vital / evidence proof
examination test / excellent superb / exhibition show / expansion growth / expense cost
expenses costs / experiment trial / experiments trials / expert specialist / experts specialists
explanation account / export sale / extinction disappearance / factories plants / factory plant
failure breakdown / farmers growers / fatal deadly / fear dread / festival celebration
fields domains / fisherman sailor / fishermen sailors / flames fire / foreign overseas
forests woods / forest woodland / formation creation / foundation basis / fraction share
fundamental basic / genuine real / giant huge / global worldwide / goods products / products goods
guests visitors / visitors guests / harbour port / hazard danger / headquarters base
hospital clinic / hostile unfriendly / household family / households families / human person
humans people / identity character / immediate instant / immigrants migrants / incident event
incidents events / income revenue / independence autonomy / individuals people / industry business
inequality disparity / infection illness / injuries wounds / institution organisation
institutions organisations / instrument tool / instruments tools / intellectual mental
invasion attack / item object / items objects / jail prison / prison jail / jobs positions
journalist reporter / king monarch / labour work / lawyer attorney / leaders heads / leader chief
levels amounts / literature writing / local nearby / loss disappearance / mainly mostly
mechanism process / mechanisms processes / medical health / medicine drug / merchant trader
merchants traders / military army / ministers politicians / mountain peak / mountains peaks
museum gallery / musician performer / musicians performers / national countrywide
noble aristocratic / nobles aristocrats / objective goal / objectives goals / ocean sea
official formal / officials authorities / operation action / operations actions / opinion view
opportunity chance / organisation body / organization body / organisations bodies
organizations bodies / organisms creatures / pain suffering / painter artist
participants members / particles bits / peasants farmers / percentage share / permanent lasting
permission approval / phase stage / phenomenon event / pieces parts / plague epidemic
epidemic plague / planet world / pledge promise / policies strategies / policy strategy
politician lawmaker / portion part / poverty hardship / precipitation rainfall / pressure stress
prey food / primarily mainly / privilege right / privileges rights / procedure process
production output / professor academic / professors academics / programme scheme / program scheme
protection defence / proof evidence / proportion share / protest demonstration
protests demonstrations / pub inn / pupils students / quality standard / quarrel argument
railway train / rebellion uprising / revolt uprising / refugees exiles / relatives family
remarkable striking / repairs fixes / requirement condition / requirements conditions
resistance opposition / opposition resistance / resources supplies / restrictions limits
revenue income / riots unrest / risk danger / risks dangers / rocks stones / rural country
sailors seamen / salary pay / sanctions penalties / scholars academics / scholar academic
school academy / schools academies / sections parts / sector industry / security safety
severe harsh / shareholders owners / shelter refuge / signals messages / site place / sites places
skills abilities / slaves captives / solution answer / specialist expert / statute law
statutes laws / strategy plan / structure arrangement / structures arrangements / struggle fight
suburb district / success triumph / sum total / supporters followers / followers supporters
surface exterior / survey study / survival existence / symptoms signs / talent gift / tax levy
taxes levies / teaching instruction / technique method / techniques methods / temple shrine
textile cloth / threat danger / threats dangers / tiny little / tools instruments
tourists visitors / tradition custom / traditions customs / tribe people / tribes peoples
unemployment joblessness / unique singular / urban city / vast huge / vehicle car / vehicles cars
victims casualties / victory win / village settlement / villages settlements / volunteers helpers
voters electorate / wage salary / wages pay / wealth riches / weapons arms / wife spouse
husband spouse / winner victor / woods forest / writer author / writers authors / wounded injured
yields harvests
"""


@cache
def other_verbs() -> dict[str, str]:
    """Base form -> another verb's base form."""
    return _pairs(_VERBS)


@cache
def other_words() -> dict[str, str]:
    """Noun, adjective or adverb -> another word of the same form."""
    return _pairs(_OTHERS)


def _pairs(lines: str) -> dict[str, str]:
    pairs = (pair.split() for line in lines.strip().splitlines() for pair in line.split("/"))
    return {word: " ".join(other) for word, *other in pairs}
