using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Bpsdm.Architecture.Tests;

/// <summary>What of a migration the version before, which goes on running beside it, may stumble over.</summary>
internal static partial class MigrationBreaks
{
    public static IReadOnlyList<string> Of(Migration migration) => Of(migration.UpOperations);

    public static IReadOnlyList<string> Of(IReadOnlyList<MigrationOperation> operations)
    {
        // Of what is new in this very migration, the version before knows nothing.
        var tables = operations.OfType<CreateTableOperation>().Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var columns = operations.OfType<AddColumnOperation>().Where(c => c.IsNullable).Select(c => (c.Table, c.Name)).ToHashSet();
        return [.. operations.Select(operation => operation switch
        {
            DropTableOperation o => $"drops the table {o.Name}",
            DropColumnOperation o => $"drops {o.Table}.{o.Name}",
            DropSchemaOperation o => $"drops the schema {o.Name}",
            DropSequenceOperation o => $"drops the sequence {o.Name}",
            RenameTableOperation o => $"renames or moves the table {o.Name}",
            RenameColumnOperation o => $"renames {o.Table}.{o.Name}",
            RenameSequenceOperation o => $"renames or moves the sequence {o.Name}",
            DropPrimaryKeyOperation o => $"drops the primary key of {o.Table}",
            DropUniqueConstraintOperation o => $"drops {o.Name}, which ON CONFLICT may name",
            DropIndexOperation o when !tables.Contains(o.Table!) => $"drops the index {o.Name}, which ON CONFLICT may stand on",
            AddColumnOperation o when !o.IsNullable && !HasValue(o) => $"adds {o.Table}.{o.Name} without a value for whoever does not know it",
            AlterColumnOperation o => Altered(o),
            AddPrimaryKeyOperation o when !tables.Contains(o.Table) => $"adds a primary key to {o.Table}",
            AddUniqueConstraintOperation o when !tables.Contains(o.Table) => $"makes {o.Table} unique by {string.Join(", ", o.Columns)}",
            CreateIndexOperation { IsUnique: true } o when !tables.Contains(o.Table) && !IsNew(o.Table, o.Columns) => $"makes {o.Table} unique by {string.Join(", ", o.Columns)}",
            AddForeignKeyOperation o when !tables.Contains(o.Table) && !IsNew(o.Table, o.Columns) => $"binds {o.Table} to {o.PrincipalTable}",
            AddCheckConstraintOperation o when !tables.Contains(o.Table) => $"checks {o.Table} by {o.Name}",
            SqlOperation o when Forbidden().Match(Comment().Replace(o.Sql, " ")) is { Success: true } match => $"says {match.Value} in SQL",
            _ => null,
        }).OfType<string>()];

        bool IsNew(string table, string[] names) => names.All(name => columns.Contains((table, name)));
    }

    private static bool HasValue(ColumnOperation column) =>
        column.DefaultValue is not null || column.DefaultValueSql is not null || column.ComputedColumnSql is not null
        || column.FindAnnotation("Npgsql:ValueGenerationStrategy") is not null;

    private static string? Altered(AlterColumnOperation column)
    {
        var (was, name) = (column.OldColumn, $"{column.Table}.{column.Name}");
        return was.IsNullable && !column.IsNullable ? $"{name} must not be null any more"
            : !column.IsNullable && HasValue(was) && !HasValue(column) ? $"{name} has no default any more"
            : !IsWider(was.ColumnType, column.ColumnType) ? $"{name} becomes {column.ColumnType} after {was.ColumnType}"
            : null;
    }

    private static bool IsWider(string? was, string? becomes)
    {
        if (was == becomes) return true;
        string[] whole = ["smallint", "integer", "bigint"];
        var (before, after) = (Array.IndexOf(whole, was), Array.IndexOf(whole, becomes));
        if (before >= 0) return after > before;
        return Length(was) is { } length && (becomes == "text" || Length(becomes) >= length);
    }

    private static int? Length(string? type) =>
        type is not null && Varying().Match(type) is { Success: true } match ? int.Parse(match.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^character varying\((?<n>\d+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\bDROP\s+(TABLE|COLUMN|SCHEMA|VIEW|SEQUENCE|FUNCTION|TYPE|INDEX|CONSTRAINT|DEFAULT)\b|\bRENAME\s+(TO|COLUMN|CONSTRAINT)\b|\bSET\s+(NOT\s+NULL|SCHEMA)\b|\bALTER\s+(COLUMN\s+)?""?\w+""?\s+(SET\s+DATA\s+)?TYPE\b|\bADD\s+(CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)\b|\bCREATE\s+UNIQUE\s+INDEX\b|\bCREATE\s+(OR\s+REPLACE\s+)?(CONSTRAINT\s+)?TRIGGER\b|\bTRUNCATE\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forbidden();
}
