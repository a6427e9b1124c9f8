from django.db import migrations

from zhishui.journal.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [forbid_changes("ledger_entry"), forbid_changes("ledger_line")]
