"""Headless Chromium for tests in a browser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-proxy-server",
    "--lang=en-GB",
]

FAILED_REQUESTS = ("Failed to load resource", "WebSocket connection to")


def found() -> str | None:
    """The path of Chromium, or of Chrome, which CI providers ship."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def missing() -> str | None:
    """The reason to skip if something is not installed."""
    if found() and shutil.which("chromedriver"):
        return None
    return "needs Chromium and its driver: apt-get install chromium chromium-driver"


@contextmanager
def browser(*, width: int = 1200, height: int = 760, dark: bool = False) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = found() or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in [*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"]:
            options.add_argument(flag)
        driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            resize(driver, width=width, height=height)
            prefer(driver, "dark" if dark else "light")
            yield driver
        finally:
            driver.quit()


def resize(driver: Chrome, *, width: int, height: int = 760) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def prefer(driver: Chrome, scheme: str, *, motion: str = "no-preference") -> None:
    """Emulate a user who prefers the `dark` or `light` colour scheme, and if `motion` is `reduce`, less motion."""
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": motion}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@contextmanager
def slow(driver: Chrome, seconds: float) -> Iterator[None]:
    """Delay each response."""
    conditions = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions | {"latency": seconds * 1000})
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions | {"latency": 0})


def console_errors(driver: Chrome) -> list[str]:
    """Errors in the console since the last call, except for requests that failed: a browser always reports those."""
    entries = driver.get_log("browser")  # type: ignore[no-untyped-call]
    messages = [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]
    return [text for text in messages if not any(failed in text for failed in FAILED_REQUESTS)]
