"""LlamaIndex: its sentence splitter, Hugging Face embedding, vector index and retriever."""

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from eval.peers.exchange import Found, Search, Task, serve


def build(task: Task) -> Search:
    """Index the articles; return the search."""
    embedding = HuggingFaceEmbedding(
        model_name=task.encoder,
        query_instruction=task.query_prefix,
        text_instruction=task.passage_prefix,
        device="cpu",
    )
    splitter = SentenceSplitter(
        chunk_size=task.words, chunk_overlap=task.words // 5, tokenizer=str.split
    )
    documents = [
        Document(
            text=a["text"], metadata={"article": a["id"]}, excluded_embed_metadata_keys=["article"]
        )
        for a in task.articles
    ]
    index = VectorStoreIndex.from_documents(
        documents, transformations=[splitter], embed_model=embedding
    )
    retriever = index.as_retriever(similarity_top_k=task.k)

    def search(question: str) -> list[Found]:
        return [
            Found(node.metadata["article"], node.get_content(), float(node.score or 0.0))
            for node in retriever.retrieve(question)
        ]

    return search


if __name__ == "__main__":
    serve("LlamaIndex", build)
