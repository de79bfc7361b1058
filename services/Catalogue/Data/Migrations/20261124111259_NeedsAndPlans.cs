using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class NeedsAndPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_needs_programme_id",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_decision",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_headcount",
                table: "needs");

            migrationBuilder.RenameColumn(
                name: "proposed_by",
                table: "needs",
                newName: "drafted_by");

            migrationBuilder.RenameColumn(
                name: "proposed_at",
                table: "needs",
                newName: "drafted_at");

            migrationBuilder.RenameIndex(
                name: "ix_needs_status_proposed_at_id",
                table: "needs",
                newName: "ix_needs_status_drafted_at_id");

            migrationBuilder.RenameIndex(
                name: "ix_needs_proposed_at_id",
                table: "needs",
                newName: "ix_needs_drafted_at_id");

            migrationBuilder.RenameIndex(
                name: "ix_needs_agency_code_proposed_at_id",
                table: "needs",
                newName: "ix_needs_agency_code_drafted_at_id");

            migrationBuilder.AddColumn<int>(
                name: "administrator",
                table: "needs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "fungsional",
                table: "needs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "jpt",
                table: "needs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                table: "needs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "pelaksana",
                table: "needs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "pengawas",
                table: "needs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "status_before_merge",
                table: "needs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "submitted_at",
                table: "needs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "submitted_by",
                table: "needs",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "need_history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    other_need_id = table.Column<Guid>(type: "uuid", nullable: true),
                    done_by = table.Column<string>(type: "text", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_history_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "training_calls",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    opens = table.Column<DateOnly>(type: "date", nullable: false),
                    deadline = table.Column<DateOnly>(type: "date", nullable: false),
                    guidance = table.Column<string>(type: "text", nullable: false),
                    called_by = table.Column<string>(type: "text", nullable: false),
                    called_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_calls", x => x.year);
                    table.CheckConstraint("ck_training_calls_deadline", "opens <= deadline AND extract(year FROM deadline) <= year");
                });

            migrationBuilder.CreateTable(
                name: "annual_plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    drafted_by = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_annual_plans", x => x.id);
                    table.CheckConstraint("ck_annual_plans_publication", "(published_at IS NULL) = (published_by IS NULL)");
                    table.ForeignKey(
                        name: "fk_annual_plans_training_calls_year",
                        column: x => x.year,
                        principalTable: "training_calls",
                        principalColumn: "year",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deadline_moves",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    moved_by = table.Column<string>(type: "text", nullable: false),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deadline_moves", x => x.id);
                    table.ForeignKey(
                        name: "fk_deadline_moves_training_calls_year",
                        column: x => x.year,
                        principalTable: "training_calls",
                        principalColumn: "year",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_lines",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_code = table.Column<string>(type: "text", nullable: false),
                    programme_title = table.Column<string>(type: "text", nullable: false),
                    angkatan = table.Column<int>(type: "integer", nullable: false),
                    seats = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_lines", x => new { x.plan_id, x.programme_id, x.quarter });
                    table.CheckConstraint("ck_plan_lines_quarter", "quarter BETWEEN 1 AND 4");
                    table.CheckConstraint("ck_plan_lines_seats", "angkatan > 0 AND seats > 0");
                    table.ForeignKey(
                        name: "fk_plan_lines_annual_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "annual_plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_plan_lines_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_line_needs",
                columns: table => new
                {
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    headcount = table.Column<int>(type: "integer", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_line_needs", x => new { x.plan_id, x.need_id });
                    table.CheckConstraint("ck_plan_line_needs_headcount", "headcount > 0");
                    table.ForeignKey(
                        name: "fk_plan_line_needs_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_plan_line_needs_plan_lines_plan_id_programme_id_quarter",
                        columns: x => new { x.plan_id, x.programme_id, x.quarter },
                        principalTable: "plan_lines",
                        principalColumns: new[] { "plan_id", "programme_id", "quarter" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_needs_merged_into_id",
                table: "needs",
                column: "merged_into_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_programme_id_drafted_at_id",
                table: "needs",
                columns: new[] { "programme_id", "drafted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_year_drafted_at_id",
                table: "needs",
                columns: new[] { "year", "drafted_at", "id" });

            migrationBuilder.Sql(EarlierNeeds.Convert);

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_decision",
                table: "needs",
                sql: "(status IN ('accepted', 'rejected', 'merged')) = (decided_at IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_headcount",
                table: "needs",
                sql: "headcount > 0 AND headcount = jpt + administrator + pengawas + pelaksana + fungsional");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_merge",
                table: "needs",
                sql: "(status = 'merged') = (merged_into_id IS NOT NULL AND status_before_merge IS NOT NULL) AND merged_into_id <> id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_submission",
                table: "needs",
                sql: "status = 'withdrawn' OR (status = 'draft') = (submitted_at IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_annual_plans_draft",
                table: "annual_plans",
                column: "year",
                unique: true,
                filter: "published_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_annual_plans_year_version",
                table: "annual_plans",
                columns: new[] { "year", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deadline_moves_year",
                table: "deadline_moves",
                column: "year");

            migrationBuilder.CreateIndex(
                name: "ix_need_history_need_id",
                table: "need_history",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_line_needs_need_id",
                table: "plan_line_needs",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_line_needs_plan_id_programme_id_quarter",
                table: "plan_line_needs",
                columns: new[] { "plan_id", "programme_id", "quarter" });

            migrationBuilder.CreateIndex(
                name: "ix_plan_lines_programme_id",
                table: "plan_lines",
                column: "programme_id");

            migrationBuilder.CreateIndex(
                name: "ix_training_calls_id",
                table: "training_calls",
                column: "id",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_needs_needs_merged_into_id",
                table: "needs",
                column: "merged_into_id",
                principalTable: "needs",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_needs_training_calls_year",
                table: "needs",
                column: "year",
                principalTable: "training_calls",
                principalColumn: "year",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_needs_needs_merged_into_id",
                table: "needs");

            migrationBuilder.DropForeignKey(
                name: "fk_needs_training_calls_year",
                table: "needs");

            migrationBuilder.DropTable(
                name: "deadline_moves");

            migrationBuilder.DropTable(
                name: "need_history");

            migrationBuilder.DropTable(
                name: "plan_line_needs");

            migrationBuilder.DropTable(
                name: "plan_lines");

            migrationBuilder.DropTable(
                name: "annual_plans");

            migrationBuilder.DropTable(
                name: "training_calls");

            migrationBuilder.DropIndex(
                name: "ix_needs_merged_into_id",
                table: "needs");

            migrationBuilder.DropIndex(
                name: "ix_needs_programme_id_drafted_at_id",
                table: "needs");

            migrationBuilder.DropIndex(
                name: "ix_needs_year_drafted_at_id",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_decision",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_headcount",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_merge",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_submission",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "administrator",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "fungsional",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "jpt",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "pelaksana",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "pengawas",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "status_before_merge",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "submitted_at",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "submitted_by",
                table: "needs");

            migrationBuilder.RenameColumn(
                name: "drafted_by",
                table: "needs",
                newName: "proposed_by");

            migrationBuilder.RenameColumn(
                name: "drafted_at",
                table: "needs",
                newName: "proposed_at");

            migrationBuilder.RenameIndex(
                name: "ix_needs_status_drafted_at_id",
                table: "needs",
                newName: "ix_needs_status_proposed_at_id");

            migrationBuilder.RenameIndex(
                name: "ix_needs_drafted_at_id",
                table: "needs",
                newName: "ix_needs_proposed_at_id");

            migrationBuilder.RenameIndex(
                name: "ix_needs_agency_code_drafted_at_id",
                table: "needs",
                newName: "ix_needs_agency_code_proposed_at_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_programme_id",
                table: "needs",
                column: "programme_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_decision",
                table: "needs",
                sql: "(status = 'proposed') = (decided_at IS NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_headcount",
                table: "needs",
                sql: "headcount > 0");
        }
    }
}
