"""What every answer carries."""

from django.http import HttpResponse

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
}
# What people added, handed out: nothing at all runs, whatever the file holds.
FILE = {"default-src 'none'", "sandbox"}
# Pictures on a page: a browser draws them and runs nothing.
DRAWN = {"image/png", "image/jpeg", "image/webp"}
STRICT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}


def lacking(answer: HttpResponse) -> set[str]:
    """The headers that are missing from this answer, or say something else."""
    if not answer.headers.get("X-Request-ID"):
        return {"X-Request-ID"}
    wrong = {name for name, value in STRICT.items() if answer.headers.get(name) != value}
    policy = set(answer.headers.get("Content-Security-Policy", "").split("; "))
    kept = answer.headers.get("Content-Disposition", "").startswith("attachment")
    drawn = answer.headers.get("Content-Type") in DRAWN
    right = policy == POLICY or ((kept or drawn) and policy == FILE)
    return wrong | (set() if right else {"Content-Security-Policy"})
