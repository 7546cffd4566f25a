"""English verbs and their forms, as far as rewording a sentence into a question needs them."""

from __future__ import annotations

import re
from functools import cache

from eval.proposing.word_sets import word_set

AUXILIARIES = word_set(
    "is are was were will would can could may might must should shall has have had did does do"
)

# base past participle
_IRREGULAR = """
be was been / bear bore borne / beat beat beaten / become became become / begin began begun
bend bent bent / bind bound bound / bite bit bitten / blow blew blown / break broke broken
breed bred bred / bring brought brought / build built built / burn burnt burnt / buy bought bought
cast cast cast / catch caught caught / choose chose chosen / come came come / cost cost cost
cut cut cut / deal dealt dealt / dig dug dug / do did done / draw drew drawn / drink drank drunk
drive drove driven / eat ate eaten / fall fell fallen / feed fed fed / feel felt felt
fight fought fought / find found found / flee fled fled / fly flew flown / forbid forbade forbidden
forget forgot forgotten / freeze froze frozen / get got got / give gave given / go went gone
grow grew grown / hang hung hung / have had had / hear heard heard / hide hid hidden / hit hit hit
hold held held / hurt hurt hurt / keep kept kept / know knew known / lay laid laid / lead led led
leave left left / lend lent lent / let let let / lie lay lain / light lit lit / lose lost lost
make made made / mean meant meant / meet met met / overcome overcame overcome / pay paid paid
put put put / quit quit quit / read read read / ride rode ridden / ring rang rung / rise rose risen
run ran run / say said said / see saw seen / seek sought sought / sell sold sold / send sent sent
set set set / shake shook shaken / shed shed shed / shine shone shone / shoot shot shot
show showed shown / shrink shrank shrunk / shut shut shut / sing sang sung / sink sank sunk
sit sat sat / sleep slept slept / speak spoke spoken / spend spent spent / split split split
spread spread spread / stand stood stood / steal stole stolen / stick stuck stuck
strike struck struck / swear swore sworn / sweep swept swept / swim swam swum / take took taken
teach taught taught / tear tore torn / tell told told / think thought thought / throw threw thrown
understand understood understood / undergo underwent undergone / uphold upheld upheld
wake woke woken / wear wore worn / win won won / withdraw withdrew withdrawn / write wrote written
"""
_REGULAR = """
abandon abolish absorb accept accompany accuse achieve acquire act add address adopt advance advise
affect agree aim allow amount announce appear apply appoint approve argue arrange arrest arrive ask
assert assign assume attack attempt attend attract award ban base believe belong benefit blame block
borrow call cancel carry cause celebrate challenge change charge claim clean close collapse collect
combine complain complete comprise conclude conduct confirm connect conquer consider consist
constitute construct contain continue contribute control convert convince cook count cover crash
create criticise criticize cross damage date decide declare decline decrease defeat defend define
delay deliver demand demonstrate deny depend derive describe design destroy detect determine develop
die differ discover discuss dismiss display divide dominate donate double drop drown earn educate
elect emerge employ enable encourage end enforce enjoy enter establish estimate evolve examine
exceed execute exist expand expect expel explain explode explore export express extend face fail
favour favor fill finance finish fire flood flow follow force form found function fund gain gather
generate govern grant guarantee handle happen help host identify ignore imagine implement import
impose improve include increase indicate influence inherit injure inspect inspire install intend
introduce invade invent invest investigate invite involve issue join judge jump justify kill
lack land last launch learn lift limit link list live locate look love maintain manage
mark marry measure migrate monitor move murder name need note notice object observe obtain occupy
occur offer open operate oppose order organise organize originate own participate pass perform
permit persuade place plan plant play point possess praise predict prefer prepare present preserve
prevent print proceed proclaim produce prohibit promise promote propose protect protest prove
provide publish pull purchase pursue push raise rank reach react rebuild receive recognise recognize
recommend record recover reduce refer reflect refuse regard regulate reject relate release rely
remain remember remove rename repair repeat replace replicate report represent request require
rescue resemble resign resist resolve respond restore restrict result retain retire return reveal
review rule sail save score search secure seem separate serve settle share shift ship sign
signal smell sound split stage start state stay stop store strengthen struggle study submit succeed
suffer suggest supply support suppose surrender survive suspect suspend talk target test
threaten touch trace trade train transfer transform translate transmit transport travel treat
try turn unite urge use value vary view visit vote wait walk want warn wash watch welcome widen work
"""
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_DOUBLES = word_set(
    "ban drop stop plan permit refer occur transfer transmit submit expel compel ship rub equip "
    "commit admit prefer control regret"
)


