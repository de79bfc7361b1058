using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Certification.Data.Migrations
{
    /// <inheritdoc />
    public partial class Replacements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries");

            migrationBuilder.DropIndex(
                name: "ix_certificates_completion_id",
                table: "certificates");

            migrationBuilder.DropCheckConstraint(
                name: "ck_certificates_status",
                table: "certificates");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "replaced_by_at",
                table: "certificates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaced_by_id",
                table: "certificates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replaced_by_number",
                table: "certificates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replaced_by_reason",
                table: "certificates",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replaced_by_verification_code",
                table: "certificates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces_id",
                table: "certificates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replaces_number",
                table: "certificates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "replaces_reason",
                table: "certificates",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries",
                sql: "type IN ('completion', 'revocation', 'correction')");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_completion_id",
                table: "certificates",
                column: "completion_id",
                unique: true,
                filter: "status <> 'replaced'");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_replaces_id",
                table: "certificates",
                column: "replaces_id",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_certificates_replaced",
                table: "certificates",
                sql: "(status = 'replaced') = (replaced_by_id IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_certificates_status",
                table: "certificates",
                sql: "status IN ('valid', 'revoked', 'replaced')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries");

            migrationBuilder.DropIndex(
                name: "ix_certificates_completion_id",
                table: "certificates");

            migrationBuilder.DropIndex(
                name: "ix_certificates_replaces_id",
                table: "certificates");

            migrationBuilder.DropCheckConstraint(
                name: "ck_certificates_replaced",
                table: "certificates");

            migrationBuilder.DropCheckConstraint(
                name: "ck_certificates_status",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaced_by_at",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaced_by_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaced_by_number",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaced_by_reason",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaced_by_verification_code",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaces_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaces_number",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "replaces_reason",
                table: "certificates");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hr_entries_type",
                table: "hr_entries",
                sql: "type IN ('completion', 'revocation')");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_completion_id",
                table: "certificates",
                column: "completion_id",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_certificates_status",
                table: "certificates",
                sql: "status IN ('valid', 'revoked')");
        }
    }
}
