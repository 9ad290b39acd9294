"""Words and shapes of this room in templates. Pure presentation."""

from django import template

from trajectories.wording import percent, weekday_words

register = template.Library()
register.filter("percent", percent)
register.filter("weekdays", weekday_words)
