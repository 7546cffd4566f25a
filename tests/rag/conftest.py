"""Language models that the tests make and save themselves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}<assistant>"
SPELLED = "abc dé港fgh"  # no byte of it comes twice


@pytest.fixture(scope="session")
def endless_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random llama whose replies are noise and do not end."""
    folder = tmp_path_factory.mktemp("models") / "endless"
    _save(folder, _random_llama())
    return folder


@pytest.fixture(scope="session")
def spelling_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A llama whose next token depends on the last one only: it replies `SPELLED`."""
    import torch

    folder = tmp_path_factory.mktemp("models") / "spelling"
    model = _random_llama()
    tokenizer = _byte_tokenizer()
    chain = tokenizer(f">{SPELLED}", add_special_tokens=False)["input_ids"] + [1]
    with torch.no_grad():
        for layer in model.model.layers:  # silent, so that only the embedding speaks
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
        model.model.embed_tokens.weight.copy_(torch.eye(*model.model.embed_tokens.weight.shape))
        model.lm_head.weight.zero_()
        for last, following in pairwise(chain):
            model.lm_head.weight[following, last] = 1.0
    _save(folder, model)
    return folder


def _random_llama() -> Any:
    torch = pytest.importorskip("torch")
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(3)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=258,
            hidden_size=264,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=4096,
            bos_token_id=0,
            eos_token_id=1,
        )
    )


def _byte_tokenizer() -> Any:
    """Each byte is a token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(special_tokens=["<s>", "</s>"], initial_alphabet=alphabet)
    tokenizer.train_from_iterator([], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", chat_template=TEMPLATE
    )


def _save(folder: Path, model: Any) -> None:
    model.save_pretrained(folder)
    _byte_tokenizer().save_pretrained(folder)
