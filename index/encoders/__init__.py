"""Turns text into vectors: the packaged encoder, or any sentence-transformers model.

    load_encoder -> find the model's folder -> its identity -> the cached ONNX graph (made once)
                 -> OnnxEncoder, or TorchEncoder where ONNX Runtime does not serve

`load.py` holds that journey. Vectors are float32 whichever of the two encodes, and a text is
always encoded alone, so that its vector never depends on the texts beside it.
"""

from index.encoders.load import DEFAULT, load_encoder
from index.encoders.text_tokens import TokenEncoder

__all__ = ["DEFAULT", "TokenEncoder", "load_encoder"]
