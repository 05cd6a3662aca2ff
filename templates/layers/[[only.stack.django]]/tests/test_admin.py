"""Django's admin: for staff only, and off in production unless it is asked for."""

import os
import re
import secrets
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import ROOT, Start
from tests.sign_in import PASSWORD, sign_up_at


@pytest.fixture
def client(start: Start) -> TestClient:
    return start()


@pytest.fixture
def email() -> str:
    """The address of someone made by `manage.py createsuperuser`."""
    users: Any = get_user_model().objects
    name = uuid4().hex
    required = dict.fromkeys(get_user_model().REQUIRED_FIELDS, name)
    users.create_superuser(email=f"{name}@example.com", password=PASSWORD, **required)
    return f"{name}@example.com"


def sign_in(client: TestClient, email: str, password: str = PASSWORD) -> Response:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/admin/login/").text)
    assert found
    form = {"username": email, "password": password, "csrfmiddlewaretoken": found[1], "next": "/admin/"}
    return client.post("/admin/login/", data=form, follow_redirects=False)


def test_staff_sees_every_model_and_its_styles(client: TestClient, email: str) -> None:
    assert sign_in(client, email).headers["location"] == "/admin/"
    assert client.get("/static/admin/css/base.css").status_code == 200
    for model in admin.site._registry:
        page = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        assert page.status_code == 200, model


def test_others_cannot_sign_in(client: TestClient) -> None:
    assert sign_in(client, sign_up_at(client).email).status_code == 200
    assert client.get("/admin/", follow_redirects=False).status_code == 302


def test_guessing_a_password_is_limited(client: TestClient, email: str) -> None:
    for _ in range(10):
        assert sign_in(client, email, "wrong password").status_code == 200
    assert sign_in(client, email).status_code == 200


@pytest.mark.parametrize(("setting", "has_admin"), [("false", False), ("true", True)])
def test_in_production_it_has_to_be_asked_for(setting: str, has_admin: bool) -> None:
    code = "import django; django.setup(); from config import urls; print(urls.urlpatterns[-1].pattern)"
    settings = {"ENVIRONMENT": "production", "SECRET_KEY": secrets.token_hex(32), "ADMIN": setting}
    settings["PASSWORD_MEMORY_KIB"] = "19456"
    words = [sys.executable, "-c", code]
    shown = subprocess.check_output(words, cwd=ROOT, env=os.environ | settings, text=True)
    assert (shown == "admin/\n") == has_admin
