using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Learning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "item_progress",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    module_id = table.Column<Guid>(type: "uuid", nullable: false),
                    percent = table.Column<short>(type: "smallint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: true),
                    position_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item_progress", x => new { x.participant_id, x.item_id });
                    table.CheckConstraint("ck_item_progress_percent", "percent BETWEEN 0 AND 100");
                    table.CheckConstraint("ck_item_progress_position", "(position IS NULL) = (position_at IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "learning_orders",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pre_test_first = table.Column<bool>(type: "boolean", nullable: false),
                    modules_first = table.Column<bool>(type: "boolean", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learning_orders", x => x.offering_id);
                });

            migrationBuilder.CreateTable(
                name: "module_contents",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    module_id = table.Column<Guid>(type: "uuid", nullable: false),
                    items = table.Column<string>(type: "jsonb", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_module_contents", x => new { x.offering_id, x.module_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "item_progress");

            migrationBuilder.DropTable(
                name: "learning_orders");

            migrationBuilder.DropTable(
                name: "module_contents");
        }
    }
}
