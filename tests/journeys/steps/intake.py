"""How a student gets a place: publish, apply, rate, match, accept."""

ROUND = "Intake najaar"
PLACE = "Vanhoorebrouck Aandrijftechniek, hoofdzetel (Waregem)"


def publish_round(coordinator) -> None:
    """V28: criteria, weights and procedure are fixed and published beforehand."""
    coordinator.go("/intake/rounds/new/")
    coordinator.set(
        pathway="Keuzetraject onderhoud en automatisering",
        name=ROUND,
        opens_on="2026-09-14",
        closes_on="2026-09-20",
    )
    coordinator.press("De ronde maken")
    coordinator.follow("Criteria en werkwijze publiceren")
    coordinator.press("Criteria en werkwijze publiceren")
    coordinator.follow("Openen voor kandidaturen")
    coordinator.press("Openen voor kandidaturen")
    coordinator.follow("Hoe deze ronde werkt")


def apply(student) -> None:
    """V26, V27: a motivation and a ranked list, checked before it is sent."""
    student.go("/intake/rounds/")
    student.follow(ROUND)
    student.follow("Begin uw kandidatuur")
    student.press("Begin uw kandidatuur")
    student.follow("Uw motivatie")
    student.set(motivation="Ik wil leren in een echte ploeg.")
    student.press("Bewaren")
    student.follow("De leerplekken die u wilt")
    student.page.get_by_label(PLACE).select_option("1")
    student.press("Bewaren")
    student.follow("Nakijken en versturen")
    student.press("Verstuur uw kandidatuur")


def rate(coordinator, coach, director, contact) -> None:
    """V28: conditions are checked; institution and host rate independently, with notes."""
    open_round(coordinator)
    coordinator.follow("Kandidaturen afsluiten en beoordelen")
    coordinator.press("Kandidaturen afsluiten en beoordelen")
    open_application(coach)
    coach.follow("De voorwaarden nagaan")
    coach.check_all("yes")
    coach.press("De voorwaarden nagaan")
    open_application(director)
    director.follow("Deze kandidatuur beoordelen")
    give_marks(director)
    open_application(contact)
    contact.follow("Beoordeel voor deze leerplek")
    give_marks(contact)


def match(coordinator) -> None:
    """B3: lists and ratings are sealed before the match runs."""
    open_round(coordinator)
    coordinator.follow("Lijsten en beoordelingen verzegelen")
    coordinator.press("Lijsten en beoordelingen verzegelen")
    coordinator.follow("De matching uitvoeren")
    coordinator.press("De matching uitvoeren")


def accept(student) -> None:
    """V31: the student reads the result with the reason, and answers."""
    student.go("/")
    student.follow_like("Antwoord of u")
    student.sees("U hebt een plaats!")
    student.follow("Deze plaats aanvaarden")
    student.press_last()


def open_round(person) -> None:
    person.go("/intake/rounds/?q=Intake+najaar")
    person.follow(ROUND)


def open_application(person) -> None:
    person.go("/intake/applications/?q=Jana+Ivanova")
    person.follow("Jana Ivanova")


def give_marks(person) -> None:
    person.check_all("4")
    person.write_all("Een concreet voorbeeld uit het gesprek.")
    person.press("De beoordeling bewaren")
