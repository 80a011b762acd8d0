"""Kill the server while it answers and takes feedback; look for everything it acknowledged."""

import argparse
import random
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.test_store_feedback import give_until_killed
from tests.toy_process import server_process
from ui.server.store import Store


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--readers", type=int, default=8)
    args = parser.parse_args()
    acknowledged: list[str] = []
    answers: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sqlite"
        for _ in range(args.times):
            with server_process(path, "per_minute=1000000", "burst=1000000") as (process, url):
                readers = [
                    threading.Thread(target=give_until_killed, args=(url, acknowledged, answers))
                    for _ in range(args.readers)
                ]
                for reader in readers:
                    reader.start()
                time.sleep(random.uniform(0.2, 1.5))
                process.kill()
                for reader in readers:
                    reader.join()
        store = Store(path)
        lost = set(acknowledged) - {feedback.id for feedback in store.feedback()}
        lost |= set(answers) - {kept.id for kept in store.answers()}
        store.close()
        with closing(sqlite3.connect(path)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()[0]
    sys.stdout.write(
        f"killed {args.times} times; {len(answers)} answers and {len(acknowledged)} pieces of "
        f"feedback acknowledged, {len(lost)} lost; the file is {whole}\n"
    )
    return 0 if not lost and whole == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
