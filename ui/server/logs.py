"""Logs as one JSON object a line, without what readers typed."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from ui.server.settings import ServeSettings

__all__ = ["JsonLines", "log_as_json"]


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; `fields` given as extra become keys.

    Of an exception it writes the kind and the places in the code. Its message may repeat a
    question, so it is written only where questions are.
    """

    def __init__(self, with_questions: bool) -> None:
        super().__init__()
        self._with_questions = with_questions

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, in one line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = type(error).__name__
            frames = traceback.extract_tb(error.__traceback__)
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]
            if self._with_questions:
                line["message"] = str(error)
        return json.dumps(line, ensure_ascii=False)


def log_as_json(options: ServeSettings) -> None:
    """Send every log line of this process to standard error, in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(options.log_questions))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.log_level.upper())
    for noisy in ("httpx", "httpcore"):  # they log addresses with what was asked for
        logging.getLogger(noisy).setLevel(logging.WARNING)