def base_of_past(word: str) -> str | None:
    """The base form of a simple past ("took" -> "take"); None for what is no past of a verb."""
    known = _bases_by_past().get(word)
    if known or not word.endswith("ed") or len(word) < 5:
        return known
    return _guess_base(word)


def base_of_present(word: str) -> str | None:
    """The base form of a third person ("takes" -> "take"); None for verbs that are not known."""
    return _bases_by_third_person().get(word)


def base_of_participle(word: str) -> str | None:
    """The base form of a participle that is known ("taken" -> "take")."""
    return _bases_by_participle().get(word)


def is_participle(word: str) -> bool:
    """Whether `word` can follow "has" or "was"."""
    return word in _bases_by_participle() or (word.endswith("ed") and len(word) > 4)


def past_of(base: str) -> str:
    """The simple past: "take" -> "took"."""
    return _forms()[base][0] if base in _forms() else _regular_past(base)


def participle_of(base: str) -> str:
    """The past participle: "take" -> "taken"."""
    return _forms()[base][1] if base in _forms() else _regular_past(base)


def third_person_of(base: str) -> str:
    """The third person of the present: "take" -> "takes"."""
    if _CONSONANT_Y.search(base):
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


@cache
def _forms() -> dict[str, tuple[str, str]]:
    forms = {base: (_regular_past(base), _regular_past(base)) for base in _REGULAR.split()}
    for line in re.split(r"[/\n]", _IRREGULAR.strip()):
        base, past, participle = line.split()
        forms[base] = (past, participle)
    return forms


@cache
def _bases_by_past() -> dict[str, str]:
    # "found" is mostly the past of "find"; "lay" is left to the verb "lay", not to "lie".
    bases = {past: base for base, (past, _) in reversed(_forms().items()) if base != "lie"}
    return {past: base for past, base in bases.items() if past not in {"was", "had", "did"}}


@cache
def _bases_by_third_person() -> dict[str, str]:
    return {third_person_of(base): base for base in _forms() if base not in {"be", "have", "do"}}


@cache
def _bases_by_participle() -> dict[str, str]:
    return {participle: base for base, (_, participle) in reversed(_forms().items())}


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if _CONSONANT_Y.search(base):
        return base[:-1] + "ied"
    return base + (base[-1] if base in _DOUBLES else "") + "ed"


def _guess_base(word: str) -> str:
    """For verbs that are not listed: "baked" -> "bake", "nodded" -> "nod", "copied" -> "copy"."""
    if word.endswith("ied"):
        return word[:-3] + "y"
    root = word[:-2]
    if re.search(r"([bdgmnprt])\1$", root):
        return root[:-1]
    takes_e = (
        r"(?:[^aeiou][aeiou][bcdgkmpsvz]|[aeiou]t|[csvuz]|dg|[bcdfgkptz]l|[aeiou][aeiou][sz]|ng)$"
    )
    exceptions = r"(?:[aeiou][aeiou]t|it|et|ss|en|on|er|or|el|al|op|ing|ong|ang)$"
    return root + "e" if re.search(takes_e, root) and not re.search(exceptions, root) else root
