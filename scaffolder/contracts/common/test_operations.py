"""Health, readiness, the OpenAPI document and its reference page."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import METHODS, Document, ProjectDocument
from scaffolder.contracts.plugin import Boot
from scaffolder.contracts.promises import weakened
from scaffolder.contracts.servers import Launch
from scaffolder.contracts.wire import Wire


def test_healthz_and_readyz_return_200_without_authentication(root: Client) -> None:
    root.get("/healthz", expect=200)
    root.get("/readyz", expect=200)


def test_without_its_database_the_server_is_alive_but_not_ready(
    boot: Boot, launch: Launch, wire: Wire
) -> None:
    assert launch.database is not None
    with boot(DATABASE_URL=launch.database.broken_url, until=None) as server:
        assert server.starts("/healthz"), "the server did not start without its database"
        server.root.get("/healthz", expect=200)
        unready = server.root.get("/readyz", expect=503)
        wire.assert_error(unready)
        assert not re.search("sql|driver|unable|errno|/missing|connect", unready.text, re.IGNORECASE), (
            "the response contains the driver's message"
        )
        server.root.get("/healthz", expect=200)


def test_openapi_json_serves_the_document_of_the_contract(root: Client, contract: Document) -> None:
    served = root.get("/openapi.json", expect=200).json()
    promised = json.loads(json.dumps(contract.raw, default=str))
    assert served["openapi"].startswith("3.1.")
    for path, item in promised["paths"].items():
        for method in METHODS & item.keys():
            found = served["paths"].get(path, {}).get(method)
            assert found == item[method], (
                f"{method.upper()} {path} in /openapi.json differs from the contract"
            )
    for kind, components in promised["components"].items():
        for name, component in components.items():
            found = served["components"].get(kind, {}).get(name)
            assert found == component, f"{kind}/{name} in /openapi.json differs from the contract"


def test_the_document_of_the_project_includes_everything_in_the_contract(contract: Document) -> None:
    """It can also extend the contract."""
    if isinstance(contract, ProjectDocument):
        assert list(weakened(contract, contract.contract)) == []


def test_docs_is_an_interactive_page_that_works_offline(root: Client) -> None:
    page = root.get("/docs", expect=200)
    found = Page()
    found.feed(page.text)
    assert found.scripts, "the page has no script, so it cannot be interactive"
    texts = [page.text]
    for address in found.loads:
        if urlsplit(address).scheme == "data":
            continue
        full = urljoin(str(page.url), address)
        assert urlsplit(full).netloc == urlsplit(str(page.url)).netloc, (
            f"/docs loads {address} from another host"
        )
        asset = root.get(urlsplit(full).path, expect=200, validate=False)
        texts.append(asset.text)
    assert any("openapi.json" in text for text in texts), "/docs does not show /openapi.json"


class Page(HTMLParser):
    """Collects the resources that a browser would load for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.scripts += tag == "script"
        if tag in {"script", "img", "iframe"} and values.get("src"):
            self.loads.append(values["src"] or "")
        if tag == "link" and values.get("href") and values.get("rel") != "canonical":
            self.loads.append(values["href"] or "")
