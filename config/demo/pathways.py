"""Co-creation: hosts and institution accept the designs, and the pathways open."""

from config.demo.files import BY_HAND
from config.demo.people import contact_of, person
from partnerships.models import Organisation
from trajectories.models import Pathway
from trajectories.services import accept_pathway, open_pathway, start_co_creation


def open_pathways() -> list[Pathway]:
    """Open every pathway but the one left to try out; returns those that are open."""
    opened = []
    for pathway in Pathway.objects.select_related("programme__institution").order_by("code"):
        coordinator = person(pathway.coordinator_id)
        start_co_creation(pathway, actor=coordinator)
        if pathway.code == BY_HAND:
            continue
        # The institution last: its word completes the agreement on the design.
        for host in hosts_of(pathway):
            accept_pathway(pathway, actor=contact_of(host))
        accept_pathway(pathway, actor=coordinator)
        open_pathway(pathway, actor=coordinator)
        opened.append(pathway)
    return opened


def hosts_of(pathway: Pathway) -> list[Organisation]:
    """The hosts that offer a position in a pathway."""
    keys = pathway.positions.values("workplace__establishment__organisation")
    return list(Organisation.objects.filter(pk__in=keys).order_by("code"))
