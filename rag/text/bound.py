"""Letters that Arabic writes onto a name: و ف ب ك ل."""

from rag.text.names import ARABIC, LEAST_STEM, WORD, key_of, stems_of

__all__ = ["unbound"]


def unbound(name: str, text: str) -> str:
    """Take the letters off a name that are only written onto it: «لجمال الفاخوري».

    `text` is where the name stands. The letters go where the text has the whole name without them
    too; كمال keeps its first letter beside any number of مال.

    >>> unbound("لجمال الفاخوري", "خلفا لجمال الفاخوري. وكان جمال الفاخوري قد استقال")
    'جمال الفاخوري'
    """
    first = WORD.match(name)
    if first is None or not ARABIC.search(first[0]):
        return name
    rest = [key_of(word) for word in WORD.findall(name)[1:]]
    said = f" {' '.join(map(key_of, WORD.findall(text)))} "
    for letters, stem in sorted(stems_of(key_of(first[0])), reverse=True):
        whole = " ".join([stem, *rest])
        if letters and len(stem) > LEAST_STEM - bool(rest) and f" {whole} " in said:
            bare = first[0][letters:]
            article = "ا" if stem.startswith("ال") and bare.startswith("ل") else ""
            return article + bare + name[first.end() :]
    return name
