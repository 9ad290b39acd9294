"""What this room knows of people: their roles, mentors, and who signed or decided."""

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Basis, Category, Erase
from core.privacy.register import Holding, Personal, impersonal, register

WORK = Personal(Category.STUDIES)

register(
    Holding(
        model="partnerships.Membership",
        label=_("Your roles"),
        purpose=_("To know for whom you act, and what you may see."),
        basis=Basis.TASK,
        kept=_("as long as you have an account; afterwards without your name"),
        person="user",
        data={"role": WORK, "valid_from": WORK, "valid_to": WORK, "organisation": WORK},
        plain=("user",),
    ),
    Holding(
        model="partnerships.Mentor",
        label=_("You as a mentor"),
        purpose=_("To know that students are guided by somebody with experience and training."),
        basis=Basis.TASK,
        kept=_("two years after your last student"),
        person="user",
        data={
            "establishment": WORK,
            "occupation": Personal(Category.STUDIES, Erase.REMOVED),
            "experience_years": WORK,
            "certificate_date": Personal(Category.STUDIES, Erase.EMPTY),
            "max_students": WORK,
        },
        plain=("user", "substitute"),
    ),
)

impersonal("partnerships.ClosingPeriod", "name_nl", "name_en")
impersonal("partnerships.InvitationBatch", "actor")
impersonal("partnerships.BatchEntry", "person")
impersonal(
    "partnerships.Organisation",
    "code",
    "name_nl",
    "name_en",
    "enterprise_number",
    "email",
    "access_code",
)
impersonal(
    "partnerships.InstitutionProfile",
    "schac_id",
    "street",
    "house_number",
    "postcode",
    "municipality",
)
impersonal(
    "partnerships.HostProfile",
    "legal_form",
    "nace_division",
    "nace_section",
    "sector_nl",
    "sector_en",
)
impersonal(
    "partnerships.EstablishmentUnit",
    "number",
    "name",
    "street",
    "house_number",
    "box",
    "postcode",
    "municipality",
)
impersonal("partnerships.Workplace", "name")
impersonal("partnerships.Programme", "code", "name_nl", "name_en", "isced_f", "director")
impersonal("partnerships.Partnership")
impersonal(
    "partnerships.FrameworkAgreement",
    "code",
    "host_signatory",
    "coordinator",
    "objectives",
    "assessment",
    "teaching_organisation",
    "entry_competences",
    "exit_competences",
    "materials",
    "content",
    "guidance",
    "expense_rule",
    "confidentiality",
)
impersonal("partnerships.Recognition", "code", "conditions_nl", "first_reviewer", "second_reviewer")
impersonal(
    "partnerships.ApiClient",
    "client_id",
    "name",
    "responsible",
    "purpose",
    "protocol_reference",
    "protocol_url",
    "former_client_id",
)
