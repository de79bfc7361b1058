using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class OutcomeChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "decided_by",
                table: "outcomes",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "outcome_changes",
                columns: table => new
                {
                    fact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    corrected_fact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    completed_before = table.Column<bool>(type: "boolean", nullable: true),
                    completed = table.Column<bool>(type: "boolean", nullable: false),
                    score = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outcome_changes", x => x.fact_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outcome_changes_corrected_fact_id",
                table: "outcome_changes",
                column: "corrected_fact_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outcome_changes_participant_id_fact_id",
                table: "outcome_changes",
                columns: new[] { "participant_id", "fact_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outcome_changes");

            migrationBuilder.DropColumn(
                name: "decided_by",
                table: "outcomes");
        }
    }
}
