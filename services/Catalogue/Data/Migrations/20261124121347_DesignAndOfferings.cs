using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class DesignAndOfferings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_modules_programmes_programme_id",
                table: "modules");

            migrationBuilder.DropIndex(
                name: "ix_programmes_words",
                table: "programmes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_programmes_jp_known",
                table: "programmes");

            migrationBuilder.DropIndex(
                name: "ix_modules_programme_id_number",
                table: "modules");

            migrationBuilder.AddColumn<int>(
                name: "published_version",
                table: "programmes",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "round",
                table: "programmes",
                type: "integer",
                nullable: false,
                defaultValue: 1);

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

            migrationBuilder.AddColumn<string>(
                name: "materials",
                table: "modules",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "modules",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<NpgsqlTsVector>(
                name: "words",
                table: "programmes",
                type: "tsvector",
                nullable: true,
                computedColumnSql: "to_tsvector('indonesian', title) || to_tsvector('simple', title || ' ' || translate(code, '-._', '   '))",
                stored: true);

            migrationBuilder.CreateTable(
                name: "curricula",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    jp = table.Column<int>(type: "integer", nullable: false),
                    drafted_by = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_curricula", x => new { x.programme_id, x.version });
                    table.ForeignKey(
                        name: "fk_curricula_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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
                name: "review_checklists",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    distance_from = table.Column<int>(type: "integer", nullable: false),
                    blended_from = table.Column<int>(type: "integer", nullable: false),
                    items = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review_checklists", x => x.version);
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

            migrationBuilder.CreateTable(
                name: "reviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_version = table.Column<int>(type: "integer", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    checklist_version = table.Column<int>(type: "integer", nullable: false),
                    answers = table.Column<string>(type: "jsonb", nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    suggested = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    reviewer = table.Column<string>(type: "text", nullable: false),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews", x => x.id);
                    table.CheckConstraint("ck_reviews_score", "score BETWEEN 0 AND 100");
                    table.ForeignKey(
                        name: "fk_reviews_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reviews_review_checklists_checklist_version",
                        column: x => x.checklist_version,
                        principalTable: "review_checklists",
                        principalColumn: "version",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_programmes_practice_code",
                table: "programmes",
                columns: new[] { "practice", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_programmes_verdict_code",
                table: "programmes",
                columns: new[] { "verdict", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_programmes_words",
                table: "programmes",
                column: "words")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.AddCheckConstraint(
                name: "ck_programmes_published",
                table: "programmes",
                sql: "published_version IS NULL OR jp IS NOT NULL");

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
                name: "ix_modules_programme_id_version_number",
                table: "modules",
                columns: new[] { "programme_id", "version", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_curricula_one_draft",
                table: "curricula",
                column: "programme_id",
                unique: true,
                filter: "published_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offering_changes_offering_id",
                table: "offering_changes",
                column: "offering_id");

            migrationBuilder.CreateIndex(
                name: "ix_review_checklists_valid_from_version",
                table: "review_checklists",
                columns: new[] { "valid_from", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_checklist_version",
                table: "reviews",
                column: "checklist_version");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_programme_id_round_reviewer",
                table: "reviews",
                columns: new[] { "programme_id", "round", "reviewer" },
                unique: true);

            migrationBuilder.Sql(
                """
                -- What there is counts as published: version 1 of every curriculum.
                INSERT INTO curricula (programme_id, version, jp, drafted_by, drafted_at, published_by, published_at)
                SELECT id, 1, jp, created_by, created_at, created_by, created_at FROM programmes p
                WHERE EXISTS (SELECT FROM modules m WHERE m.programme_id = p.id);
                UPDATE programmes p SET published_version = 1 WHERE EXISTS (SELECT FROM modules m WHERE m.programme_id = p.id);
                """);

            migrationBuilder.AddForeignKey(
                name: "fk_modules_curricula_programme_id_version",
                table: "modules",
                columns: new[] { "programme_id", "version" },
                principalTable: "curricula",
                principalColumns: new[] { "programme_id", "version" },
                onDelete: ReferentialAction.Cascade);

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

            migrationBuilder.Sql(
                """
                -- A published curriculum never changes, nor do its modules.
                CREATE FUNCTION keep_published_curricula() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.published_at IS NOT NULL THEN
                        RAISE EXCEPTION 'curriculum % version % is published', OLD.programme_id, OLD.version USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER tr_curricula_published BEFORE UPDATE OR DELETE ON curricula FOR EACH ROW EXECUTE FUNCTION keep_published_curricula();

                CREATE FUNCTION keep_published_modules() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM curricula c WHERE c.published_at IS NOT NULL
                        AND ((c.programme_id, c.version) = (OLD.programme_id, OLD.version) OR (c.programme_id, c.version) = (NEW.programme_id, NEW.version))) THEN
                        RAISE EXCEPTION 'the module belongs to a published curriculum' USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER tr_modules_published BEFORE INSERT OR UPDATE OR DELETE ON modules FOR EACH ROW EXECUTE FUNCTION keep_published_modules();

                -- Designs and reviews name the version that they were made by: a version is followed by the next one and never changed.
                CREATE FUNCTION keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '% version % never changes', TG_TABLE_NAME, OLD.version USING ERRCODE = 'restrict_violation';
                END $$;
                CREATE TRIGGER tr_delivery_rules_kept BEFORE UPDATE OR DELETE ON delivery_rules FOR EACH ROW EXECUTE FUNCTION keep_versions();
                CREATE TRIGGER tr_review_checklists_kept BEFORE UPDATE OR DELETE ON review_checklists FOR EACH ROW EXECUTE FUNCTION keep_versions();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER tr_curricula_published ON curricula;
                DROP TRIGGER tr_modules_published ON modules;
                DROP TRIGGER tr_delivery_rules_kept ON delivery_rules;
                DROP TRIGGER tr_review_checklists_kept ON review_checklists;
                DROP FUNCTION keep_published_curricula, keep_published_modules, keep_versions;
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_modules_curricula_programme_id_version",
                table: "modules");

            migrationBuilder.DropTable(
                name: "curricula");

            migrationBuilder.DropTable(
                name: "holidays");

            migrationBuilder.DropTable(
                name: "offering_changes");

            migrationBuilder.DropTable(
                name: "reviews");

            migrationBuilder.DropTable(
                name: "session_instructors");

            migrationBuilder.DropTable(
                name: "review_checklists");

            migrationBuilder.DropIndex(
                name: "ix_programmes_practice_code",
                table: "programmes");

            migrationBuilder.DropIndex(
                name: "ix_programmes_verdict_code",
                table: "programmes");

            migrationBuilder.DropIndex(
                name: "ix_programmes_words",
                table: "programmes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_programmes_published",
                table: "programmes");

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

            migrationBuilder.DropIndex(
                name: "ix_modules_programme_id_version_number",
                table: "modules");

            migrationBuilder.DropColumn(
                name: "words",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "published_version",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "round",
                table: "programmes");

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

            migrationBuilder.DropColumn(
                name: "materials",
                table: "modules");

            migrationBuilder.DropColumn(
                name: "version",
                table: "modules");

            migrationBuilder.CreateIndex(
                name: "ix_programmes_words",
                table: "programmes",
                column: "title")
                .Annotation("Npgsql:IndexMethod", "GIN")
                .Annotation("Npgsql:TsVectorConfig", "indonesian");

            migrationBuilder.AddCheckConstraint(
                name: "ck_programmes_jp_known",
                table: "programmes",
                sql: "jp IS NOT NULL OR jp_set_by = 'LAN'");

            migrationBuilder.CreateIndex(
                name: "ix_modules_programme_id_number",
                table: "modules",
                columns: new[] { "programme_id", "number" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_modules_programmes_programme_id",
                table: "modules",
                column: "programme_id",
                principalTable: "programmes",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
