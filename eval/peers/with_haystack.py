"""Haystack: its cleaner, its splitter, its embedders, its in-memory store and retriever."""

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentCleaner, DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from eval.peers.exchange import Found, Search, Task, serve


def build(task: Task) -> Search:
    """Index the articles; return the search."""
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    splitter = DocumentSplitter(
        split_by="word", split_length=task.words, split_overlap=task.words // 5
    )
    embedder = SentenceTransformersDocumentEmbedder(
        model=task.encoder, prefix=task.passage_prefix, progress_bar=False
    )
    indexing = Pipeline()
    indexing.add_component("cleaner", DocumentCleaner())
    indexing.add_component("splitter", splitter)
    indexing.add_component("embedder", embedder)
    indexing.add_component("writer", DocumentWriter(store))
    for before, after in (("cleaner", "splitter"), ("splitter", "embedder")):
        indexing.connect(f"{before}.documents", f"{after}.documents")
    indexing.connect("embedder.documents", "writer.documents")
    documents = [Document(content=a["text"], meta={"article": a["id"]}) for a in task.articles]
    indexing.run({"cleaner": {"documents": documents}})

    querying = Pipeline()
    text_embedder = SentenceTransformersTextEmbedder(
        model=task.encoder, prefix=task.query_prefix, progress_bar=False
    )
    querying.add_component("embedder", text_embedder)
    querying.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=task.k))
    querying.connect("embedder.embedding", "retriever.query_embedding")

    def search(question: str) -> list[Found]:
        found = querying.run({"embedder": {"text": question}})["retriever"]["documents"]
        return [Found(d.meta["article"], d.content or "", float(d.score or 0.0)) for d in found]

    return search


if __name__ == "__main__":
    serve("Haystack", build)
