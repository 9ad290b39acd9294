"""An actor without a browser: Django's test client, and forms sent as a browser sends them."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests.tutorials.script import squeeze

UNSENT = ("submit", "button", "reset", "image", "file")


class Reader:
    """Opens pages, follows links and fills in forms; no JavaScript runs."""

    def __init__(self, language: str) -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language)
        self.client.cookies["django_language"] = language
        self.page = BeautifulSoup("", "html.parser")
        self.address = "/"

    def go(self, path: str) -> None:
        """Open an address."""
        self.open(self.client.get(path, follow=True))

    def follow(self, words: str) -> None:
        """Follow the first link with these words, or with these among others."""
        link = self.find("a[href]", words)
        self.go(urljoin(self.address, str(link["href"])))

    def press(self, words: str) -> None:
        """Send the form of the button with these words."""
        button = self.find("button, input[type=submit]", words)
        form = self.form_of(button)
        sent = [pair for control in self.controls(form) for pair in values(control)]
        if button.get("name"):
            sent.append((str(button["name"]), str(button.get("value", ""))))
        data: dict[str, list[str]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        address = urljoin(self.address, str(form.get("action") or self.address))
        if str(form.get("method", "get")).lower() == "post":
            self.open(self.client.post(address, data, follow=True))
        else:
            self.open(self.client.get(address, data, follow=True))
        wrong = [squeeze(tag.get_text(" ")) for tag in self.page.select(".field-error")]
        assert not wrong, f"“{words}” is answered with {wrong} on\n{self.describe()}"

    def write(self, name: str, value: str) -> None:
        """Fill in the field of this name, or else with this label."""
        control = self.page.select_one(f'main [name="{name}"]') or self.labelled(name)
        assert control is not None, f"There is no field {name} on\n{self.describe()}"
        if control.name == "select":
            choose(control, value)
        elif control.name == "textarea":
            control.string = value
        else:
            control["value"] = value

    def labelled(self, words: str) -> Tag | None:
        """The field with this label, for names that nobody can know beforehand."""
        labels = self.page.select("main label[for]")
        wanted = [tag["for"] for tag in labels if words in squeeze(tag.get_text(" "))]
        return self.page.find(id=wanted[0]) if wanted else None

    def answer(self, value: str) -> None:
        """Give every question with choices the same answer."""
        chosen = self.page.select(f'main input[type=radio][value="{value}"]')
        assert chosen, f"No question has the answer {value} on\n{self.describe()}"
        for radio in chosen:
            for other in self.page.select(f'main input[type=radio][name="{radio["name"]}"]'):
                del other["checked"]
            radio["checked"] = ""

    def notes(self, text: str) -> None:
        """Write the same in every larger field."""
        for area in self.page.select("main textarea"):
            area.string = text

    def tick(self) -> None:
        """Tick every box."""
        for box in self.page.select("main input[type=checkbox]"):
            box["checked"] = ""

    def picture(self, _name: str, words: str) -> None:
        """No picture here; what would be pointed at must be there."""
        assert words in self.read(), f"“{words}” is not on\n{self.describe()}"

    def read(self) -> str:
        """All that can be read: texts, and the words of fields and buttons."""
        return squeeze(self.page.get_text(" "))

    def open(self, answer) -> None:
        """Take an answer as the page before us."""
        self.address = (
            answer.redirect_chain[-1][0]
            if answer.redirect_chain
            else (answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"])
        )
        assert answer.status_code == 200, f"{self.address} answers {answer.status_code}"
        self.page = BeautifulSoup(answer.content, "html.parser")

    def find(self, selector: str, words: str) -> Tag:
        """The first link or button with these words: all of them, else among others."""
        found = [(squeeze(tag.get_text(" ")), tag) for tag in self.page.select(selector)]
        exact = [tag for text, tag in found if text == words]
        among = [tag for text, tag in found if words in text]
        assert exact or among, f"“{words}” is not on\n{self.describe()}"
        inside = [tag for tag in exact or among if tag.find_parent("main")]
        return (inside or exact or among)[0]

    def form_of(self, button: Tag) -> Tag:
        """The form that a button sends."""
        form = self.page.find(id=button["form"]) if button.get("form") else None
        form = form or button.find_parent("form")
        assert isinstance(form, Tag), f"“{button.get_text()}” sends nothing on {self.address}"
        return form

    def controls(self, form: Tag) -> list[Tag]:
        """The fields that a form sends, those outside it included."""
        inside = form.select("input[name], select[name], textarea[name]")
        name = form.get("id")
        return inside + (self.page.select(f'[name][form="{name}"]') if name else [])

    def describe(self) -> str:
        """Heading, links and buttons, for the message of a failed step."""
        heading = self.page.select_one("h1")
        offered = self.page.select("main a[href], main button")
        words = [squeeze(tag.get_text(" ")) for tag in offered]
        names = [str(tag["name"]) for tag in self.page.select("main [name]:not([type=hidden])")]
        return f"{self.address}: {heading and heading.get_text(strip=True)}\n{words}\n{names}"


def choose(control: Tag, words: str) -> None:
    """Choose the option with these words."""
    options = control.select("option")
    for option in options:
        del option["selected"]
    for option in options:
        if squeeze(option.get_text(" ")) == words or option.get("value") == words:
            option["selected"] = ""
            return
    raise AssertionError(f"“{words}” is none of {[o.get_text(strip=True) for o in options]}")


def values(control: Tag) -> list[tuple[str, str]]:
    """What a field sends."""
    name, kind = str(control["name"]), str(control.get("type", "text")).lower()
    if control.name == "select":
        options = control.select("option[selected]")
        options = options or ([] if control.has_attr("multiple") else control.select("option")[:1])
        return [(name, str(option.get("value", option.get_text(strip=True)))) for option in options]
    if control.name == "textarea":
        return [(name, control.get_text().removeprefix("\n"))]
    if kind in UNSENT or (kind in ("radio", "checkbox") and not control.has_attr("checked")):
        return []
    return [(name, str(control.get("value", "on" if kind == "checkbox" else "")))]
