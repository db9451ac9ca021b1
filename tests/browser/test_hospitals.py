"""Signing in by a hospital in a real browser, and the file of one's own data, with scripts and without."""

import json
import os
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from medpeer.cli.demo.people import PASSWORD
from tests.browser.conftest import Live, free_port
from tests.browser.test_every_page import violations
from tests.conftest import settings_env
from tests.factories.hospitals import Hospital, providers_file, running

pytestmark = pytest.mark.browser

EMAIL = "miriam.okonjo@lakeside-medical.example"


@pytest.fixture(scope="module")
def hospital() -> Iterator[Hospital]:
    """Return a running sign-in."""
    with running("lakeside-medical") as one:
        yield one


@pytest.fixture(scope="module")
def house(seeded_dir: Path, hospital: Hospital, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a server of its own, which knows the hospital."""
    folder = tmp_path_factory.mktemp("hospital")
    data_dir, port = folder / "data", free_port()
    shutil.copytree(seeded_dir, data_dir)
    path = providers_file(folder, hospital, lakeside_medical={"domains": ["lakeside-medical.example"]})
    env = {**os.environ, **settings_env(data_dir), "PORT": str(port), "MEDPEER_DEMO": "1"}
    server = Live(f"http://127.0.0.1:{port}", data_dir, env | {"MEDPEER_OIDC_PROVIDERS": str(path)})
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_in_by_a_hospital_and_out_with_ones_data(
    chromium: Browser, house: Live, hospital: Hospital, scripts: bool
) -> None:
    hospital.name("staff-17", EMAIL)
    context = chromium.new_context(base_url=house.url, java_script_enabled=scripts, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/sign-in?next=/account/own-data")
    page.get_by_role("link", name="Sign in with Lakeside Medical").click()
    if not scripts:
        expect(page.get_by_role("heading", name="Back from Lakeside Medical")).to_be_visible()
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/own-data")
    page.get_by_role("button", name="Make a file of my data").click()
    # The hospital's word is no fresh proof: the page asks for one, and comes back here.
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/account/own-data")
    page.get_by_role("button", name="Make a file of my data").click()
    fetch = page.get_by_role("button", name="Fetch it")
    _wait_for(page, scripts=scripts)
    if scripts:
        assert list(violations(page)) == []
    with page.expect_download() as download:
        fetch.click()
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert json.loads(archive.read("data.json"))["data"]["account"][0]["address"] == EMAIL
    page.goto("/account/own-data")
    expect(page.get_by_text("The last one was fetched and destroyed.")).to_be_visible()
    page.goto("/account/ways-in")
    expect(page.get_by_role("button", name="Remove Lakeside Medical")).to_be_visible()
    context.close()


def _wait_for(page: Page, *, scripts: bool) -> None:
    """Wait until the file is ready: the page asks by itself, or is asked to."""
    fetch = page.get_by_role("button", name="Fetch it")
    for _ in range(60):
        if scripts or fetch.is_visible():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Look again").click()
    expect(fetch).to_be_visible()
