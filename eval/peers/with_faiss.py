"""The least that people write: sentence-transformers, windows of words, a flat FAISS index."""

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from eval.peers.exchange import Found, Search, Task, serve, windows


def build(task: Task) -> Search:
    """Index the articles; return the search."""
    model = SentenceTransformer(task.encoder, device="cpu")
    passages = [(a["id"], w) for a in task.articles for w in windows(a["text"], task.words)]
    texts = [task.passage_prefix + text for _, text in passages]
    vectors = np.asarray(model.encode(texts, normalize_embeddings=True), np.float32)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def search(question: str) -> list[Found]:
        query = model.encode([task.query_prefix + question], normalize_embeddings=True)
        scores, places = index.search(np.asarray(query, np.float32), min(task.k, len(passages)))
        pairs = zip(places[0].tolist(), scores[0].tolist(), strict=True)
        return [Found(passages[i][0], passages[i][1], score) for i, score in pairs]

    return search


if __name__ == "__main__":
    serve("sentence-transformers + FAISS", build)
