"""Hardware detection for encoding: usable CPU cores, a GPU at hand."""

import importlib.metadata
import os
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")


def usable_cores() -> int:
    """Physical cores that this process may run on; at least 1.

    Two hardware threads of one core share its arithmetic units, so a second one gains nothing.
    """
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    return max(1, len({_core_of(cpu) for cpu in os.sched_getaffinity(0)}))


def _core_of(cpu: int) -> str:
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text().strip()
    except OSError:
        return str(cpu)


def gpu_at_hand() -> bool:
    """Whether torch can use an NVIDIA GPU; torch is loaded only where there may be one."""
    if not Path("/dev/nvidiactl").exists():
        return False
    if importlib.metadata.version("torch").endswith("+cpu"):
        return False
    import torch

    return torch.cuda.is_available()
