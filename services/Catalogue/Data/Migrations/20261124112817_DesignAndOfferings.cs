using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class DesignAndOfferings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "conditions",
                table: "offerings",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<int>(
                name: "days",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "enrolment_acceptance_hours",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 48);

            migrationBuilder.AddColumn<bool>(
                name: "enrolment_needs_agency_approval",
                table: "offerings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "enrolment_withdrawal_closes_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "programme_version",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "quotas",
                table: "offerings",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "offerings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "offerings",
                type: "text",
                nullable: false,
                defaultValue: "scheduled");

            migrationBuilder.AddColumn<string>(
                name: "status_reason",
                table: "offerings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "day",
                table: "offering_sessions",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "holidays",
                columns: table => new
                {
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    certainty = table.Column<string>(type: "text", nullable: false),
                    removed = table.Column<bool>(type: "boolean", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holidays", x => x.date);
                });

            migrationBuilder.CreateTable(
                name: "offering_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    from_start_date = table.Column<DateOnly>(type: "date", nullable: false),
                    from_end_date = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_offering_changes_offerings_offering_id",
                        column: x => x.offering_id,
                        principalTable: "offerings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_instructors",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instructor_id = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    released = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_instructors", x => new { x.session_id, x.instructor_id });
                    table.ForeignKey(
                        name: "fk_session_instructors_offering_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "offering_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_offerings_end_date",
                table: "offerings",
                column: "end_date");

            migrationBuilder.CreateIndex(
                name: "ix_offerings_status_start_date_id",
                table: "offerings",
                columns: new[] { "status", "start_date", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_offerings_acceptance",
                table: "offerings",
                sql: "enrolment_acceptance_hours > 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_offerings_status",
                table: "offerings",
                sql: "(status = 'scheduled') = (status_reason IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_offering_changes_offering_id",
                table: "offering_changes",
                column: "offering_id");

            migrationBuilder.Sql(
                """
                -- What is scheduled already was laid out on weekdays, before there were holidays.
                UPDATE offerings SET changed_at = scheduled_at, days = (
                    SELECT count(*) FROM generate_series(start_date, end_date, interval '1 day') AS day WHERE extract(isodow FROM day) < 6);
                UPDATE offering_sessions s SET day = (
                    SELECT count(*) FROM generate_series(o.start_date, (s.starts_at AT TIME ZONE 'Asia/Jakarta')::date, interval '1 day') AS day
                    WHERE extract(isodow FROM day) < 6)
                FROM offerings o WHERE o.id = s.offering_id AND extract(isodow FROM s.starts_at AT TIME ZONE 'Asia/Jakarta') < 6;
                """);

            migrationBuilder.Sql(
                """
                -- Nobody teaches in two places at once: the last guard, checked at the commit, since a postponement moves row by row.
                CREATE EXTENSION IF NOT EXISTS btree_gist;
                ALTER TABLE session_instructors ADD CONSTRAINT ex_session_instructors_one_place
                    EXCLUDE USING gist (instructor_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (NOT released)
                    DEFERRABLE INITIALLY DEFERRED;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "holidays");

            migrationBuilder.DropTable(
                name: "offering_changes");

            migrationBuilder.DropTable(
                name: "session_instructors");

            migrationBuilder.DropIndex(
                name: "ix_offerings_end_date",
                table: "offerings");

            migrationBuilder.DropIndex(
                name: "ix_offerings_status_start_date_id",
                table: "offerings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_offerings_acceptance",
                table: "offerings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_offerings_status",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "changed_at",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "conditions",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "days",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "enrolment_acceptance_hours",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "enrolment_needs_agency_approval",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "enrolment_withdrawal_closes_at",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "programme_version",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "quotas",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "status",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "status_reason",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "day",
                table: "offering_sessions");
        }
    }
}
