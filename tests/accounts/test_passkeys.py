"""A passkey is made and used in a real browser, under the policy every page is served with."""

import pytest
from allauth.mfa.models import Authenticator

from tests import people

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def tab(browser, live_server, transactional_db):
    """A tab with a device that makes passkeys, on a name: browsers refuse addresses in digits."""
    context = browser.new_context()
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    device = context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    opened.complaints = []
    opened.on(
        "console",
        lambda said: opened.complaints.append(said.text) if said.type == "error" else None,
    )
    opened.at = lambda path: opened.goto(live_server.url.replace("127.0.0.1", "localhost") + path)
    yield opened
    context.close()


@pytest.mark.browser
def test_a_passkey_is_made_and_then_signs_in_alone(tab):
    user = people.person("navigator", second_factor=False)
    tab.at("/en/staff/account/sign-in/")
    tab.fill("[name=login]", user.email)
    tab.fill("[name=password]", people.PASSWORD)
    tab.click("main form button.big")
    tab.wait_for_url("**/second-factor/**")

    tab.at("/en/staff/account/second-factor/passkeys/add/")
    tab.click("#mfa_webauthn_add")
    tab.wait_for_url("**/second-factor/recovery/")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    tab.at("/en/staff/account/")
    tab.click("main form[action$='sign-out/'] button")
    tab.wait_for_url("**/sign-in/")
    tab.click("#passkey_login")
    tab.wait_for_url(lambda address: "sign-in" not in address)
    assert tab.at("/en/staff/account/").status == 200
    assert user.name in tab.inner_text("h1")
    assert tab.complaints == []
