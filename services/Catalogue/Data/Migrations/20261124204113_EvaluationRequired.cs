using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bpsdm.Catalogue.Data.Migrations
{
    /// <inheritdoc />
    public partial class EvaluationRequired : Migration
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "evaluation_required",
                table: "offerings");
        }
    }
}
