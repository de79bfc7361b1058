using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace Bpsdm.Enrolment.Data.Migrations
{
    /// <inheritdoc />
    public partial class Ways : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_enrolments_nip_offering_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_offering_id_agency_code_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_offering_id_id",
                table: "enrolments");

            migrationBuilder.AddColumn<int>(
                name: "acceptance_hours",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 48);

            migrationBuilder.AddColumn<string>(
                name: "cancellation_reason",
                table: "offerings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancelled_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "conditions",
                table: "offerings",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "needs_agency_approval",
                table: "offerings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "postponed_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "postponement_reason",
                table: "offerings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "queue_last",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawal_closes_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "enrolments",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "accept_until",
                table: "enrolments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "needs_approval",
                table: "enrolments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "queue_number",
                table: "enrolments",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "requested_at",
                table: "enrolments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "enrolments",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "confirmed");

            migrationBuilder.CreateTable(
                name: "agency_quotas",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agency_code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    seats_taken = table.Column<int>(type: "integer", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agency_quotas", x => new { x.offering_id, x.agency_code });
                    table.CheckConstraint("ck_agency_quotas_seats", "seats_taken BETWEEN 0 AND seats");
                });

            migrationBuilder.CreateTable(
                name: "completions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    nip = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_completions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_history",
                columns: table => new
                {
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_history", x => new { x.enrolment_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "offering_notices",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_notices", x => new { x.offering_id, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "offering_sessions",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    during = table.Column<NpgsqlRange<DateTime>>(type: "tstzrange", nullable: false, computedColumnSql: "tstzrange(starts_at, ends_at)", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_sessions", x => new { x.offering_id, x.session_id });
                });

            // Who was seated before there was a history has its beginning.
            migrationBuilder.Sql(
                """
                UPDATE enrolments SET requested_at = confirmed_at;
                INSERT INTO enrolment_history (enrolment_id, status, changed_by, changed_at, reason)
                SELECT id, 'confirmed', 'system', confirmed_at, 'Terkonfirmasi sebelum riwayat dicatat.' FROM enrolments;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_nip_id",
                table: "enrolments",
                columns: new[] { "nip", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_nip_offering_id",
                table: "enrolments",
                columns: new[] { "nip", "offering_id" },
                unique: true,
                filter: "status IN ('confirmed', 'pending-approval', 'offered', 'waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_offered",
                table: "enrolments",
                column: "accept_until",
                filter: "status = 'offered'");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_offering_id_agency_code_id",
                table: "enrolments",
                columns: new[] { "offering_id", "agency_code", "id" },
                filter: "status IN ('confirmed', 'pending-approval', 'offered', 'waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_offering_id_id",
                table: "enrolments",
                columns: new[] { "offering_id", "id" },
                filter: "status IN ('confirmed', 'pending-approval', 'offered', 'waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_pending",
                table: "enrolments",
                columns: new[] { "agency_code", "id" },
                filter: "status = 'pending-approval'");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_wait_list",
                table: "enrolments",
                columns: new[] { "offering_id", "queue_number" },
                filter: "status = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_completions_nip_offering_id",
                table: "completions",
                columns: new[] { "nip", "offering_id" });

            migrationBuilder.CreateIndex(
                name: "ix_offering_sessions_during",
                table: "offering_sessions",
                column: "during")
                .Annotation("Npgsql:IndexMethod", "gist");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_quotas");

            migrationBuilder.DropTable(
                name: "completions");

            migrationBuilder.DropTable(
                name: "enrolment_history");

            migrationBuilder.DropTable(
                name: "offering_notices");

            migrationBuilder.DropTable(
                name: "offering_sessions");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_nip_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_nip_offering_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_offered",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_offering_id_agency_code_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_offering_id_id",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_pending",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_wait_list",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "acceptance_hours",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "cancellation_reason",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "conditions",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "needs_agency_approval",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "postponed_at",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "postponement_reason",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "queue_last",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "withdrawal_closes_at",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "accept_until",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "needs_approval",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "queue_number",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "requested_at",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "status",
                table: "enrolments");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "enrolments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_nip_offering_id",
                table: "enrolments",
                columns: new[] { "nip", "offering_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_offering_id_agency_code_id",
                table: "enrolments",
                columns: new[] { "offering_id", "agency_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_offering_id_id",
                table: "enrolments",
                columns: new[] { "offering_id", "id" });
        }
    }
}
