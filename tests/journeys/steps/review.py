"""Whether it was good: everybody answers, the host may reply, the institution concludes."""


def answer_and_conclude(coordinator, contact, student) -> None:
    """V36, V40: the institution plans and concludes; the host has a right of reply."""
    coordinator.go("/quality/reviews/new/")
    coordinator.set(
        subject="Jana Ivanova – Keuzetraject onderhoud en automatisering: "
        "Vanhoorebrouck Aandrijftechniek, vanaf 5 oktober 2026",
        instrument="Korte toets",
        answer_by="2026-10-20",
    )
    coordinator.press_last()
    coordinator.follow("Antwoorden vragen")
    coordinator.press_last()
    for person in (coordinator, contact, student):
        open_review(person)
        person.follow("De vragen beantwoorden")
        person.check_all("3")
        person.press_last()
    open_review(coordinator)
    coordinator.follow("De gastorganisatie recht op antwoord geven")
    coordinator.set(reply_by="2026-10-30")
    coordinator.press_last()
    open_review(contact)
    contact.follow("Reageren op de antwoorden")
    contact.write_all("Wij plannen een tweede mentor in.")
    contact.press_last()
    open_review(coordinator)
    coordinator.follow("De doorlichting afronden")
    coordinator.check_all("meets")
    coordinator.write_all("De werkplek voldoet; een tweede mentor volgt.")
    coordinator.press_last()
    coordinator.sees("Afgerond")


def open_review(person) -> None:
    person.go("/quality/reviews/")
    person.follow_like("Jana Ivanova")
