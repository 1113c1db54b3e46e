"""What somebody reads who may not come in."""

import pytest

from tests import people


@pytest.mark.django_db
def test_who_lacks_a_role_is_told_so_and_led_back_to_their_own_pages(client):
    people.sign_in(client, people.person("packer"))
    refused = client.get("/en/staff/accounts/")
    assert refused.status_code == 403
    assert "Your roles do not open this page" in refused.content.decode()
    assert 'href="/en/staff/"' in refused.content.decode()
