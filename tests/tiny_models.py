"""Tiny models made on the spot: the real loading code runs on them in a second."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةـًٌٍَُِّْabcdefghijklmnopqrstuvwxyz0123456789.,:?؟"«»'


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """One piece per letter, with the XLM-R special tokens."""
    pieces = [(p, 0.0) for p in SPECIAL] + [("▁", -1.0)] + [(c, -2.0) for c in LETTERS]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    )


def tiny_config() -> BertConfig:
    """Two layers, 32 wide."""
    return BertConfig(
        vocab_size=len(SPECIAL) + 1 + len(LETTERS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        pad_token_id=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def write_tiny_encoder(folder: Path) -> Path:
    """A Sentence-Transformers folder with random, seeded weights."""
    torch.manual_seed(7)
    BertModel(tiny_config()).save_pretrained(folder / "bert")
    tiny_tokenizer().save_pretrained(folder / "bert")
    bert = Transformer(str(folder / "bert"), max_seq_length=512)
    modules = [bert, Pooling(bert.get_embedding_dimension(), pooling_mode="mean"), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"
