using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.SessionDelivery.Data.Migrations
{
    /// <inheritdoc />
    public partial class NewsAndWithdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_seats_offering_id_nip",
                table: "seats");

            migrationBuilder.AddColumn<string>(
                name: "withdrawal_reason",
                table: "seats",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                table: "seats",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "cancellation_reason",
                table: "offerings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancelled_at",
                table: "offerings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "offering_news",
                columns: table => new
                {
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    postponement = table.Column<string>(type: "jsonb", nullable: true),
                    cancellation = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offering_news", x => x.offering_id);
                });

            migrationBuilder.CreateTable(
                name: "withdrawals",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawals", x => x.participant_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_seats_offering_id_nip",
                table: "seats",
                columns: new[] { "offering_id", "nip" });

            migrationBuilder.CreateIndex(
                name: "ix_seats_taken",
                table: "seats",
                columns: new[] { "offering_id", "nip" },
                unique: true,
                filter: "withdrawn_at IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_seats_withdrawal",
                table: "seats",
                sql: "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offering_news");

            migrationBuilder.DropTable(
                name: "withdrawals");

            migrationBuilder.DropIndex(
                name: "ix_seats_offering_id_nip",
                table: "seats");

            migrationBuilder.DropIndex(
                name: "ix_seats_taken",
                table: "seats");

            migrationBuilder.DropCheckConstraint(
                name: "ck_seats_withdrawal",
                table: "seats");

            migrationBuilder.DropColumn(
                name: "withdrawal_reason",
                table: "seats");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "seats");

            migrationBuilder.DropColumn(
                name: "cancellation_reason",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                table: "offerings");

            migrationBuilder.CreateIndex(
                name: "ix_seats_offering_id_nip",
                table: "seats",
                columns: new[] { "offering_id", "nip" },
                unique: true);
        }
    }
}
