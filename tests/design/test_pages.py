import pytest

pytestmark = pytest.mark.django_db


def test_the_front_page_is_drawn_in_both_languages(client):
    for language in ("en", "es"):
        answer = client.get(f"/{language}/")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
