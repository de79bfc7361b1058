using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bpsdm.Certification.Data.Migrations
{
    /// <inheritdoc />
    public partial class SiasnExports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "siasn_exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    agency_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    institution = table.Column<string>(type: "text", nullable: false),
                    records = table.Column<int>(type: "integer", nullable: false),
                    accepted = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_siasn_exports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "siasn_records",
                columns: table => new
                {
                    export_id = table.Column<Guid>(type: "uuid", nullable: false),
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    course_kind = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_siasn_records", x => new { x.export_id, x.certificate_id });
                    table.CheckConstraint("ck_siasn_records_state", "state IN ('exported', 'accepted', 'refused')");
                    table.ForeignKey(
                        name: "fk_siasn_records_certificates_certificate_id",
                        column: x => x.certificate_id,
                        principalTable: "certificates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_siasn_records_siasn_exports_export_id",
                        column: x => x.export_id,
                        principalTable: "siasn_exports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_end_date",
                table: "certificates",
                column: "end_date")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_siasn_exports_number",
                table: "siasn_exports",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_siasn_records_certificate_id",
                table: "siasn_records",
                column: "certificate_id",
                unique: true,
                filter: "state <> 'refused'");

            migrationBuilder.CreateIndex(
                name: "ix_siasn_records_export_id_line",
                table: "siasn_records",
                columns: new[] { "export_id", "line" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "siasn_records");

            migrationBuilder.DropTable(
                name: "siasn_exports");

            migrationBuilder.DropIndex(
                name: "ix_certificates_end_date",
                table: "certificates");
        }
    }
}
