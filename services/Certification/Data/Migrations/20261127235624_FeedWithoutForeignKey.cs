using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Certification.Data.Migrations
{
    /// <inheritdoc />
    public partial class FeedWithoutForeignKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_hr_entries_certificates_certificate_id",
                table: "hr_entries");

            migrationBuilder.DropIndex(
                name: "ix_hr_entries_certificate_id",
                table: "hr_entries");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_hr_entries_certificate_id",
                table: "hr_entries",
                column: "certificate_id");

            migrationBuilder.AddForeignKey(
                name: "fk_hr_entries_certificates_certificate_id",
                table: "hr_entries",
                column: "certificate_id",
                principalTable: "certificates",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
