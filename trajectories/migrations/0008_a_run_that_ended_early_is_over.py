"""A run that ended early is over: only runs that stand are one per student and pathway."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0008_looks'),
        ('trajectories', '0007_limit_of_a_pathway'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='trajectory',
            name='a_student_runs_a_pathway_once',
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'ended_early'), _negated=True), fields=('student', 'pathway'), name='a_student_runs_a_pathway_once'),
        ),
    ]
