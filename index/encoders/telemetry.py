"""Keeps ONNX Runtime from reporting its use to Microsoft."""

import os

NO_TELEMETRY = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def forbid_telemetry() -> None:
    """Call before onnxruntime is imported: from 1.29 on, the import itself already reports.

    Its own `disable_telemetry_events()` comes too late for that (a device id and a queue of
    events then stand in the user's cache folder); only the environment variable stops it all.
    """
    os.environ.update(NO_TELEMETRY)
