"""Readers who ask all the time, on loopback: how long they wait, and what the server needs."""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.toy_process import server_process

QUESTIONS = (
    "How many CSTO troops were deployed?",
    "كم عدد قوات منظمة معاهدة الأمن الجماعي؟",
    "When will the withdrawal of the peacekeepers start?",
    "كم شخصا أوقف في كازاخستان؟",
    "Who won the football cup?",
)
HONEST = {200, 429, 503}
MOST_GROWTH = 0.05


@dataclass
class Seen:
    """What the readers saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)


async def read(http: httpx.AsyncClient, number: int, until: float, seen: Seen) -> None:
    """One reader: asks, reads, waits as long as the server says, asks again."""
    while time.monotonic() < until:
        question = QUESTIONS[(number + len(seen.seconds)) % len(QUESTIONS)]
        begun = time.monotonic()
        try:
            reply = await http.post("/api/ask", json={"question": question})
        except httpx.HTTPError as error:
            seen.faults[type(error).__name__] += 1
            continue
        seen.statuses[reply.status_code] += 1
        if reply.status_code == 200:
            seen.seconds.append(time.monotonic() - begun)
        elif "retry-after" not in reply.headers:
            seen.faults[f"{reply.status_code} without Retry-After"] += 1
        else:
            await asyncio.sleep(min(float(reply.headers["retry-after"]), 5))


async def watch(pid: int, until: float, seen: Seen) -> None:
    """Note the server's resident memory, in MB, once a second."""
    status = Path(f"/proc/{pid}/status")
    while time.monotonic() < until:
        lines = status.read_text(encoding="utf-8").splitlines()
        seen.memory += [int(li.split()[1]) / 1024 for li in lines if li.startswith("VmRSS")]
        await asyncio.sleep(1)


async def load(url: str, pid: int, readers: int, seconds: float) -> Seen:
    """Let the readers ask; the first second warms the server and is not counted."""
    seen = Seen()
    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as http:
        for question in QUESTIONS:
            await http.post("/api/ask", json={"question": question})
        until = time.monotonic() + seconds
        tasks = [read(http, number, until, seen) for number in range(readers)]
        await asyncio.gather(watch(pid, until, seen), *tasks)
    return seen


def report(seen: Seen) -> bool:
    """Print what was seen; whether it is good enough."""
    quarter = max(1, len(seen.memory) // 4)
    first, last = (
        statistics.mean(seen.memory[part]) for part in (slice(quarter), slice(-quarter, None))
    )
    ranked = sorted(seen.seconds)
    lines = (
        f"answers: {len(ranked)}; statuses: {dict(seen.statuses)}; faults: {dict(seen.faults)}",
        f"median {statistics.median(ranked):.3f} s, p95 {ranked[int(len(ranked) * 0.95)]:.3f} s",
        f"memory: {first:.1f} MB at first, {last:.1f} MB at last ({last / first - 1:+.1%})",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    honest = set(seen.statuses) <= HONEST and not seen.faults
    return honest and last / first - 1 <= MOST_GROWTH


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--real", action="store_true", help="the real index, not the toy")
    args = parser.parse_args()
    limits = ["per_minute=1000000", "burst=1000000", f"queue={args.readers}"]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "answers.sqlite"
        with server_process(store, *limits, real=args.real) as (process, url):
            seen = asyncio.run(load(url, process.pid, args.readers, args.seconds))
    return 0 if report(seen) else 1


if __name__ == "__main__":
    sys.exit(main())
