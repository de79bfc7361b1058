using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Evaluations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "evaluation_required",
                table: "offerings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "evaluation_boxes",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    counted = table.Column<int>(type: "integer", nullable: false),
                    counts = table.Column<string>(type: "jsonb", nullable: false),
                    waiting = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation_boxes", x => x.offering_id);
                });

            migrationBuilder.CreateTable(
                name: "evaluation_forms",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false),
                    items = table.Column<string>(type: "jsonb", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation_forms", x => x.offering_id);
                });

            migrationBuilder.CreateTable(
                name: "evaluation_hand_ins",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation_hand_ins", x => x.participant_id);
                });

            migrationBuilder.CreateTable(
                name: "evaluation_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation_texts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_evaluation_hand_ins_offering_id",
                table: "evaluation_hand_ins",
                column: "offering_id");

            migrationBuilder.CreateIndex(
                name: "ix_evaluation_texts_offering_id_item_id",
                table: "evaluation_texts",
                columns: new[] { "offering_id", "item", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "evaluation_boxes");

            migrationBuilder.DropTable(
                name: "evaluation_forms");

            migrationBuilder.DropTable(
                name: "evaluation_hand_ins");

            migrationBuilder.DropTable(
                name: "evaluation_texts");

            migrationBuilder.DropColumn(
                name: "evaluation_required",
                table: "offerings");
        }
    }
}
