"""The contract of the API (the OpenAPI file), held against the platform."""
