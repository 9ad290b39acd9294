"""Load the demonstration: all of it or nothing, and nothing where there is data already."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import override

from config.demo.accounts import accounts, give_passwords, register_demo_client
from config.demo.agreements import make_agreements
from config.demo.documents import attach_documents
from config.demo.files import BASIS, import_file
from config.demo.intake import answer_offers, run_rounds
from config.demo.logs import write_logs
from config.demo.looks import colour_institutions
from config.demo.pathways import open_pathways
from config.demo.people import forget
from config.demo.reviews import conclude_reviews
from config.demo.signing_in import make_administrator, stand_differently
from partnerships.models import Organisation


def is_loaded() -> bool:
    """Are there organisations already, of the demonstration or of anybody else?"""
    return Organisation.objects.exists()


def load(note: Callable[[str], None]) -> bool:
    """Load everything in one transaction; False when there is data already.

    Takes some tens of seconds; a broken start leaves nothing behind and can be repeated.
    """
    if is_loaded():
        return False
    forget()
    with transaction.atomic(), override("nl"):
        note("Sample files")
        for name in BASIS:
            import_file(name)
        colour_institutions()
        note("Pathways")
        pathways = open_pathways()
        note("Intake and match")
        run_rounds(pathways)
        answer_offers()
        note("Agreements")
        make_agreements()
        note("Logs and reviews")
        write_logs()
        attach_documents()
        conclude_reviews()
        register_demo_client()
        make_administrator()
        give_passwords()
        played = accounts()
        stand_differently(played[0].user, {account.user.pk for account in played})
    forget()
    return True
