"""One JSON form of an answer, for the command line, the API and the evaluation."""

from rag.types import Answer, Article, Citation, Claim, Json, Passage, Span, Statement
from rag.values.render import render

__all__ = ["answer_json", "article_json", "marker_of"]


def answer_json(answer: Answer) -> Json:
    """The whole answer as plain JSON values. Offsets are code points of the article's text."""
    return {
        "question": answer.question,
        "language": answer.language,
        "verdict": answer.verdict.value,
        "text": answer.text,
        "lead": answer.lead,
        "statements": [_statement(statement) for statement in answer.statements],
        "groups": [
            {
                "label": group.label.value,
                "sources": group.sources,
                "claims": [_claim(claim, answer) for claim in group.claims],
            }
            for group in answer.groups
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [
            {"passage": str(hit.passage.id), "score": round(hit.score, 6), **_place(hit.passage)}
            for hit in answer.hits
        ],
        "confidence": round(answer.confidence, 4),
        "notes": list(answer.notes),
        "possible": [_statement(statement) for statement in answer.possible],
        "understood": answer.understood,
        "missing": list(answer.missing),
        "suggestion": answer.suggestion,
    }


def _statement(statement: Statement) -> Json:
    return {
        "text": statement.text,
        "markers": list(statement.markers),
        "quote": _span(statement.quote) if statement.quote else None,
    }


def article_json(article: Article) -> Json:
    """An article's metadata, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "wire": list(article.wire),
        "url": article.url,
        "inferred": list(article.inferred),
    }


def _claim(claim: Claim, answer: Answer) -> Json:
    return {
        "subject": claim.subject,
        "value": render(claim.value, answer.language) if claim.value else None,
        "evidence": _span(claim.evidence),
        "sentence": _span(claim.sentence),
        "marker": marker_of(claim.sentence, answer),
        "speaker": claim.speaker,
        "event_date": claim.event_date.isoformat() if claim.event_date else None,
        "confidence": round(claim.confidence, 4),
        "article": article_json(claim.article),
    }


def _citation(citation: Citation) -> Json:
    return {
        "marker": citation.marker,
        "passage": str(citation.span.passage.id),  # 63 bits: more than a JavaScript number holds
        **_span(citation.span),
        "highlights": [_span(span) for span in citation.highlights],
        "translation": citation.translation,
        "article": article_json(citation.span.passage.article),
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _place(passage: Passage) -> Json:
    return {"article": passage.article.id, "start": passage.start, "end": passage.end}


def marker_of(sentence: Span, answer: Answer) -> int | None:
    """The marker of the citation that covers this sentence; None if the answer cites none."""
    article = sentence.passage.article.id
    for citation in answer.citations:
        cited = citation.span
        if (
            cited.passage.article.id == article
            and cited.start <= sentence.start
            and sentence.end <= cited.end
        ):
            return citation.marker
    return None
