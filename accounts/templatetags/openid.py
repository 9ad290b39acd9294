"""The providers, for the pages that offer them."""

from django import template

from accounts.openid.providers import OpenIdProvider, configured

register = template.Library()


@register.simple_tag
def openid_providers() -> list[OpenIdProvider]:
    """Every provider of the settings."""
    return configured()
