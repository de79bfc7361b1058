using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Certification.Data.Migrations
{
    /// <inheritdoc />
    public partial class Revocations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_certificates_participant_id",
                table: "certificates");

            migrationBuilder.AddColumn<string>(
                name: "type",
                table: "hr_entries",
                type: "text",
                nullable: false,
                defaultValue: "completion");

            migrationBuilder.AddColumn<string>(
                name: "revocation_reason",
                table: "certificates",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "revoked_at",
                table: "certificates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "completion_corrections",
                columns: table => new
                {
                    fact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    corrected_fact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    completed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_completion_corrections", x => x.fact_id);
                });

            migrationBuilder.CreateTable(
                name: "revocation_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decision_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revocation_requests", x => x.id);
                    table.CheckConstraint("ck_revocation_requests_decision", "(status = 'open') = (decided_at IS NULL)");
                    table.CheckConstraint("ck_revocation_requests_status", "status IN ('open', 'confirmed', 'declined', 'overtaken')");
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries",
                sql: "type IN ('completion', 'revocation')");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_participant_id",
                table: "certificates",
                column: "participant_id",
                unique: true,
                filter: "status = 'valid'");

            migrationBuilder.CreateIndex(
                name: "ix_completion_corrections_corrected_fact_id",
                table: "completion_corrections",
                column: "corrected_fact_id");

            migrationBuilder.CreateIndex(
                name: "ix_revocation_requests_open",
                table: "revocation_requests",
                column: "participant_id",
                filter: "status = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_revocation_requests_status_id",
                table: "revocation_requests",
                columns: new[] { "status", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "completion_corrections");

            migrationBuilder.DropTable(
                name: "revocation_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries");

            migrationBuilder.DropIndex(
                name: "ix_certificates_participant_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "type",
                table: "hr_entries");

            migrationBuilder.DropColumn(
                name: "revocation_reason",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "revoked_at",
                table: "certificates");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_participant_id",
                table: "certificates",
                column: "participant_id",
                unique: true);
        }
    }
}
