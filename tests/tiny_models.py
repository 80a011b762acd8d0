"""Tiny models made on the spot: the real loading code runs on them in a second."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertModel,
    LlamaConfig,
    LlamaForCausalLM,
    M2M100Config,
    M2M100ForConditionalGeneration,
    PreTrainedTokenizerFast,
)

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


TEMPLATE = (
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"
)


def write_tiny_chat(folder: Path, template: str | None = TEMPLATE, positions: int = 4096) -> Path:
    """A causal language model with random, seeded weights."""
    torch.manual_seed(11)
    tokenizer = tiny_tokenizer()
    tokenizer.chat_template = template
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=positions,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_tiny_translator(folder: Path, languages: tuple[str, ...] = ()) -> Path:
    """A translation model with random, seeded weights; `languages` are further tokens."""
    torch.manual_seed(13)
    tokenizer = tiny_tokenizer()
    tokenizer.add_special_tokens({"additional_special_tokens": list(languages)})
    config = M2M100Config(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=256,
        decoder_start_token_id=2,
    )
    M2M100ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_tiny_qa(folder: Path) -> Path:
    """An extractive question-answering model with random, seeded weights."""
    torch.manual_seed(17)
    BertForQuestionAnswering(tiny_config()).save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder


def write_tiny_classifier(folder: Path, labels: tuple[str, ...]) -> Path:
    """A classifier of pairs of texts: one label for a cross-encoder, three for inference."""
    torch.manual_seed(19)
    config = tiny_config()
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: number for number, label in enumerate(labels)}
    config.num_labels = len(labels)
    BertForSequenceClassification(config).save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder
