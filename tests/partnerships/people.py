"""What tests about people share."""

from accounts.models import User

COLLEAGUE = {"first_name": "Nele", "last_name": "Wouters", "language": "nl"}


def without_password(user):
    User.objects.filter(pk=user.pk).update(password="!none")
    user.refresh_from_db()
    return user
