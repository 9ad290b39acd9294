"""Providers of sign-ins come from the environment, complete or not at all."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.openid.providers import OpenIdProvider
from config.settings.openid import openid_providers

ACM = {
    "OPENID_PROVIDERS": "acm",
    "OPENID_ACM_ISSUER": "https://authenticatie.example/op",
    "OPENID_ACM_CLIENT_ID": "werkplekleren",
    "OPENID_ACM_CLIENT_SECRET": "secret",
    "OPENID_ACM_LABEL_NL": "ACM/IDM",
}


@pytest.fixture
def environment(monkeypatch):
    """Set variables for one test."""

    def put(values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def test_none_is_the_default():
    assert openid_providers() == []


def test_provider_is_read_with_its_defaults(environment):
    environment(ACM)
    (values,) = openid_providers()
    assert OpenIdProvider(**values) == OpenIdProvider(
        key="acm",
        issuer="https://authenticatie.example/op",
        client_id="werkplekleren",
        client_secret="secret",
        label_nl="ACM/IDM",
        label_en="ACM/IDM",
        scopes=["openid"],
        algorithms=["RS256"],
        acr_values=[],
        second_step_acr=[],
        second_step_amr=[],
    )
    assert "secret" not in repr(OpenIdProvider(**values))


def test_every_setting_of_a_provider_is_read(environment):
    more = {
        "LABEL_EN": "Flemish access management",
        "SCOPES": "openid vo",
        "ALGORITHMS": "ES256, PS256",
        "ORGANISATION_CLAIM": "vo_orgcode",
        "ACR_VALUES": "high",
        "SECOND_STEP_ACR": "high,higher",
        "SECOND_STEP_AMR": "mfa",
        "USERINFO": "1",
    }
    environment(ACM | {f"OPENID_ACM_{name}": value for name, value in more.items()})
    (values,) = openid_providers()
    assert {name: values[name.lower()] for name in more} == {
        "LABEL_EN": "Flemish access management",
        "SCOPES": ["openid", "vo"],
        "ALGORITHMS": ["ES256", "PS256"],
        "ORGANISATION_CLAIM": "vo_orgcode",
        "ACR_VALUES": ["high"],
        "SECOND_STEP_ACR": ["high", "higher"],
        "SECOND_STEP_AMR": ["mfa"],
        "USERINFO": True,
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"OPENID_PROVIDERS": "acm,Ünïcode"}, "'Ünïcode' must be"),
        ({"OPENID_PROVIDERS": "acm,acm"}, "one key"),
        ({"OPENID_PROVIDERS": "acm,school"}, "OPENID_SCHOOL_LABEL_NL"),
    ],
)
def test_what_is_missing_or_doubled_is_named(environment, change, words):
    environment(ACM | change)
    with pytest.raises(ImproperlyConfigured, match=words):
        openid_providers()


def test_two_providers_with_one_issuer_are_refused(environment):
    """People are known by issuer and subject."""
    twin = {name.replace("_ACM_", "_TWIN_"): value for name, value in ACM.items()}
    environment(ACM | twin | {"OPENID_PROVIDERS": "acm,twin"})
    with pytest.raises(ImproperlyConfigured, match="one issuer"):
        openid_providers()
