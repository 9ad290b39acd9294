"""This room knows nobody: what it hands out is pseudonymised (ADR 0003)."""

from core.privacy.register import impersonal

impersonal("reporting.ExportLog", "dataset", "file_format", "filters", "protocol_reference")
