using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class OfferingDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_offerings_end_date",
                table: "offerings");

            migrationBuilder.AddColumn<NpgsqlRange<DateOnly>>(
                name: "during",
                table: "offerings",
                type: "daterange",
                nullable: false,
                computedColumnSql: "daterange(start_date, end_date, '[]')",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_offerings_during",
                table: "offerings",
                column: "during")
                .Annotation("Npgsql:IndexMethod", "gist");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_offerings_during",
                table: "offerings");

            migrationBuilder.DropColumn(
                name: "during",
                table: "offerings");

            migrationBuilder.CreateIndex(
                name: "ix_offerings_end_date",
                table: "offerings",
                column: "end_date");
        }
    }
}
