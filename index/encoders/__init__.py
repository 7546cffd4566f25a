"""Encoders (embedding models): the packaged one, or any sentence-transformers model.

    load_encoder -> find the model's folder -> its identity -> the cached ONNX graph (made once)
                 -> OnnxEncoder, or TorchEncoder where ONNX Runtime does not serve

`load.py` holds that journey. ONNX Runtime encodes each text alone, so that its vector never
depends on the texts beside it.
"""

from index.encoders.load import load_encoder, load_torch_encoder
from index.encoders.manifest import Precision
from index.encoders.model_folder import DEFAULT

__all__ = ["DEFAULT", "Precision", "load_encoder", "load_torch_encoder"]
