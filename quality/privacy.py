"""What this room knows of people: reviews of their trajectory, and what they answered."""

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Basis, Category, Erase
from core.privacy.register import Holding, Personal, impersonal, register

SAID = Personal(Category.JUDGEMENT, Erase.REMOVED, export=False)

register(
    Holding(
        model="quality.Review",
        label=_("Quality reviews of your trajectory"),
        purpose=_("To find out whether the cooperation was good."),
        basis=Basis.TASK,
        kept=_("without end; the texts go when you are forgotten"),
        person="trajectory__student__user",
        data={
            "instrument": Personal(Category.STUDIES),
            "state": Personal(Category.STUDIES),
            "state_since": Personal(Category.STUDIES),
            # About the host and the institution, and in their words.
            "reply": SAID,
            "conclusion": SAID,
            "follow_up": SAID,
        },
        actors=("replied_by",),
        plain=("institution", "partnership", "trajectory", "answer_by", "reply_by", "verdict"),
        file=True,
    ),
    Holding(
        model="quality.Answer",
        label=_("What you answered in quality reviews"),
        purpose=_("To find out whether the cooperation was good."),
        basis=Basis.TASK,
        kept=_("without end, without your name"),
        person="answered_by",
        data={
            "criterion": Personal(Category.WORDS),
            "score": Personal(Category.WORDS),
            "comment": Personal(Category.WORDS, Erase.REMOVED),
        },
        plain=("review", "respondent", "answered_by"),
    ),
)
impersonal("quality.Instrument", "code", "name_nl", "name_en")
impersonal("quality.InstrumentCriterion", "code", "text_nl", "text_en", "respondents")
