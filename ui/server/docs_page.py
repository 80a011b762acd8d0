"""The API in words, as one page without a script: made from the OpenAPI schema."""

import json
from html import escape

from rag.types import Json

__all__ = ["docs_page"]


def docs_page(schema: Json, server: str) -> str:
    """Every route with what it takes and gives. `server` is the path that addresses begin with."""
    schemas = schema.get("components", {}).get("schemas", {})
    routes = [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    body = "".join(_route(path, method, operation, schemas) for path, method, operation in routes)
    models = "".join(_model(name, model) for name, model in sorted(schemas.items()))
    index = "".join(
        f'<li><a href="#{_anchor(path, method)}"><code>{method.upper()} {escape(path)}</code></a> '
        f"{escape(operation.get('summary', ''))}</li>"
        for path, method, operation in routes
    )
    root = escape(server)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Dalil API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{root}/static/answer.css">'
        f'<link rel="stylesheet" href="{root}/static/page.css"></head>'
        f'<body><main class="dl-docs"><h1>Dalil API {escape(schema["info"]["version"])}</h1>'
        f"<p>{escape(schema['info'].get('description', ''))} Where readers log in, send "
        "<code>Authorization: Bearer TOKEN</code> (<code>dalil serve --new-token NAME</code> makes "
        "one) or the wiki's cookies. Errors are <code>application/problem+json</code>. "
        f'The same for programs: <a href="{root}/openapi.json">openapi.json</a>.</p>'
        f"<ul>{index}</ul>{body}<h2>What goes in and out</h2>{models}</main></body></html>"
    )


def _anchor(path: str, method: str) -> str:
    return escape(f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}")


def _route(path: str, method: str, operation: Json, schemas: Json) -> str:
    parts = [f'<h2 id="{_anchor(path, method)}"><code>{method.upper()} {escape(path)}</code></h2>']
    parts.append(f"<p>{escape(operation.get('summary', ''))}</p>")
    takes = operation.get("requestBody", {}).get("content", {})
    for content in takes.values():
        parts.append(f"<p>Takes {_type(content.get('schema', {}))}:</p>")
        parts.append(_example(content.get("schema", {}), schemas))
    replies = "".join(
        f"<dt>{escape(status)}</dt><dd>{escape(reply.get('description', ''))}{_gives(reply)}</dd>"
        for status, reply in sorted(operation.get("responses", {}).items())
    )
    return "".join([*parts, f"<dl>{replies}</dl>"])


def _gives(reply: Json) -> str:
    named = {_type(content.get("schema", {})) for content in reply.get("content", {}).values()}
    links = ", ".join(sorted(name for name in named if name.startswith("<a")))
    return f" ({links})" if links else ""


def _example(given: Json, schemas: Json) -> str:
    """A body to start from: what must be given, by the first example of each field."""
    model = schemas.get(given.get("$ref", "").rpartition("/")[2], given)
    required = model.get("required", [])
    body = {
        name: field["examples"][0] if field.get("examples") else "…"
        for name, field in model.get("properties", {}).items()
        if name in required
    }
    shown = escape(json.dumps(body, ensure_ascii=False, indent=2))
    return f'<pre tabindex="0"><code>{shown}</code></pre>'  # a narrow page has it scrolled


def _model(name: str, model: Json) -> str:
    required = model.get("required", [])
    rows = "".join(
        f"<tr><th scope=row><code>{escape(field)}</code></th><td>{_type(known)}"
        f"{' · required' if field in required else ''}</td>"
        f"<td>{escape(known.get('description', ''))}</td></tr>"
        for field, known in model.get("properties", {}).items()
    )
    said = escape(" ".join(model.get("description", "").split()))
    return f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{said}</p><table>{rows}</table>'


def _type(schema: Json) -> str:
    """A type in words; what is described on this page is linked."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return escape(" | ".join(map(str, schema["enum"])))
    return escape(schema.get("format") or schema.get("type", "anything"))
