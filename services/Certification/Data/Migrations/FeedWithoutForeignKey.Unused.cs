using Bpsdm.ServiceDefaults;

namespace Bpsdm.Certification.Data.Migrations;

[UnusedSince("0e457f1", "ix_hr_entries_certificate_id only supported the foreign key; no query and no ON CONFLICT ever stood on it")]
public partial class FeedWithoutForeignKey;
