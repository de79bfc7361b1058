using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Bpsdm.Certification.Data.Migrations
{
    /// <inheritdoc />
    public partial class Templates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_curriculum",
                table: "certificates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "template_version",
                table: "certificates",
                type: "integer",
                nullable: false,
                // What was issued until now looked as version 1 does.
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "certificate_templates",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    government = table.Column<string>(type: "text", nullable: false),
                    institution = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    introduction = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    curriculum_title = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<string>(type: "text", nullable: false),
                    signatory_title = table.Column<string>(type: "text", nullable: false),
                    signatory_name = table.Column<string>(type: "text", nullable: false),
                    signatory_nip = table.Column<string>(type: "text", nullable: false),
                    number_pattern = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificate_templates", x => new { x.kind, x.version });
                });

            migrationBuilder.CreateTable(
                name: "offering_modules",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    jp = table.Column<int>(type: "integer", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_modules", x => new { x.offering_id, x.number });
                });

            migrationBuilder.InsertData(
                table: "certificate_templates",
                columns: new[] { "kind", "version", "created_at", "created_by", "curriculum_title", "government", "institution", "introduction", "number_pattern", "signatory_name", "signatory_nip", "signatory_title", "signed_at", "title", "verdict" },
                values: new object[,]
                {
                    { "sertifikat", 1, new DateTimeOffset(new DateTime(2020, 6, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), null, "Daftar Mata Pelajaran", "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta", "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta", "Diberikan kepada", "{seq}/{kind}/BPSDM/{year}", "", "", "Kepala Badan Pengembangan Sumber Daya Manusia", "Jakarta", "Sertifikat", "LULUS" },
                    { "sttpp", 1, new DateTimeOffset(new DateTime(2020, 6, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), null, "Daftar Mata Pelajaran", "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta", "Badan Pengembangan Sumber Daya Manusia Provinsi DKI Jakarta", "Diberikan kepada", "{seq}/{kind}/BPSDM/{year}", "", "", "Kepala Badan Pengembangan Sumber Daya Manusia", "Jakarta", "Surat Tanda Tamat Pendidikan dan Pelatihan", "LULUS" }
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "certificate_templates");

            migrationBuilder.DropTable(
                name: "offering_modules");

            migrationBuilder.DropColumn(
                name: "has_curriculum",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "template_version",
                table: "certificates");
        }
    }
}
