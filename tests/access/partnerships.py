"""Who gets what among partners."""

from tests.access import DECIDERS, PEOPLE, STAFF, Row

PARTNERS = STAFF | DECIDERS
LEADERS = frozenset({"coordinator", "director"})
# Other institutions and hosts may open the lists (and find only their own rows there).
STRANGERS = frozenset({"other_coordinator", "other_contact"})

ROWS = [
    Row("partnerships:host-list", ok=STAFF | {"other_coordinator"}, rest=403),
    Row(
        "partnerships:host-detail",
        obj="host",
        ok=PARTNERS | {"other_coordinator"},
        forbidden={"mentor", "other_mentor", "administrator"},
    ),
    Row(
        "partnerships:partnership-create",
        obj="host",
        ok={"coordinator", "other_coordinator"},
        rest=403,
    ),
    Row("partnerships:partnership-list", ok=PARTNERS | STRANGERS, rest=403),
    Row("partnerships:partnership-detail", obj="partnership", ok=PARTNERS),
    Row(
        "partnerships:framework-create",
        obj="partnership",
        ok={"coordinator"},
        forbidden=PEOPLE - {"other_coordinator"},
    ),
    Row("partnerships:framework-detail", obj="framework", ok=PARTNERS),
    Row("partnerships:recognition-list", ok=PARTNERS | STRANGERS, rest=403),
    Row("partnerships:recognition-detail", obj="recognition", ok=PARTNERS),
    Row(
        "partnerships:recognition-create",
        obj="establishment",
        ok=LEADERS | {"other_coordinator"},
        rest=403,
    ),
    Row("host-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row(
        "host-detail",
        api=True,
        obj="host",
        ok=PARTNERS | {"other_coordinator"},
        forbidden={"mentor", "other_mentor", "administrator"},
    ),
    Row("partnership-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("partnership-detail", api=True, obj="partnership", ok=PARTNERS),
    Row("framework-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("framework-detail", api=True, obj="framework", ok=PARTNERS),
    Row("recognition-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("recognition-detail", api=True, obj="recognition", ok=PARTNERS),
]
