"""Who takes part: bringing in data, recognising a site, reading the arrangements."""

HEADER = "outcome_code,programme_code,sequence,text_nl,text_en,qf_level,learnable_at_workplace\n"
GOOD = "LEI-GRA-ELM-LO99,LEI-GRA-ELM,99,Legt een storing uit.,Explains a fault.,5,yes\n"
BAD = "LEI-GRA-ELM-LO98,LEI-GRA-ELM,achtennegentig,Legt uit.,Explains.,5,misschien\n"


def upload(person, text: str) -> None:
    person.go("/import/learning_outcomes/")
    person.page.get_by_role("main").locator("input[type=file]").set_input_files(
        {"name": "leerresultaten.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    person.press_last()


def import_outcomes(coordinator) -> None:
    """D4: each bad row with its column and reason; nothing is written; then the right file."""
    upload(coordinator, HEADER + GOOD + BAD)
    coordinator.sees("sequence")
    coordinator.sees("learnable_at_workplace")
    upload(coordinator, HEADER + GOOD)
    coordinator.press_last()
    coordinator.sees("1")


def recognise_site(coordinator) -> None:
    """V32: the lapsed recognition of Liftservice Terhaegen is renewed."""
    coordinator.go("/partners/hosts/?q=Terhaegen")
    coordinator.follow("Liftservice Terhaegen")
    coordinator.follow("Liftservice Terhaegen erkennen")
    coordinator.set(
        programme="Graduaat in de elektromechanische systemen",
        judgement="voldoet aan de voorwaarden",
        decided_on="2026-09-14",
        valid_from="2026-09-15",
        valid_to="2031-09-14",
        risk_assessment_date="2026-09-01",
        first_reviewer="Emmanuel Maes",
        second_reviewer="Ruben Brouckaert",
    )
    coordinator.press("Erken deze vestiging")
    coordinator.sees("Geldig vanaf")


def read_arrangements(coordinator) -> None:
    """V12, V41: what was agreed before any student starts."""
    coordinator.go("/partners/?q=Vanhoorebrouck")
    coordinator.follow("Vanhoorebrouck Aandrijftechniek")
    coordinator.follow_like("Afspraken van")
    coordinator.sees("Wat is afgesproken")
