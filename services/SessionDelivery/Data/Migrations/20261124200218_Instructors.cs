using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Instructors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "offering_instructors",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_instructors", x => x.offering_id);
                });

            migrationBuilder.CreateTable(
                name: "session_instructors",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_instructors", x => new { x.session_id, x.instructor_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_session_instructors_instructor_id",
                table: "session_instructors",
                column: "instructor_id");

            migrationBuilder.CreateIndex(
                name: "ix_session_instructors_offering_id_instructor_id",
                table: "session_instructors",
                columns: new[] { "offering_id", "instructor_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offering_instructors");

            migrationBuilder.DropTable(
                name: "session_instructors");
        }
    }
}
