"""Growth measured in a process of its own, which ends when one call takes too much CPU time.

`python -m benchmarks.growth.worker FIRST STEP NAMES` writes a JSON line before each pair and one
after it; whoever started it knows from the last line which pair ended it, and starts at the next.
"""

import gc
import json
import math
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from benchmarks.growth.controls import CONTROL, CONTROL_PATTERNS, CONTROLS
from benchmarks.growth.functions import Call, TextFunction, text_functions
from benchmarks.growth.strings import PATTERNS, Pattern

SIZES = (3_000, 12_000, 48_000, 192_000)
"""The last one only for what is quick and looks suspicious: noise does not grow with the text."""

LONGEST_S = 4
SIGNIFICANT_S = 0.01
NO_TIME_S = 0.00005
"""Takes 3,000 characters no longer, 48,000 are not significant however it grows (a cube apart)."""

QUICK_S = 1.0
DOUBTFUL = 1.2
STEEPEST = 1.4
"""Exponents of growth: 1 is linear, 2 is quadratic; sorting and caches make up to about 1.2."""


def pairs(names: str) -> list[tuple[TextFunction, str]]:
    """Every function with every string; `names`: only functions whose name holds it."""
    if names == CONTROL:
        return [(function, pattern) for function in CONTROLS for pattern in CONTROL_PATTERNS]
    chosen = [function for function in text_functions() if names in function.name]
    return [(function, pattern) for function in chosen for pattern in PATTERNS]


def growth(call: Call, pattern: Pattern) -> tuple[float, float]:
    """The exponent (1 where nothing is to be seen), and the seconds of the longest text tried."""
    seconds = [_seconds(call, pattern, SIZES[0])]
    if seconds[0] < NO_TIME_S:
        return 1.0, seconds[0]
    seconds.append(_seconds(call, pattern, SIZES[1]))
    if _exponent(*seconds) < DOUBTFUL:
        return 1.0, seconds[1]
    seconds.append(_seconds(call, pattern, SIZES[2]))
    if seconds[2] < SIGNIFICANT_S or _exponent(*seconds[1:]) < STEEPEST:
        return 1.0, seconds[2]
    return _confirmed(call, pattern, seconds[2])


def _confirmed(call: Call, pattern: Pattern, seconds: float) -> tuple[float, float]:
    short = min(_seconds(call, pattern, SIZES[1] + one) for one in range(3))
    long = min(seconds, _seconds(call, pattern, SIZES[2] + 1))
    exponent = _exponent(short, long)
    if exponent > STEEPEST and long < QUICK_S:
        exponent = min(exponent, _exponent(long, _seconds(call, pattern, SIZES[3])))
    return exponent, long


def _exponent(short_s: float, long_s: float) -> float:
    return math.log(max(long_s, 1e-6) / max(short_s, 1e-6)) / math.log(4)


def _seconds(call: Call, pattern: Pattern, chars: int) -> float:
    try:
        run = call(pattern.of_length(chars))
    except Exception:  # noqa: BLE001  # what prepares the call is measured by itself
        return 0.0
    gc.disable()
    start = time.process_time()
    with suppress(Exception):  # refusing a text is a way to be quick
        _exhaust(run)
    gc.enable()
    return time.process_time() - start


def _exhaust(run: Callable[[], object]) -> None:
    result = run()
    if isinstance(result, Iterator):
        for _ in result:
            pass


def main(first: int, step: int, names: str) -> None:
    """Measure every `step`th pair from `first` on."""
    chosen = pairs(names)
    gc.freeze()  # what was imported is not looked through again for each pair
    for number in range(first, len(chosen), step):
        function, pattern = chosen[number]
        _say({"number": number, "of": len(chosen), "function": function.name, "string": pattern})
        used = math.ceil(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + LONGEST_S, resource.RLIM_INFINITY))
        exponent, seconds = growth(function.call, PATTERNS[pattern])
        _say({"exponent": exponent, "seconds": seconds})


def _say(told: dict[str, object]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
