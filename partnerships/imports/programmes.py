"""programmes.csv: study programmes of the own institution."""

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Importer, Target, importers, same
from partnerships.enums import Role
from partnerships.imports.scopes import OWN_DATA, institution, own, own_rows, person, works_for
from partnerships.models import Programme

PROGRAMMES = importers.register(
    Importer(
        name="programmes",
        title=_("Study programmes"),
        order=70,
        permission=OWN_DATA,
        key=("programme_code",),
        scope=own(lambda row: row["institution_code"].pk),
        lookups=(
            works_for("director_email", lambda row: row["institution_code"].pk, Role.DIRECTOR),
        ),
        columns=(
            Column(name="programme_code", example="LEI-GRA-ELM", other="LEI-GRA-ORB"),
            Column(
                name="institution_code",
                example="LEI",
                cell=institution(),
                meaning=_("code of the institution"),
            ),
            Column(
                name="name_nl",
                example="Graduaat in de elektromechanische systemen",
                other="Graduaat in de orthopedagogische begeleiding",
            ),
            Column(
                name="name_en",
                example="Associate degree in Electromechanical Systems",
                other="Associate degree in Special Needs Support",
            ),
            Column(name="programme_type", example="associate_degree"),
            Column(name="qualification_kind", example="educational"),
            Column(name="qf_level", example="5"),
            Column(name="total_credits", example="120"),
            Column(name="wbl_credits", example="45", other="48"),
            Column(name="isced_f", example="0714", other="0923"),
            Column(name="language", example="nl"),
            Column(name="shortage_occupation", example="yes"),
            Column(name="track", example="day", other="working_student"),
            Column(name="vdab_recognised", example="yes", other="no"),
            Column(
                name="director_email",
                example="ruben.brouckaert@hogeschool-leiezicht.example",
                other="fatima.hermans@hogeschool-leiezicht.example",
                cell=person(Role.DIRECTOR),
                meaning=_("e-mail address of the programme director"),
            ),
        ),
        targets=(
            Target(
                name="programme",
                model=Programme,
                key=("code",),
                fields={
                    "code": "programme_code",
                    "institution": "institution_code",
                    "director": "director_email",
                }
                | same(
                    "name_nl",
                    "name_en",
                    "programme_type",
                    "qualification_kind",
                    "qf_level",
                    "total_credits",
                    "wbl_credits",
                    "isced_f",
                    "language",
                    "shortage_occupation",
                    "track",
                    "vdab_recognised",
                ),
                guard=own_rows("institution"),
            ),
        ),
        rules={
            "programme_level_is_5_to_7": _("The level of a programme is 5, 6 or 7."),
            "programme_wbl_credits_are_part_of_all_credits": _(
                "The credits of work-based learning are part of all credits."
            ),
        },
    )
)
