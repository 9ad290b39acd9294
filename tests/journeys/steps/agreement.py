"""What the three parties promise: ten clauses, one version, three signatures, in force."""

import re

FACTS = {
    "Verzekering tegen arbeidsongevallen": {
        "accident_insurer": "Verzekeraar Noord",
        "accident_policy": "AO-2026-17",
        "accident_valid_to": "2027-08-31",
    },
    "Burgerlijke aansprakelijkheid": {
        "liability_insurer": "Verzekeraar Noord",
        "liability_policy": "BA-2026-17",
        "liability_holder": "Hogeschool Leiezicht",
        "liability_valid_to": "2027-08-31",
    },
    "Betwistingen": {"mediator": "De ombudspersoon van de hogeschool"},
    "Veiligheid en gezondheid": {"risk_assessment_date": "2026-09-01"},
    "Vorming van mentoren": {"training_responsible": "De hogeschool"},
    "Afwezigheid van student of mentor": {
        "absence_notification": "Voor 9 uur bellen naar de mentor."
    },
    "Einde van de overeenkomst": {
        "notice_days": "14",
        "way_on": "De coach zoekt binnen tien werkdagen een andere leerplek.",
    },
}


def draft_and_propose(coordinator) -> None:
    """V15 to V25, B1: drafted from the data; what is missing is named until it is filled in."""
    coordinator.go("/")
    coordinator.open_rest()
    coordinator.follow_like("Jana Ivanova")
    coordinator.press_last()
    for clause, facts in FACTS.items():
        coordinator.follow(clause)
        coordinator.set(**facts)
        coordinator.press("Bewaar de clausule")
    open_agreement(coordinator)
    coordinator.follow("Stel voor aan gastorganisatie en student")
    coordinator.press_last()


def read_as_pdf(coordinator) -> None:
    """V15: read on screen and as a tagged PDF."""
    open_agreement(coordinator)
    coordinator.follow_like("Lees versie 1")
    link = (
        coordinator.page.get_by_role("main")
        .get_by_role("link", name=re.compile("pdf", re.IGNORECASE))
        .first
    )
    answer = coordinator.page.request.get(f"{coordinator.address}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def sign(*parties) -> None:
    """V15: institution, host and student each sign the same version."""
    for person in parties:
        open_agreement(person)
        person.follow("Teken de overeenkomst")
        person.check_boxes()
        person.press_last()


def put_in_force(coordinator) -> None:
    """V36: only the institution puts it in force, once the dated conditions hold."""
    open_agreement(coordinator)
    coordinator.follow("Laat de overeenkomst ingaan")
    coordinator.press_last()
    coordinator.sees("Van kracht")


def open_agreement(person) -> None:
    person.go("/agreements/?q=Jana+Ivanova")
    person.follow("Jana Ivanova")
