"""What programs may ask of these pages: the OpenAPI document, drawn as a page."""

from __future__ import annotations

from fastapi import Request

from curbside.web.rendering import Page, Route, Shown, Value


def described(request: Request) -> Shown:
    """Every path, what it takes and what it gives, from the OpenAPI document of these pages."""
    document = request.app.openapi()
    schemas = document.get("components", {}).get("schemas", {})
    paths = [_operation(p, m, o, schemas) for p, methods in document["paths"].items() for m, o in methods.items()]
    value = {"title": "For programs", "version": document["info"]["version"], "operations": paths}
    return Shown(template="docs.html", value=value)


def _form(operation: Value, schemas: Value) -> list[str]:
    """The fields of the form that an operation takes."""
    content = operation.get("requestBody", {}).get("content", {})
    names = [kind["schema"].get("$ref", "").rpartition("/")[2] for kind in content.values()]
    return [field for name in names for field in schemas.get(name, {}).get("properties", {})]


def _operation(path: str, method: str, operation: Value, schemas: Value) -> Value:
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [
            {"name": p["name"], "in": p["in"], "required": p.get("required", False)}
            for p in operation.get("parameters", [])
        ],
        "form": _form(operation, schemas),
        "gives": sorted({kind for r in operation["responses"].values() for kind in r.get("content", {})}),
    }


ROUTES: tuple[Route, ...] = (Page(path="/docs", view=described, about="What programs may ask of these pages"),)
