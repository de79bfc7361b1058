using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "messaging");

            migrationBuilder.CreateTable(
                name: "agencies",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agencies", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "delivery_rules",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    self_paced_jp_per_day = table.Column<int>(type: "integer", nullable: false),
                    live_jp_per_day = table.Column<int>(type: "integer", nullable: false),
                    face_to_face_jp_per_day = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_rules", x => x.version);
                    table.CheckConstraint("ck_delivery_rules_jp_per_day", "self_paced_jp_per_day BETWEEN 1 AND 20 AND live_jp_per_day BETWEEN 1 AND 20 AND face_to_face_jp_per_day BETWEEN 1 AND 20");
                });

            migrationBuilder.CreateTable(
                name: "inbox_messages",
                schema: "messaging",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_messages", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                schema: "messaging",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    lane = table.Column<short>(type: "smallint", nullable: false),
                    aggregate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<short>(type: "smallint", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "programmes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    practice = table.Column<string>(type: "text", nullable: false),
                    classroom_days = table.Column<int>(type: "integer", nullable: true),
                    jp = table.Column<int>(type: "integer", nullable: true),
                    jp_set_by = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: true),
                    verdict_reason = table.Column<string>(type: "text", nullable: true),
                    verdict_by = table.Column<string>(type: "text", nullable: true),
                    verdict_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programmes", x => x.id);
                    table.CheckConstraint("ck_programmes_jp", "jp > 0");
                    table.CheckConstraint("ck_programmes_jp_known", "jp IS NOT NULL OR jp_set_by = 'LAN'");
                    table.CheckConstraint("ck_programmes_practical", "NOT (practice = 'practical' AND verdict = 'distance')");
                    table.CheckConstraint("ck_programmes_verdict", "verdict IS NULL OR (verdict_reason IS NOT NULL AND verdict_at IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "delivery_designs",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rules_version = table.Column<int>(type: "integer", nullable: false),
                    portions = table.Column<string>(type: "jsonb", nullable: false),
                    designed_by = table.Column<string>(type: "text", nullable: false),
                    designed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_designs", x => x.programme_id);
                    table.ForeignKey(
                        name: "fk_delivery_designs_delivery_rules_rules_version",
                        column: x => x.rules_version,
                        principalTable: "delivery_rules",
                        principalColumn: "version",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delivery_designs_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "modules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    jp = table.Column<int>(type: "integer", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_modules", x => x.id);
                    table.CheckConstraint("ck_modules_jp", "jp > 0");
                    table.ForeignKey(
                        name: "fk_modules_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "needs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agency_code = table.Column<string>(type: "character varying(30)", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: true),
                    topic = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    headcount = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    priority = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    rejection_reason = table.Column<string>(type: "text", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_needs", x => x.id);
                    table.CheckConstraint("ck_needs_decision", "(status = 'proposed') = (decided_at IS NULL)");
                    table.CheckConstraint("ck_needs_headcount", "headcount > 0");
                    table.CheckConstraint("ck_needs_quarter", "quarter BETWEEN 1 AND 4");
                    table.CheckConstraint("ck_needs_rejection", "(status = 'rejected') = (rejection_reason IS NOT NULL)");
                    table.CheckConstraint("ck_needs_subject", "programme_id IS NOT NULL OR topic IS NOT NULL");
                    table.ForeignKey(
                        name: "fk_needs_agencies_agency_code",
                        column: x => x.agency_code,
                        principalTable: "agencies",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_needs_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offerings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_code = table.Column<string>(type: "text", nullable: false),
                    programme_title = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    jp = table.Column<int>(type: "integer", nullable: false),
                    delivery_mode = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    angkatan = table.Column<int>(type: "integer", nullable: false),
                    start_date = table.Column<DateOnly>(type: "date", nullable: false),
                    end_date = table.Column<DateOnly>(type: "date", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    enrolment_opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrolment_closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scheduled_by = table.Column<string>(type: "text", nullable: false),
                    scheduled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    all_modules_required = table.Column<bool>(type: "boolean", nullable: false),
                    max_attempts = table.Column<int>(type: "integer", nullable: false),
                    min_attendance_percent = table.Column<int>(type: "integer", nullable: false),
                    passing_grade = table.Column<int>(type: "integer", nullable: false),
                    exclude_covid_response = table.Column<bool>(type: "boolean", nullable: false),
                    exclude_education_teachers = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offerings", x => x.id);
                    table.CheckConstraint("ck_offerings_angkatan", "angkatan > 0");
                    table.CheckConstraint("ck_offerings_capacity", "capacity BETWEEN 1 AND 1000000");
                    table.CheckConstraint("ck_offerings_dates", "start_date <= end_date");
                    table.CheckConstraint("ck_offerings_enrolment", "enrolment_opens_at < enrolment_closes_at");
                    table.ForeignKey(
                        name: "fk_offerings_programmes_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offering_modules",
                columns: table => new
                {
                    module_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    jp = table.Column<int>(type: "integer", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_modules", x => new { x.offering_id, x.module_id });
                    table.ForeignKey(
                        name: "fk_offering_modules_offerings_offering_id",
                        column: x => x.offering_id,
                        principalTable: "offerings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "offering_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    module_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_sessions", x => x.id);
                    table.CheckConstraint("ck_offering_sessions_mode", "mode <> 'self-paced'");
                    table.CheckConstraint("ck_offering_sessions_times", "starts_at < ends_at");
                    table.ForeignKey(
                        name: "fk_offering_sessions_offerings_offering_id",
                        column: x => x.offering_id,
                        principalTable: "offerings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_designs_rules_version",
                table: "delivery_designs",
                column: "rules_version");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_rules_valid_from_version",
                table: "delivery_rules",
                columns: new[] { "valid_from", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_messages_handled_at",
                schema: "messaging",
                table: "inbox_messages",
                column: "handled_at");

            migrationBuilder.CreateIndex(
                name: "ix_modules_programme_id_number",
                table: "modules",
                columns: new[] { "programme_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_needs_agency_code_proposed_at_id",
                table: "needs",
                columns: new[] { "agency_code", "proposed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_programme_id",
                table: "needs",
                column: "programme_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_proposed_at_id",
                table: "needs",
                columns: new[] { "proposed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_status_proposed_at_id",
                table: "needs",
                columns: new[] { "status", "proposed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offering_sessions_offering_id_number",
                table: "offering_sessions",
                columns: new[] { "offering_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offerings_programme_id_start_date_id",
                table: "offerings",
                columns: new[] { "programme_id", "start_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offerings_programme_id_year_angkatan",
                table: "offerings",
                columns: new[] { "programme_id", "year", "angkatan" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offerings_start_date_id",
                table: "offerings",
                columns: new[] { "start_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_held_back",
                schema: "messaging",
                table: "outbox_messages",
                columns: new[] { "lane", "aggregate_id", "id" },
                filter: "attempts > 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_lane",
                schema: "messaging",
                table: "outbox_messages",
                columns: new[] { "lane", "id" },
                filter: "parked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_message_id",
                schema: "messaging",
                table: "outbox_messages",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_programmes_category_code",
                table: "programmes",
                columns: new[] { "category", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_programmes_code",
                table: "programmes",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_programmes_words",
                table: "programmes",
                column: "title")
                .Annotation("Npgsql:IndexMethod", "GIN")
                .Annotation("Npgsql:TsVectorConfig", "indonesian");

            // Rows live for milliseconds: without this the dead ones pile up between two vacuums and every read of a lane walks over them.
            migrationBuilder.Sql("""
                ALTER TABLE messaging.outbox_messages SET
                    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
                ALTER TABLE messaging.inbox_messages SET
                    (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delivery_designs");

            migrationBuilder.DropTable(
                name: "inbox_messages",
                schema: "messaging");

            migrationBuilder.DropTable(
                name: "modules");

            migrationBuilder.DropTable(
                name: "needs");

            migrationBuilder.DropTable(
                name: "offering_modules");

            migrationBuilder.DropTable(
                name: "offering_sessions");

            migrationBuilder.DropTable(
                name: "outbox_messages",
                schema: "messaging");

            migrationBuilder.DropTable(
                name: "delivery_rules");

            migrationBuilder.DropTable(
                name: "agencies");

            migrationBuilder.DropTable(
                name: "offerings");

            migrationBuilder.DropTable(
                name: "programmes");
        }
    }
}
