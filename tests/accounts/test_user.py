import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from beside.accounts.models import User


@pytest.mark.django_db
def test_a_sign_in_name_is_kept_in_lower_case():
    user = User.objects.create_user(email=" Dee@Example.org ", password="correct horse", name="Dee")

    assert user.email == "dee@example.org"
    assert user.check_password("correct horse")


@pytest.mark.parametrize("password", ["passwordpassword", "abcabcabcabc", "aaaaaaaaaaaaaa"])
def test_one_piece_again_and_again_is_no_password(password):
    with pytest.raises(ValidationError, match="again and again"):
        validate_password(password)


def test_several_words_are_a_password():
    validate_password("seven brown kettles hum")
    validate_password("kettle kettle hum kettle")
