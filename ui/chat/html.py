"""The page's frame as HTML. `data-say` names the words that the script puts in, by language."""

__all__ = ["chips_html", "header_html", "log_html", "panel_html", "talks_html"]


def header_html() -> str:
    """The name, what it is for, and the buttons that are always within reach."""
    return (
        '<header class="dl-header"><button type="button" id="dl-talks" aria-controls="dl-list" '
        'aria-expanded="false" data-title="talks"><span aria-hidden="true">☰</span></button>'
        '<div class="dl-named"><h1><span data-say="name"></span> '
        '<bdi class="dl-other" data-say="other"></bdi></h1><p data-say="tagline"></p></div>'
        '<a class="dl-gold" hidden data-say="gold"></a>'
        '<button type="button" id="dl-new" data-say="new"></button>'
        '<button type="button" id="dl-switch" data-say="switch"></button></header>'
    )


def talks_html() -> str:
    """The earlier conversations, with a search over them."""
    return (
        '<nav id="dl-list" hidden data-label="talks"><h2 data-say="talks"></h2>'
        '<input type="search" id="dl-find" data-label="find" data-placeholder="find">'
        '<ol id="dl-kept"></ol><p class="dl-aside" id="dl-where"></p>'
        '<p><a class="dl-gold" hidden data-say="gold"></a></p></nav>'
    )


def log_html() -> str:
    """Where the archive introduces itself, and where the answers come."""
    return (
        '<section id="dl-welcome" hidden></section>'
        '<div id="dl-log" role="log" aria-live="polite" aria-relevant="additions"></div>'
    )


def chips_html() -> str:
    """What the page has to say, and in which articles to look; always seen, above the question."""
    return (
        '<p id="dl-bar" role="status" hidden></p><p id="dl-count" role="status"></p>'
        '<div class="dl-chips" role="group" data-label="within">'
        '<select id="dl-outlet" data-label="outlet"></select>'
        '<select id="dl-tongue" data-label="tongue" hidden></select>'
        f"{_day('from')}{_day('to')}"
        '<button type="button" id="dl-all" data-say="all" hidden></button></div>'
    )


def _day(name: str) -> str:
    """A date to choose. A browser shows it in its own language; the page shows it in the page's."""
    return (
        f'<label><span data-say="{name}"></span> <span class="dl-when">'
        f'<input type="date" id="dl-{name}"><span class="dl-day" aria-hidden="true"></span>'
        "</span></label>"
    )


def panel_html() -> str:
    """The whole article beside its answer."""
    return (
        '<aside id="dl-panel" hidden tabindex="-1" data-label="panel">'
        '<div class="dl-closing"><button type="button" id="dl-close" data-say="close"></button>'
        '</div><div id="dl-article"></div></aside>'
    )
