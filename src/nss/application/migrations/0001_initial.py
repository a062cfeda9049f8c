import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import nss.application.models.consent
import nss.application.models.work
import nss.base.ids
import nss.base.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('new', nss.base.words.W('新規申込', 'New contract')), ('change', nss.base.words.W('変更申込', 'Change')), ('holder', nss.base.words.W('変更（契約者）', 'Change (contract holder)'))], default='change', max_length=8)),
                ('number', models.CharField(max_length=8, null=True, unique=True)),
                ('serves', models.BigIntegerField(db_index=True, help_text='the application whose setting this one brings', null=True)),
                ('group', models.BigIntegerField(db_index=True, help_text='of applications that belong together', null=True)),
                ('state', models.CharField(choices=[('draft', nss.base.words.W('下書き', 'Draft')), ('discarded', nss.base.words.W('削除済み下書き', 'Discarded draft')), ('consent', nss.base.words.W('同意待ち', 'Waiting for consent')), ('received', nss.base.words.W("受付済み", 'Received')), ('reviewing', nss.base.words.W('審査中', 'Under review')), ('query', nss.base.words.W('確認事項あり', 'Query open')), ('resubmitted', nss.base.words.W('再提出', 'Resubmitted')), ('setting_wait', nss.base.words.W('システム設定待ち', 'Waiting for system setting')), ('approved', nss.base.words.W('審査終了', 'Review finished')), ('withdrawn', nss.base.words.W('取下げ', 'Withdrawn')), ('rejected', nss.base.words.W('不承認', 'Not approved')), ('void', nss.base.words.W('無効', 'Void'))], default='draft', max_length=12)),
                ('revision_no', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('received_on', models.DateField(null=True)),
                ('answered_on', models.DateField(help_text="of the Center's first answer", null=True)),
                ('waiting_since', models.DateField(help_text='since when the Center has it', null=True)),
                ('decided_on', models.DateField(null=True)),
                ('start_date', models.DateField(null=True)),
                ('start_reason', models.CharField(blank=True, default='', max_length=240)),
                ('needs_setting', models.BooleanField(default=False)),
                ('setting_deadline', models.DateField(null=True)),
                ('memo', models.TextField(blank=True, default='')),
                ('closing_reason', models.CharField(blank=True, default='', max_length=240)),
                ('copied_from', models.BigIntegerField(null=True)),
                ('applicant_office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('purpose', models.CharField(default='file', max_length=10)),
                ('name', models.CharField(max_length=190)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.IntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('body', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('added_in', models.IntegerField(default=1)),
                ('removed_in', models.IntegerField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('revision_no', models.IntegerField()),
                ('where', models.CharField(blank=True, default='', max_length=80)),
                ('text', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, default='', max_length=1000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='application.application')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ConnectionTest',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('tested_on', models.DateField()),
                ('good', models.BooleanField()),
                ('remark', models.CharField(blank=True, default='', max_length=240)),
                ('at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, default='', max_length=240)),
                ('answered_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tests', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('revision_no', models.IntegerField(default=1)),
                ('code', models.CharField(help_text='of the object: a user code, a router, an office', max_length=12)),
                ('purpose', models.CharField(help_text='named by the procedure that asks', max_length=10)),
                ('wish_date', models.DateField()),
                ('state', models.CharField(choices=[('requested', nss.base.words.W("依頼済み", 'Asked')), ('seen', nss.base.words.W("閲覧済み", 'Seen')), ('agreed', nss.base.words.W('同意', 'Agreed')), ('refused', nss.base.words.W('不同意', 'Refused')), ('expired', nss.base.words.W('期限切れ', 'Expired')), ('cancelled', nss.base.words.W("依頼の取消し", 'Cancelled'))], default=nss.application.models.consent.ConsentState['REQUESTED'], max_length=10)),
                ('due', models.DateField()),
                ('edits', models.JSONField(default=list)),
                ('issued', models.JSONField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=240)),
                ('evidence', models.CharField(blank=True, default='', help_text='of an answer entered by the Center', max_length=240)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('version', models.BigIntegerField()),
                ('identity', models.BigIntegerField()),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('reason', models.CharField(max_length=240)),
                ('at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('numbers', models.JSONField(default=list)),
                ('sha256', models.CharField(max_length=64)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('identity', models.BigIntegerField()),
                ('action', models.CharField(max_length=6)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='application.application')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='application.application')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=20)),
                ('source', models.CharField(blank=True, default='', max_length=12)),
                ('target', models.CharField(blank=True, default='', max_length=12)),
                ('detail', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('no', models.IntegerField(default=1)),
                ('version', models.IntegerField(default=1)),
                ('items', models.JSONField(default=list)),
                ('other', models.CharField(blank=True, default='', help_text='the one その他 item, alone', max_length=30)),
                ('extra', models.JSONField(default=dict, help_text='what pages of procedures keep beside the edits')),
                ('wish_date', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=240)),
                ('remark', models.CharField(blank=True, default='', max_length=240)),
                ('contact', models.JSONField(default=dict)),
                ('edits', models.JSONField(default=list)),
                ('issued', models.JSONField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('remote', nss.base.words.W('リモート工事', 'Remote work')), ('on_site', nss.base.words.W('オンサイト工事', 'On-site work')), ('laying', nss.base.words.W('回線敷設工事', 'Line laying')), ('removal', nss.base.words.W('回線撤去工事', 'Line removal'))], max_length=8)),
                ('line', models.CharField(help_text='router number, or the name of a new line in its application', max_length=20)),
                ('state', models.CharField(choices=[('waiting', nss.base.words.W('日程調整前', 'No dates yet')), ('proposed', nss.base.words.W('工事調整中（候補日の提示）', 'Dates proposed')), ('countered', nss.base.words.W('工事調整中（別の日を希望）', "Other dates requested")), ('fixed', nss.base.words.W('工事日確定', 'Date confirmed')), ('done', nss.base.words.W('工事完了', 'Done')), ('failed', nss.base.words.W('工事未完了（再調整）', 'Failed: new dates needed')), ('cancelled', nss.base.words.W('工事中止', 'Cancelled'))], default=nss.application.models.work.WorkState['WAITING'], max_length=10)),
                ('wish', models.DateField(null=True)),
                ('slots', models.JSONField(default=list)),
                ('wished', models.JSONField(default=list)),
                ('fixed', models.CharField(blank=True, default='', max_length=13)),
                ('outage', models.IntegerField(default=0, help_text='expected minutes without communication')),
                ('note', models.CharField(blank=True, default='', max_length=240)),
                ('result', models.CharField(blank=True, default='', max_length=240)),
                ('sequence', models.IntegerField(default=0, help_text='of the calendar entry (RFC 5545 3.8.7.4)')),
                ('changed_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='application.application')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
            ],
        ),
        migrations.CreateModel(
            name='HandoverDue',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='due', serialize=False, to='application.application')),
                ('handover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='application.handover')),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='proposal', serialize=False, to='application.application')),
                ('revision_no', models.IntegerField()),
                ('start', models.DateField()),
                ('chosen', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, default='', max_length=240)),
                ('at', models.DateTimeField()),
                ('seen', models.CharField(default='', help_text='digest of what the first of the two saw', max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['office', '-id'], name='application_office'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['received_on'], include=('answered_on', 'state', 'number'), name='application_received'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(django.db.models.functions.text.Right('number', 1), models.OrderBy(models.F('id'), descending=True), name='application_series'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('state__in', ['received', 'resubmitted', 'reviewing', 'query', 'consent', 'setting_wait'])), fields=['waiting_since', 'id'], name='application_queue'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('state__in', ['withdrawn', 'rejected', 'void'])), fields=['id'], name='application_ended'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('state', 'setting_wait')), fields=['setting_deadline'], name='application_deadline'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded', 'consent', 'received', 'reviewing', 'query', 'resubmitted', 'setting_wait', 'approved', 'withdrawn', 'rejected', 'void'])), name='application_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('state__in', ['draft', 'discarded'])), models.Q(models.Q(('state__in', ['draft', 'discarded']), _negated=True), ('number__isnull', False)), _connector='OR'), name='application_numbered'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'setting_wait']), _negated=True), models.Q(('decided_on__isnull', False), ('start_date__isnull', False)), _connector='OR'), name='application_dated'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['at'], name='comment_at'),
        ),
        migrations.AddIndex(
            model_name='connectiontest',
            index=models.Index(condition=models.Q(('answered_at__isnull', True), ('good', False)), fields=['id'], name='test_open'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['office', 'state'], name='consent_office'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('application', 'revision_no', 'office', 'code'), name='consent_once'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['office', '-id'], name='correction_office'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('dropped_at__isnull', True)), fields=('version',), name='one_open_correction_per_version'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='correction_by_two'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(fields=('kind', 'identity'), name='one_open_application_per_row'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('application', 'person'), name='presence_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['application', 'at'], name='record_application'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=django.contrib.postgres.indexes.GinIndex(fields=['items'], name='revision_items', opclasses=['jsonb_path_ops']),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('other', ''), _negated=True), fields=['other'], name='revision_other'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('application', 'no'), name='revision_no'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('state__in', [nss.application.models.work.WorkState['WAITING'], nss.application.models.work.WorkState['COUNTERED'], nss.application.models.work.WorkState['FAILED']])), fields=['state', 'id'], name='work_open'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('state__in', [nss.application.models.work.WorkState['DONE'], nss.application.models.work.WorkState['CANCELLED']]), _negated=True), fields=['state'], name='work_ahead'),
        ),
        migrations.AddIndex(
            model_name='handoverdue',
            index=models.Index(condition=models.Q(('handover__isnull', True)), fields=['application'], name='handover_waiting'),
        ),
    ]
