"""A trajectory ends with its agreement, also one whose agreement ended earlier."""

from django.db import migrations
from django.utils import timezone

ENDED, STANDING = ("cancelled", "terminated"), ("planned", "running", "interrupted")


def end_along(apps, schema_editor):
    agreements = apps.get_model("agreements", "Agreement").objects
    left = agreements.filter(state__in=ENDED, trajectory__state__in=STANDING)
    for agreement in left.select_related("trajectory"):
        run, moment = agreement.trajectory, agreement.state_since
        if run.state != "planned":
            day = timezone.localdate(moment)
            run.end_date = max(run.start_date, min(run.end_date, day))
        run.state, run.state_since, run.end_reason = "ended_early", moment, agreement.end_reason
        run.save()


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0003_search'),
        ('trajectories', '0008_a_run_that_ended_early_is_over'),
    ]

    operations = [migrations.RunPython(end_along, migrations.RunPython.noop)]
