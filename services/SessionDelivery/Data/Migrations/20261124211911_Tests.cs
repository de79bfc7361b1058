using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Tests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "test_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    test = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    counts_as = table.Column<int>(type: "integer", nullable: true),
                    seed = table.Column<long>(type: "bigint", nullable: false),
                    shuffle = table.Column<bool>(type: "boolean", nullable: false),
                    pass_score = table.Column<int>(type: "integer", nullable: false),
                    item_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    handed_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    score = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_attempts", x => x.id);
                    table.CheckConstraint("ck_test_attempts_score", "score IS NULL OR (score BETWEEN 0 AND 100 AND handed_in_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "test_definitions",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    test = table.Column<string>(type: "text", nullable: false),
                    draws = table.Column<string>(type: "jsonb", nullable: false),
                    seed = table.Column<long>(type: "bigint", nullable: false),
                    shuffle = table.Column<bool>(type: "boolean", nullable: false),
                    time_limit_minutes = table.Column<int>(type: "integer", nullable: true),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    pass_score = table.Column<int>(type: "integer", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_definitions", x => new { x.offering_id, x.test });
                });

            migrationBuilder.CreateTable(
                name: "test_answers",
                columns: table => new
                {
                    attempt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    answer = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    earned = table.Column<decimal>(type: "numeric(12,8)", precision: 12, scale: 8, nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true),
                    graded_by = table.Column<string>(type: "text", nullable: true),
                    graded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_answers", x => new { x.attempt_id, x.item_id });
                    table.ForeignKey(
                        name: "fk_test_answers_test_attempts_attempt_id",
                        column: x => x.attempt_id,
                        principalTable: "test_attempts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_test_attempts_offering_id_test",
                table: "test_attempts",
                columns: new[] { "offering_id", "test" });

            migrationBuilder.CreateIndex(
                name: "ix_test_attempts_participant_id_test_number",
                table: "test_attempts",
                columns: new[] { "participant_id", "test", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_test_attempts_running",
                table: "test_attempts",
                column: "deadline",
                filter: "handed_in_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_test_attempts_unfinished",
                table: "test_attempts",
                column: "offering_id",
                filter: "counts_as IS NOT NULL AND recorded_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_test_attempts_unrecorded",
                table: "test_attempts",
                column: "handed_in_at",
                filter: "counts_as IS NOT NULL AND score IS NOT NULL AND recorded_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "test_answers");

            migrationBuilder.DropTable(
                name: "test_definitions");

            migrationBuilder.DropTable(
                name: "test_attempts");
        }
    }
}
