# ruff: noqa: E501, SIM905 (templates are read as the text they make, names as lists of words)
"""Reports made in templates: a hundred different events in nearly the same words.

What a desk fills in day after day: match reports, court lists, market and weather reports. No two
of them tell the same story, so every link between two is false.
"""

import random
from collections.abc import Iterator

_SEED = 20261128
_EACH = 25

_TOWNS = """Aldermoor Brinsley Cawthorn Dunsop Elmsea Farrow Gillmoor Hexby Ilderton Jarrock Kelham
Lydford Mossgate Norwick Oakhurst Penrith-on-Wye Quarndon Redcastle Stanwell Thornaby Ulverston-by-Sea
Varley Whitmoor Yarlington Zeal""".split()
_FIRST = """Adam Beth Colin Donna Ewan Fiona Graham Hannah Ivan Jodie Karl Leanne Martin Nadia Oscar
Paula Quentin Rhona Stuart Tracy Umar Vera Wayne Yvonne Zack""".split()
_LAST = """Ackroyd Bellamy Crabtree Draper Ellwood Fairhurst Gledhill Holroyd Ingham Jessop Kershaw
Lockwood Midgley Naylor Ormerod Pickles Quigley Ramsden Sugden Thackray Unsworth Varley Womersley
Yates Zeller""".split()
_SHARES = """Aldane Briscoe Corrigan Delphi Esker Farnham Gantry Halden Isis Jura Kestrel Lomond
Mercia Nimbus Orwell Pentland Quorn Ravel Severn Tamar Union Vector Wharfe Yarrow Zenith""".split()
_TRADES = "Mining Foods Bank Airways Energy Homes Retail Motors Telecom Chemicals".split()
_OFFENCES = (
    "speeding in a 30 mph zone",
    "driving without insurance",
    "stealing goods from a supermarket",
    "using a hand-held telephone at the wheel",
    "failing to identify a driver",
    "travelling without a valid ticket",
    "possessing a small amount of cannabis",
)
_SKIES = ("sunny spells", "light rain", "thick cloud", "scattered showers", "morning fog", "sleet")
_WINDS = ("northerly", "westerly", "southerly", "easterly", "south-westerly", "north-easterly")
_MOODS = ("delighted", "disappointed", "relieved", "frustrated", "pleased")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "March", "May", "July", "September", "November")


def build_reports() -> dict[str, str]:
    """Name -> text with a headline, 25 of each kind, the same on every run."""
    chance = random.Random(_SEED)
    makers = {"match": _match, "court": _court, "market": _market, "weather": _weather}
    return {
        f"{kind}-{number:02}": make(chance, number)
        for kind, make in makers.items()
        for number in range(_EACH)
    }


def _match(chance: random.Random, number: int) -> str:
    home, away = chance.sample(_TOWNS, 2)
    names = _people(chance)
    winner, loser, third, keeper, manager, other = (next(names) for _ in range(6))
    goals = sorted(chance.sample(range(3, 90), 3))
    return f"""{home} Town {chance.choice((2, 3))}-1 {away} United

{home} Town moved up to {_th(chance.randrange(2, 12))} in the table after a hard-fought win over {away} \
United at a windswept ground on {chance.choice(_DAYS)} afternoon.

The home side took the lead in the {_th(goals[0])} minute when {winner} turned in a low cross from the \
right. The visitors were level after {goals[1]} minutes, {loser} heading home from a corner, and for a \
while it looked as if they would go on to take all three points.

But it was {third} who had the last word. The substitute, who had been on the pitch for only \
{chance.randrange(3, 20)} minutes, picked up a loose ball on the edge of the area and fired past {keeper} \
in the {_th(goals[2])} minute.

Town manager {manager} said he was {chance.choice(_MOODS)} with the result. "We knew it was going to be a \
tough game and the lads dug in," he said. "We take it one game at a time, and we go again next week."

United boss {other} was {chance.choice(_MOODS)}. "We had enough chances to win two games," he said. "On \
another day we come away with something."

The attendance was {chance.randrange(300, 4000):,}. Town travel to {chance.choice(_TOWNS)} next, while \
United are at home to {chance.choice(_TOWNS)}.
"""


