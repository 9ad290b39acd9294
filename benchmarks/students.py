"""Files of as many students as one likes, written to the disk line by line."""

from pathlib import Path
from typing import IO

HEADER = (
    "email,student_number,first_name,last_name,institution_code,programme_code,language,"
    "learner_status,working_student,entry_route,own_employer_code,home_postcode,"
    "birth_year_band,credits_earned\n"
)
FIRST = ("Marijke", "Ahmed", "Zoe", "Jef", "Noor", "Wout", "Ilse", "Bram", "Fatima", "Lea", "Tuur")
LAST = (
    "Peeters",
    "Janssens",
    "Maes",
    "Jacobs",
    "Mertens",
    "Willems",
    "Claes",
    "Goossens",
    "Wouters",
)
BANDS = ("2000-2004", "1995-1999")


def write_students(path: Path, count: int, start: int = 0) -> None:
    """A file of students of institution AAA: programme AAA-P, one in ten of AAA-Q."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(start, start + count):
            _line(file, number)


def _line(file: IO[str], number: int) -> None:
    first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
    programme = "AAA-P" if number % 10 else "AAA-Q"
    file.write(
        f"{first.lower()}.{last.lower()}.{number}@student.aaa.example,S{number:08d},{first},"
        f"{last}-{number % 9973},AAA,{programme},nl,student_unpaid,no,regular,,"
        f"{1000 + number % 8999},{BANDS[number % 2]},{number % 120}.0\n"
    )
