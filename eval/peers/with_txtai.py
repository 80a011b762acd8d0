"""txtai: its embeddings database with content, over windows of words."""

from txtai import Embeddings

from eval.peers.exchange import Found, Search, Task, serve, windows


def build(task: Task) -> Search:
    """Index the articles; return the search."""
    passages = [(a["id"], w) for a in task.articles for w in windows(a["text"], task.words)]
    embeddings = Embeddings(
        path=task.encoder,
        method="sentence-transformers",
        instructions={"query": task.query_prefix, "data": task.passage_prefix},
    )
    embeddings.index([(i, text, None) for i, (_, text) in enumerate(passages)])

    def search(question: str) -> list[Found]:
        found = embeddings.search(question, task.k)
        return [Found(passages[int(i)][0], passages[int(i)][1], float(s)) for i, s in found]

    return search


if __name__ == "__main__":
    serve("txtai", build)