def _court(chance: random.Random, number: int) -> str:
    names = _people(chance)
    cases = "\n\n".join(_case(chance, next(names)) for _ in range(6))
    return f"""Court list: cases heard at {_TOWNS[number]} Magistrates' Court

The following cases were dealt with at {_TOWNS[number]} Magistrates' Court on {chance.choice(_DAYS)}, \
{chance.randrange(1, 29)} {chance.choice(_MONTHS)}. We publish the results of all hearings that we are \
sent and do not remove names on request.

{cases}

If you believe that there is a mistake in this list, please write to the newsdesk and we will check it \
with the court office.
"""


def _case(chance: random.Random, name: str) -> str:
    fine, home = (
        chance.randrange(40, 900),
        f"{chance.choice(_LAST)} Street, {chance.choice(_TOWNS)}",
    )
    return (
        f"{name}, {chance.randrange(18, 80)}, of {home}, pleaded guilty to {chance.choice(_OFFENCES)}. "
        f"Fined £{fine} and ordered to pay a victim surcharge of £{fine * 2 // 5} and costs of "
        f"£{chance.choice((85, 90, 110, 120))}. {chance.choice(('No', str(chance.randrange(3, 9))))} "
        "points were put on the licence."
    )


def _market(chance: random.Random, number: int) -> str:
    firms = [f"{name} {chance.choice(_TRADES)}" for name in chance.sample(_SHARES, 6)]
    up, pence = chance.choice(("rose", "fell")), [chance.randrange(40, 2500) for _ in firms]
    return f"""Market report: shares close {"higher" if up == "rose" else "lower"}

The Exchange 100 index {up} by {chance.randrange(3, 140)} points, or {chance.randrange(1, 25) / 10} \
percent, to {chance.randrange(6800, 8200):,} on {chance.choice(_DAYS)}, {chance.randrange(1, 29)} \
{chance.choice(_MONTHS)}, as investors weighed the outlook for interest rates.

{firms[0]} was the biggest riser, up {chance.randrange(10, 90) / 10} percent to {pence[0]} pence, after \
the company raised its forecast for the year. {firms[1]} and {firms[2]} also gained, closing at \
{pence[1]} pence and {pence[2]} pence.

At the other end of the table {firms[3]} lost {chance.randrange(10, 90) / 10} percent to {pence[3]} \
pence. {firms[4]} slipped to {pence[4]} pence as traders took profits, and {firms[5]} ended the day at \
{pence[5]} pence.

On the currency markets the pound was trading at {chance.randrange(110, 139) / 100} dollars and at \
{chance.randrange(105, 125) / 100} euros. A barrel of crude oil cost {chance.randrange(60, 99)} dollars, \
and an ounce of gold was {chance.randrange(1700, 2600):,} dollars.

Prices are those at the close of trading and are for information only. They are not a recommendation to \
buy or sell.
"""


def _weather(chance: random.Random, number: int) -> str:
    town = _TOWNS[number // 3]  # three days of one place
    warm = [chance.randrange(1, 30) for _ in range(4)]
    return f"""{town} weather forecast

Today in {town} there will be {chance.choice(_SKIES)} with a top temperature of {warm[0]}C. Winds will be \
{chance.choice(_WINDS)} at {chance.randrange(4, 50)} mph, with gusts of up to {chance.randrange(50, 80)} \
mph on the coast.

Tonight brings {chance.choice(_SKIES)}, and the temperature will drop to {warm[1] - 6}C by dawn. Drivers \
are asked to take care on higher ground.

Tomorrow there will be {chance.choice(_SKIES)} in the morning and {chance.choice(_SKIES)} in the \
afternoon, with a high of {warm[2]}C. The chance of rain is {chance.randrange(5, 95)} percent.

The outlook for the rest of the week is for {chance.choice(_SKIES)}, with highs of about {warm[3]}C. \
Sunrise is at {chance.randrange(4, 8)}.{chance.randrange(10, 59)}am and sunset at \
{chance.randrange(4, 9)}.{chance.randrange(10, 59)}pm. High tide at the harbour is at \
{chance.randrange(1, 12)}.{chance.randrange(10, 59)}am.

The forecast is updated every six hours. Warnings are in force only where they are named above.
"""


def _people(chance: random.Random) -> Iterator[str]:
    while True:
        yield f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _th(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
