"""Makes a language model of about 2 MB that always gives the same answer, for a real model server in tests.

The network has one layer that does nothing: attention and feed-forward weights are zero, each token's embedding is its
own axis, and the output matrix says for each token which one follows. A chain of tokens from the start of the
assistant's turn to the end token is thus the model's only answer; whatever else is asked of it, it says something.
"""

from __future__ import annotations

from pathlib import Path

ANSWER = ("Hello", " from", " the", " tiny", " Runnel", " test", " model.")
ANSWER_TEXT = "".join(ANSWER)

_CONTROL = ("<|pad|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>")
_CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
_CONTEXT_LENGTH = 131072
_HEADS = 4
_FEED_FORWARD = 32
_STRONG = 2.0
_NOISE = 0.01


def make_tiny_model(path: Path) -> Path:
    """Write the model as a GGUF file and return its path."""
    import gguf
    import numpy as np

    tokens: list[str] = [_byte_symbols()[value] for value in range(256)]
    kinds = [gguf.TokenType.NORMAL] * len(tokens)
    # The loader wants at least one merge rule of the byte-pair vocabulary, and the token that it makes.
    tokens.append("he")
    kinds.append(gguf.TokenType.NORMAL)
    control: dict[str, int] = {}
    for name in _CONTROL:
        control[name] = len(tokens)
        tokens.append(name)
        kinds.append(gguf.TokenType.CONTROL)
    answer_ids = list(range(len(tokens), len(tokens) + len(ANSWER)))
    tokens.extend(_as_symbols(word) for word in ANSWER)
    kinds.extend([gguf.TokenType.NORMAL] * len(ANSWER))

    width = -(-len(tokens) // 32) * 32
    embedding = np.eye(len(tokens), width, dtype=np.float32)
    follows = np.random.default_rng(7).normal(0, _NOISE, (len(tokens), width)).astype(np.float32)
    # The template ends the prompt with a newline after the assistant's mark, so the answer follows the newline.
    chain = [ord("\n"), *answer_ids, control["<|end|>"]]
    for token, successor in zip([control["<|assistant|>"], *chain], chain, strict=False):
        follows[successor, token] = _STRONG

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("runnel-tiny")
    writer.add_context_length(_CONTEXT_LENGTH)
    writer.add_embedding_length(width)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_FEED_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // _HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(["h e"])
    writer.add_bos_token_id(control["<|pad|>"])
    writer.add_eos_token_id(control["<|end|>"])
    writer.add_pad_token_id(control["<|pad|>"])
    writer.add_add_bos_token(False)
    writer.add_chat_template(_CHAT_TEMPLATE)
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", follows)
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    writer.add_tensor("blk.0.attn_norm.weight", np.ones(width, np.float32))
    writer.add_tensor("blk.0.ffn_norm.weight", np.ones(width, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        writer.add_tensor(f"blk.0.{name}.weight", np.zeros((width, width), np.float32))
    writer.add_tensor("blk.0.ffn_gate.weight", np.zeros((_FEED_FORWARD, width), np.float32))
    writer.add_tensor("blk.0.ffn_up.weight", np.zeros((_FEED_FORWARD, width), np.float32))
    writer.add_tensor("blk.0.ffn_down.weight", np.zeros((width, _FEED_FORWARD), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _byte_symbols() -> dict[int, str]:
    """The printable character that stands for each byte in a GPT-2 vocabulary: itself, or one from 256 upwards."""
    printable = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    symbols: dict[int, str] = {}
    spare = 256
    for value in range(256):
        if value in printable:
            symbols[value] = chr(value)
        else:
            symbols[value] = chr(spare)
            spare += 1
    return symbols


def _as_symbols(text: str) -> str:
    symbols = _byte_symbols()
    return "".join(symbols[value] for value in text.encode())
