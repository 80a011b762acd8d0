"""What the models are trained on: stories, SQuAD-format sets and our own questions."""

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from eval.reader.data import SEED, load_set, load_split, load_written
from eval.reader.groups import Item, items_of_questions, items_of_stories
from eval.reader.stories import held_back, load_stories

__all__ = ["Sources", "add_data_arguments", "load_items", "sources_of"]

log = logging.getLogger(__name__)
WRITTEN = Path(__file__).parent.parent / "training"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is trained on; `weights` say how often a question of each file or set is drawn.

    `whole` are files of stories of which nothing is held back, `data` a folder of SQuAD-format sets
    as `load_split` reads them, `sets` further files in that format.
    """

    stories: Sequence[Path] = ()
    whole: Sequence[Path] = ()
    data: Path | None = None
    sets: Sequence[Path] = ()
    weights: Mapping[str, float] = field(default_factory=dict)

    def weight(self, name: str) -> float:
        """Of a file by its name, or of the folder `data` and our own questions: 1 unless given."""
        return self.weights.get(name, 1.0)


def load_items(sources: Sources, tokenizer: PreTrainedTokenizerFast) -> list[Item]:
    """The questions of the stories that are not held back and of the sets, with our own."""
    items = []
    for file in (*sources.stories, *sources.whole):
        told = load_stories([file])
        if file not in sources.whole:
            told = [story for story in told if not held_back(story)]
        items += items_of_stories(told, tokenizer, sources.weight(file.name))
    if sources.data:
        split = load_split(sources.data, tokenizer, SEED)
        written = load_written(WRITTEN, split.train, tokenizer)
        asked = items_of_questions([*split.train, *written])
        items += [_weighed(item, sources.weight(sources.data.name)) for item in asked]
        held = [question.paragraph for question in (*split.calibration, *split.test)]
        for file in sources.sets:
            asked = items_of_questions(load_set(file, tokenizer, held))
            items += [_weighed(item, sources.weight(file.name)) for item in asked]
    log.info("%d questions, %.0f drawn in an epoch", len(items), sum(i.weight for i in items))
    return items


def _weighed(item: Item, weight: float) -> Item:
    return replace(item, weight=item.weight * weight)


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is trained on."""
    parser.add_argument("--stories", type=Path, nargs="*", default=[], help="a quarter held back")
    parser.add_argument("--whole", type=Path, nargs="*", default=[], help="none held back")
    parser.add_argument("--data", type=Path, help="folder of SQuAD-format files")
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="more such files")
    parser.add_argument("--weights", type=Path, help="JSON: how often a file's questions are drawn")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")


def sources_of(args: argparse.Namespace) -> Sources:
    """What those arguments name."""
    weights = json.loads(args.weights.read_text(encoding="utf-8")) if args.weights else {}
    return Sources(args.stories, args.whole, args.data, args.sets, weights)
