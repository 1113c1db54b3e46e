import pytest

from beside.accounts.core import roles
from beside.accounts.core.roles import Permission, Scope


@pytest.mark.parametrize("role", roles.ROLES.values(), ids=lambda role: role.slug)
def test_every_role_explains_itself_to_people(role):
    assert role.name[0].isupper()
    assert len(role.description.split()) >= 8
    assert role.description.endswith(".")


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_some_role(permission):
    assert roles.roles_with(permission)


def test_a_partner_role_allows_nothing_in_the_house():
    assert all(not role.permissions for role in roles.partner_roles())
    assert {role.scope for role in roles.partner_roles()} == {Scope.PARTNER}


def test_only_the_privacy_officer_opens_sealed_facts_or_searches_for_a_person():
    for permission in (Permission.OPEN_PRIVACY, Permission.SEARCH_PRIVACY):
        assert [role.slug for role in roles.roles_with(permission)] == ["privacy_officer"]


def test_the_technician_sees_no_names_and_no_sealed_facts():
    allowed = roles.role("technician").permissions

    assert not {p for p in allowed if p.startswith(("privacy.", "accounts.", "partners."))}


def test_roles_add_up_and_a_slug_the_table_lost_allows_nothing():
    both = roles.permissions(["technician", "directory_editor", "poet"])

    assert Permission.OPERATE_KERNEL in both
    assert Permission.EDIT_DIRECTORY in both
    assert roles.permissions(["poet"]) == frozenset()


def test_a_role_that_opens_personal_data_needs_a_second_factor():
    assert roles.need_second_factor(["technician", "navigator"])
    assert not roles.need_second_factor(["technician", "directory_editor"])


def test_an_unknown_role_is_refused_by_name():
    with pytest.raises(roles.NoSuchRole, match="poet"):
        roles.role("poet")
