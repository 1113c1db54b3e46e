import pytest

from beside.accounts.models import User


@pytest.mark.django_db
def test_a_sign_in_name_is_kept_in_lower_case():
    user = User.objects.create_user(email=" Dee@Example.org ", password="correct horse", name="Dee")

    assert user.email == "dee@example.org"
    assert user.check_password("correct horse")
