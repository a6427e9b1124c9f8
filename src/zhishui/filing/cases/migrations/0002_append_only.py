from django.db import migrations

from zhishui.journal.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [forbid_changes("cases_submission"), forbid_changes("cases_idempotencykey")]
