"""Functions of pdfium without the conversions of their binding, which take longer than they do."""

import ctypes
from typing import Any

import pypdfium2.raw as c


def _called(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium without the conversions of its binding, which take longer than it."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_V, _I = ctypes.c_void_p, ctypes.c_int
_UINT = ctypes.POINTER(ctypes.c_uint)
OBJECT = _called(c.FPDFText_GetTextObject, _V, _V, _I)
LOOSE = _called(c.FPDFText_GetLooseCharBox, _I, _V, _I, ctypes.POINTER(c.FS_RECTF))
MATRIX = _called(c.FPDFText_GetMatrix, _I, _V, _I, ctypes.POINTER(c.FS_MATRIX))
SIZE = _called(c.FPDFText_GetFontSize, ctypes.c_double, _V, _I)
COLOUR = _called(c.FPDFText_GetFillColor, _I, _V, _I, _UINT, _UINT, _UINT, _UINT)
NO_MAP = _called(c.FPDFText_HasUnicodeMapError, _I, _V, _I)
MODE = _called(c.FPDFTextObj_GetTextRenderMode, _I, _V)
