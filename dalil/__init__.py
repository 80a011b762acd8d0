"""Dalil as a library: answers from a folder of articles, with the sentences that vouch for them.

    >>> from pathlib import Path
    >>> import dalil
    >>> news = Path("news")
    >>> news.mkdir()
    >>> article = "افتتح وزير النقل مطار صلالة الجديد. وبلغت كلفة المشروع 300 مليون دولار."
    >>> _ = (news / "airport.txt").write_text(article, encoding="utf-8")
    >>> pipeline = dalil.over(news)
    >>> answer = pipeline.answer("كم بلغت كلفة مطار صلالة؟")
    >>> answer.verdict
    <Verdict.ANSWERED: 'answered'>
    >>> answer.citations[0].span.text
    'وبلغت كلفة المشروع 300 مليون دولار.'

`over` builds an index, or brings it up to date, and opens it; `open_pipeline` opens what
`dalil index` built before. `rag.types` explains every part of an Answer, `docs/architecture.md`
the way that it comes about.
"""

from pathlib import Path

from index.build import build_index
from index.open import load_models, open_pipeline
from rag.answer.serialise import answer_json
from rag.errors import ArchiveError, DalilError, InputError, ModelError, SettingsError
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.types import Answer, Article, Citation, Claim, Group, Passage, Span, Statement, Verdict

__all__ = [
    "Answer",
    "ArchiveError",
    "Article",
    "Citation",
    "Claim",
    "DalilError",
    "Group",
    "InputError",
    "ModelError",
    "Passage",
    "Pipeline",
    "Settings",
    "SettingsError",
    "Span",
    "Statement",
    "Verdict",
    "answer_json",
    "open_pipeline",
    "over",
]


def over(*paths: Path, settings: Settings | None = None) -> Pipeline:
    """Make the index hold exactly the articles under `paths`, and return what answers from it.

    Indexing again costs only what changed. Files that cannot be read are skipped; to learn which,
    call `index.build.build_index`. Without `settings`, they are read from `dalil.toml` and the
    environment, as `Settings.load` does.

    Raises:
        InputError: a path does not exist, or there is no article under the paths.
        ArchiveError: the index cannot be written, or another process is building it.
        ModelError: a model cannot be loaded.
        SettingsError: a setting is wrong, or the stylebook cannot be read.
    """
    chosen = settings or Settings.load()
    models = load_models(chosen)
    build_index(paths, chosen, models.encoder)
    return open_pipeline(chosen, models)
