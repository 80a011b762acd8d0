"""Pictures of the fifteen problems that a reviewing reader once listed: now, and before.

    dalil index seeds && dalil chat &
    python -m tests.fifteen http://127.0.0.1:7860 [--before URL] [--into build/fifteen] [NUMBER …]

Each problem is pictured in both languages, at 1280 and 390 pixels, light and dark, over the
articles in seeds: build/fifteen/now/04-ar-390-dark.png. With `--before`, the address of
`dalil serve` at commit 62aeffd over its own seeds, that is pictured too, and each problem has a
sheet for each language that shows both side by side: build/fifteen/04-ar.webp. Those of
docs/fifteen were made so. Nothing of it is asserted: it is to be looked at. What can be asserted is
in test_browser*.py.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.fifteen import before, now
from tests.fifteen.scene import PARTS, Scene, opened
from tests.fifteen.sheets import lay_out


def main() -> None:
    """Take the pictures, and lay them out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="address of the chat")
    parser.add_argument("--before", default="", help="address of the server at commit 62aeffd")
    parser.add_argument("--into", type=Path, default=Path("build/fifteen"), metavar="FOLDER")
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="default: all")
    args = parser.parse_intermixed_args()
    folders = {name: args.into / name for name in ("now", "before")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        for number in args.numbers or sorted(PARTS):
            take_now(browser, args.url.rstrip("/"), number, folders["now"])
            if args.before:
                take_before(browser, args.before.rstrip("/"), number, folders["before"])
                for language in ("en", "ar"):
                    lay_out(folders["before"], folders["now"], number, language, args.into)
            sys.stderr.write(f"{number:02} is in {args.into}\n")
        browser.close()


def take_now(browser: Browser, url: str, number: int, folder: Path) -> None:
    """Picture a problem on the page as it is."""
    for arabic in (0, 1):
        for phone in (False, True):
            with opened(browser, url, arabic, phone, now.READY) as page:
                now.SCENES[number](Scene(page, url, arabic, number, folder, ("light", "dark")))


def take_before(browser: Browser, url: str, number: int, folder: Path) -> None:
    """Picture a problem on the page of then."""
    for arabic in (0, 1):
        for phone in (False, True):
            with opened(browser, url, arabic, phone, before.READY, before.INIT) as page:
                before.SCENES[number](Scene(page, url, arabic, number, folder, ("light",)))


if __name__ == "__main__":
    main()
