"""Who may do what: one table, read by people on a page and by every door.

A door asks for a permission, never for a role. A role is a row of `ROLES`;
changing what a role may do is changing this table and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


class Permission(StrEnum):
    """One thing a door may ask for."""

    VIEW_DIRECTORY = "directory.view"
    EDIT_DIRECTORY = "directory.edit"
    IMPORT_DIRECTORY = "directory.import"
    VERIFY_DIRECTORY = "directory.verify"
    PUBLISH_DIRECTORY = "directory.publish"
    ANSWER_LINE = "line.answer"
    SUPERVISE_LINE = "line.supervise"
    VIEW_LINE_FIGURES = "line.figures"
    VIEW_STOCK = "supply.view"
    KEEP_STOCK = "supply.keep"
    PACK_PARCELS = "supply.pack"
    ANSWER_ORDERS = "supply.orders"
    LOG_ENCOUNTERS = "supply.encounters"
    MANAGE_PROGRAM = "supply.program"
    EDIT_LAW = "supply.law"
    VIEW_SUPPLY_FIGURES = "supply.figures"
    SERVE_PEERS = "peers.serve"
    RUN_PEERS = "peers.run"
    HEAR_PEERS = "peers.hear"
    PAY_PEERS = "peers.pay"
    VIEW_PEER_FIGURES = "peers.figures"
    EDIT_TRAINING = "training.edit"
    HOLD_TRAINING = "training.hold"
    VIEW_TRAINING_FIGURES = "training.figures"
    VIEW_PLACES = "places.view"
    VIEW_PRIVACY = "privacy.view"
    OPEN_PRIVACY = "privacy.open"
    SEARCH_PRIVACY = "privacy.search"
    VIEW_PARTNERS = "partners.view"
    MANAGE_PARTNERS = "partners.manage"
    VIEW_ACCOUNTS = "accounts.view"
    MANAGE_ACCOUNTS = "accounts.manage"
    VIEW_RECORD = "kernel.record"
    OPERATE_KERNEL = "kernel.operate"


class Scope(StrEnum):
    """How far a role reaches: the whole house, or one partner's own rows."""

    HOUSE = "house"
    PARTNER = "partner"


@dataclass(frozen=True)
class Role:
    """A role as people read it (in English; the catalogue has the rest) and doors use it.

    `opens_personal_data` asks for a second factor at every sign-in.
    """

    slug: str
    name: str
    description: str
    permissions: frozenset[Permission]
    opens_personal_data: bool = False
    scope: Scope = Scope.HOUSE

    @property
    def in_order(self) -> list[str]:
        """The permissions as a page lists them."""
        return sorted(self.permissions)


def _may(*permissions: Permission) -> frozenset[Permission]:
    return frozenset(permissions)


P = Permission

