using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class AttendanceCodesAndCorrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attendance_corrections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    present = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    corrected_by = table.Column<string>(type: "text", nullable: false),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_corrections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "session_settings",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asks_for_code = table.Column<bool>(type: "boolean", nullable: false),
                    code_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_settings", x => x.session_id);
                });

            migrationBuilder.CreateTable(
                name: "wrong_codes",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wrong_codes", x => new { x.participant_id, x.session_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_corrections_participant_id_session_id",
                table: "attendance_corrections",
                columns: new[] { "participant_id", "session_id" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_corrections_session_id_participant_id",
                table: "attendance_corrections",
                columns: new[] { "session_id", "participant_id" });

            migrationBuilder.CreateIndex(
                name: "ix_session_settings_offering_id",
                table: "session_settings",
                column: "offering_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attendance_corrections");

            migrationBuilder.DropTable(
                name: "session_settings");

            migrationBuilder.DropTable(
                name: "wrong_codes");
        }
    }
}
