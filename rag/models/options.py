"""What is asked for beside the reply itself, and left out where an endpoint does not take it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# some endpoints cannot stream; models that reason take no temperature
OPTIONS: Mapping[str, object] = MappingProxyType({"stream": True, "temperature": 0})