ROLES: dict[str, Role] = {
    role.slug: role
    for role in (
        Role(
            "coordinator",
            _("Coordinator"),
            _(
                "Runs the coalition’s work: invites people, adds partners, keeps the directory and "
                "the plan. Does not open sealed personal facts."
            ),
            _may(
                P.VIEW_DIRECTORY, P.EDIT_DIRECTORY, P.IMPORT_DIRECTORY, P.VERIFY_DIRECTORY,
                P.PUBLISH_DIRECTORY, P.VIEW_PLACES, P.VIEW_PRIVACY, P.VIEW_PARTNERS,
                P.MANAGE_PARTNERS, P.VIEW_ACCOUNTS, P.MANAGE_ACCOUNTS, P.VIEW_RECORD,
                P.VIEW_LINE_FIGURES, P.VIEW_STOCK, P.ANSWER_ORDERS, P.MANAGE_PROGRAM, P.EDIT_LAW,
                P.VIEW_SUPPLY_FIGURES, P.EDIT_TRAINING, P.HOLD_TRAINING, P.VIEW_TRAINING_FIGURES,
                P.SERVE_PEERS, P.RUN_PEERS, P.HEAR_PEERS, P.PAY_PEERS, P.VIEW_PEER_FIGURES,
            ),
            opens_personal_data=True,
        ),
        Role(
            "directory_editor",
            _("Directory editor"),
            _(
                "Keeps the list of services true: edits, imports, checks by phone or visit, and "
                "decides what the public sees."
            ),
            _may(
                P.VIEW_DIRECTORY, P.EDIT_DIRECTORY, P.IMPORT_DIRECTORY, P.VERIFY_DIRECTORY,
                P.PUBLISH_DIRECTORY, P.VIEW_PLACES, P.VIEW_PARTNERS,
            ),
        ),
        Role(
            "line_operator",
            _("Line operator"),
            _(
                "Answers people who would otherwise use alone, and sends help when they fall "
                "silent. Reads the directory to find the right door."
            ),
            _may(P.VIEW_DIRECTORY, P.VIEW_PLACES, P.ANSWER_LINE),
            opens_personal_data=True,
        ),
        Role(
            "line_supervisor",
            _("Line supervisor"),
            _(
                "Looks after operators and the rota, sees that the machinery of the line is awake, "
                "and corrects the directory when a door was wrong."
            ),
            _may(
                P.VIEW_DIRECTORY, P.VERIFY_DIRECTORY, P.VIEW_PLACES, P.OPERATE_KERNEL,
                P.ANSWER_LINE, P.SUPERVISE_LINE, P.VIEW_LINE_FIGURES,
            ),
            opens_personal_data=True,
        ),
        Role(
            "packer",
            _("Program staff"),
            _("Packs, labels and posts naloxone, and keeps the shelves counted."),
            _may(
                P.VIEW_DIRECTORY, P.VIEW_PLACES, P.VIEW_PARTNERS, P.VIEW_STOCK, P.KEEP_STOCK,
                P.PACK_PARCELS, P.LOG_ENCOUNTERS, P.HOLD_TRAINING, P.SERVE_PEERS,
            ),
            opens_personal_data=True,
        ),
        Role(
            "program_manager",
            _("Program manager"),
            _(
                "Runs a naloxone program: its products, area and standing order, the packing "
                "keys, the agencies it supplies, and what its funders ask for."
            ),
            _may(
                P.VIEW_DIRECTORY, P.VIEW_PLACES, P.VIEW_PARTNERS, P.VIEW_STOCK, P.KEEP_STOCK,
                P.PACK_PARCELS, P.ANSWER_ORDERS, P.LOG_ENCOUNTERS, P.MANAGE_PROGRAM, P.EDIT_LAW,
                P.VIEW_SUPPLY_FIGURES, P.EDIT_TRAINING, P.HOLD_TRAINING, P.VIEW_TRAINING_FIGURES,
                P.SERVE_PEERS, P.RUN_PEERS, P.HEAR_PEERS, P.PAY_PEERS, P.VIEW_PEER_FIGURES,
            ),
            opens_personal_data=True,
        ),
        Role(
            "navigator",
            _("Navigator"),
            _(
                "Walks beside a person from an overdose into care, and notes in the directory "
                "what was found out on the way."
            ),
            _may(
                P.VIEW_DIRECTORY, P.VERIFY_DIRECTORY, P.VIEW_PLACES, P.VIEW_PARTNERS,
                P.LOG_ENCOUNTERS, P.SERVE_PEERS,
            ),
            opens_personal_data=True,
        ),
        Role(
            "epidemiologist",
            _("Epidemiologist"),
            _(
                "Watches counts and places, never people: gaps in the directory, and what "
                "may be published."
            ),
            _may(
                P.VIEW_DIRECTORY, P.VIEW_PLACES, P.VIEW_PARTNERS, P.VIEW_LINE_FIGURES,
                P.VIEW_SUPPLY_FIGURES, P.VIEW_TRAINING_FIGURES, P.VIEW_PEER_FIGURES,
            ),
            opens_personal_data=True,
        ),
        Role(
            "privacy_officer",
            _("Privacy officer"),
            _(
                "Answers what is held about a person, why and until when; opens sealed facts for a "
                "stated purpose; reads the whole record. Changes nothing else."
            ),
            _may(
                P.VIEW_PRIVACY, P.OPEN_PRIVACY, P.SEARCH_PRIVACY, P.VIEW_RECORD,
                P.VIEW_ACCOUNTS, P.VIEW_PARTNERS,
            ),
            opens_personal_data=True,
        ),
        Role(
            "technician",
            _("Technician"),
            _(
                "Keeps the machine running: health, queues, deadlines, backups. Sees no names "
                "and no sealed facts."
            ),
            _may(P.OPERATE_KERNEL, P.VIEW_PLACES),
        ),
        Role(
            "partner_contact",
            _("Partner contact"),
            _(
                "Speaks for one partner: sees its own rows, keeps its facts right, and says who "
                "else belongs to it."
            ),
            _may(),
            scope=Scope.PARTNER,
        ),
        Role(
            "partner_member",
            _("Partner member"),
            _("Works at one partner and sees that partner’s own rows only."),
            _may(),
            scope=Scope.PARTNER,
        ),
    )
}  # fmt: skip


class NoSuchRole(LookupError):
    """The table holds no role of that name."""


def role(slug: str) -> Role:
    """The role of that slug. Raises NoSuchRole."""
    try:
        return ROLES[slug]
    except KeyError as error:
        raise NoSuchRole(slug) from error


def house_roles() -> list[Role]:
    """Roles that hold everywhere."""
    return [each for each in ROLES.values() if each.scope is Scope.HOUSE]


def partner_roles() -> list[Role]:
    """Roles that hold within one partner."""
    return [each for each in ROLES.values() if each.scope is Scope.PARTNER]


def permissions(slugs: Iterable[str]) -> frozenset[Permission]:
    """All that these roles together allow. A slug the table no longer holds allows nothing."""
    return frozenset(p for slug in slugs if slug in ROLES for p in ROLES[slug].permissions)


def need_second_factor(slugs: Iterable[str]) -> bool:
    """Whether any of these roles opens personal data."""
    return any(ROLES[slug].opens_personal_data for slug in slugs if slug in ROLES)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that allow `permission`, for pages that say whom to ask."""
    return [each for each in ROLES.values() if permission in each.permissions]
