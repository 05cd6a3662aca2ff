"""The contract as JSON, and the page of an interactive API reference that works offline."""

import json
from pathlib import Path

import yaml

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
"""


def read_contract(path: Path) -> bytes:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is installed
    try:
        return json.dumps(yaml.load(path.read_bytes(), loader), default=str).encode()  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise SystemExit(f"{path.name} cannot be read: {error}") from None


CONTRACT = read_contract(Path(__file__).parent.parent / "openapi.yaml")
