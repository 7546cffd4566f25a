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
criticise attack / criticize attack / damage harm / decide determine / decline fall / decrease fall
defeat beat / deliver bring / demand require / describe portray / destroy ruin / develop create
die perish / discover find / divide separate / elect choose / employ hire / encourage promote
establish found / estimate calculate / expand grow / fight battle / finish complete / flee escape
force compel / gain acquire / gather collect / grant give / grow increase / help assist
identify recognise / improve better / include contain / increase grow / injure hurt
introduce launch / invade attack / invent create / launch start / lead head / maintain keep
note observe / obtain get / occupy hold / occur happen / happen occur / oppose resist
permit allow / allow permit / possess own / own possess / prevent stop / produce make
prohibit ban / promise pledge / promote encourage / propose suggest / protect guard / provide supply
publish release / purchase buy / receive get / reduce cut / refuse decline / reject refuse
remain stay / remove eliminate / repair fix / replace supersede / represent depict / require need
resign quit / reveal show / rise climb / select choose / send dispatch / settle resolve
show demonstrate / start begin / suggest propose / supply provide / surrender yield / teach instruct
transport carry / travel journey / visit see / warn caution / award give / conquer defeat / end finish
"""
_OTHERS = """
additional extra / advantage benefit / agreement deal / aim goal / almost nearly / ancient old
automobile car / battle fight / beginning start / big large / building structure / company firm
companies firms / children kids / city town / country nation / nation country / countries nations
nations countries / crime offence / dangerous risky / death demise / decision ruling / disease illness
illness disease / diseases illnesses / employees staff / enemy foe / entire whole / error mistake
famous well-known / freedom liberty / government authorities / harm damage / huge enormous
idea concept / ideas concepts / theory idea / important significant / significant important
income earnings / influence effect / inhabitants residents / residents inhabitants / job position
journey trip / kind type / type kind / types kinds / kinds types / lack shortage / large big
largest biggest / biggest largest / law legislation / laws legislation / majority most / meeting gathering
method technique / methods techniques / movement campaign / murder killing / near close to
opponents rivals / origin source / people persons / location place / previous earlier / price cost
principal main / primary main / problem difficulty / problems difficulties / profit gain
purpose aim / rapid fast / reason cause / reasons causes / religion faith / research studies
result outcome / results outcomes / rich wealthy / wealthy rich / river stream / route way
ruler king / scientists researchers / researchers scientists / shore coast / coast shore
similar alike / small little / soldiers troops / troops soldiers / storm tempest / street road
student pupil / students pupils / pupils students / territory land / treaty accord / trip journey
university college / violence force / war conflict / conflict war / wars conflicts / conflicts wars
whole entire / widespread common / world globe / workers employees / town city / towns cities
cities towns / ship vessel / ships vessels / boats vessels / teacher schoolteacher / teachers educators
doctor physician / doctors physicians / priest clergyman / film movie / films movies / song track
homes houses / houses homes / area region / areas regions / region area / regions areas
amount quantity / amounts quantities / approximately about / numerous many / various different
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
