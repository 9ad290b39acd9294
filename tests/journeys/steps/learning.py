"""What is learned: designing a pathway together, opening it, keeping a log."""

PATHWAY = "Keuzetraject onderhoud en automatisering"


def agree_on_pathway(coordinator, contact) -> None:
    """V4: institution and host both accept the design."""
    for person in (contact, coordinator):
        person.go("/")
        person.open_rest()
        person.follow(f"Lees en aanvaard het ontwerp van {PATHWAY}")
        person.follow("Aanvaard dit ontwerp")
        person.press("Aanvaard dit ontwerp")


def open_pathway(coordinator, visitor) -> None:
    """V3, V37: once open, everybody can read how it is built."""
    coordinator.follow("Open het keuzetraject")
    coordinator.press("Open het keuzetraject")
    visitor.go("/")
    visitor.go("/pathways/")
    visitor.follow(PATHWAY)
    visitor.reads(PATHWAY)


def log_and_confirm(student, mentor, coach) -> None:
    """V13: the student logs, the mentor confirms in the portal, the coach sees progress."""
    student.go("/learning/trajectories/")
    student.follow("Jana Ivanova")
    student.follow("Schrijf in uw logboek")
    student.set(day="2026-10-06", hours="7.5", text="Een storing opgespoord aan lijn 3.")
    student.press_last()
    mentor.go("/")
    mentor.open_rest()
    mentor.follow_like("Jana Ivanova")
    mentor.press("Bevestig")
    coach.go("/learning/trajectories/")
    coach.follow_like("Jana Ivanova")
    coach.sees("7,5")
