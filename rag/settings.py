"""All settings, in one frozen value: read from `dalil.toml`, then `DALIL_…` variables."""

import hashlib
import os
import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from rag.errors import SettingsError

__all__ = ["Settings"]


class Settings(BaseModel):
    """What can be set. Unknown names are refused; paths are taken from the working folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: Path = Path(".dalil/index")
    """Folder of the index; generations are written beneath it."""
    store: str = Field(default="files", pattern="^(files|milvus)$")
    """Where the index is searched: in its `files` (FAISS, tantivy), or in `milvus`."""
    store_uri: str = Field(default="", validate_default=True)
    """Address of Milvus, as http://milvus.example:19530. Its token: `DALIL_STORE_TOKEN`."""
    stylebook: Path | None = None
    """CSV of names: Arabic form, English form, kind; it lies over the packaged agencies."""
    lexicon: Path | None = None
    """Folder of a newsroom's own word lists, which lie over those of `rag/data`."""
    gold: Path = Path("gold.jsonl")
    """The newsroom's own gold questions, one JSON object a line: what editors add to."""
    encoder: str = "embedded"
    """`embedded`, or a Sentence-Transformers model: a Hub id or a folder."""
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    reader: str = "embedded"
    """`embedded`, a folder that the training command wrote, or any extractive question-answering
    model: a Hub id or a folder."""
    reranker: str = ""
    """A Sentence-Transformers CrossEncoder that orders what was found: Hub id or folder."""
    calibration: Path = Path(".dalil/calibration.json")
    """What `dalil calibrate` fitted for a reader or reranker that Dalil does not bring along."""
    generator: str = ""
    """A language model that words the answers: the `http…/v1` address of an OpenAI-compatible
    service, or a chat model's Hub id or folder. Its key, if any: `DALIL_GENERATOR_KEY`."""
    generator_model: str = ""
    """The model's name at that address."""
    generator_tokens: int = Field(default=400, ge=16, le=8192)
    """Longest text that the language model may write, in its tokens."""
    generator_timeout: float = Field(default=30, gt=0, le=600)
    """Seconds to wait for the language model's next words."""
    translator: str = ""
    """Translates cited Arabic for English questions: Hub id or folder, or `generator`."""
    entailment: str = ""
    """A language-inference model that also checks what the generator writes: Hub id or folder."""
    dtype: str = Field(default="auto", pattern="^(auto|float32|bfloat16)$")
    """Precision of the models' weights; `auto` takes bfloat16 where the processor multiplies it."""
    passage_tokens: int = Field(default=112, ge=16, le=510)
    """Budget of a passage, in tokens of the encoder."""
    overlap_sentences: int = Field(default=1, ge=0, le=5)
    candidates: int = Field(default=20, ge=1, le=1000)
    """Passages that each search gives to the fusion."""
    read_passages: int = Field(default=8, ge=1, le=100)
    """Passages that the reader reads; the best of the fusion."""
    threshold: float | None = Field(default=None, ge=0, le=1)
    """Least probability to answer with; unset: the one fitted for the direction."""
    arabic_normalisation: bool = True
    """Normalise and stem Arabic for search. Off only to measure what it gives."""
    max_question_chars: int = Field(default=1000, ge=1)

    @field_validator("stylebook", "lexicon", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        """An empty string means none, as for any variable of the environment."""
        return None if value == "" else value

    @field_validator("store_uri")
    @classmethod
    def _address(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("store") == "milvus" and not value:
            raise ValueError("store = 'milvus' needs the address of Milvus")
        if "@" in value:
            raise ValueError("no name and no password: the token in DALIL_STORE_TOKEN is for that")
        return value

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read settings from `path` (default `dalil.toml`, which may be absent) and environment.

        `DALIL_ENCODER=…` overrides `encoder`, and so on for every name. An empty variable stands
        for none of what may be left out (`DALIL_STYLEBOOK=`), and is as not set for all else.

        Raises:
            SettingsError: the file cannot be read, or a name or value is wrong.
        """
        values: dict[str, object] = {}
        file = path or Path("dalil.toml")
        if path is not None or file.is_file():
            try:
                values.update(tomllib.loads(file.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise SettingsError(f"cannot read the settings in {file}: {error}") from error
        for name, field in cls.model_fields.items():
            value = os.environ.get(f"DALIL_{name.upper()}")
            if value == "" and field.default is None:
                values[name] = None
            elif value or (value == "" and field.default == ""):
                values[name] = value
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            known = ", ".join(cls.model_fields)
            value = "…" if "@" in str(first["input"]) else first["input"]  # it may hold a password
            raise SettingsError(
                f"setting {name!r} = {value!r}: {first['msg']}; known settings: {known}"
            ) from error

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change with any setting that is not a place on this machine."""
        private = {
            "index", "store", "store_uri", "stylebook", "lexicon", "calibration", "gold",
        }  # fmt: skip
        text = self.model_dump_json(exclude=private)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
