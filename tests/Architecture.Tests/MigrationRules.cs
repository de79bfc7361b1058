using System.Reflection;
using Bpsdm.ServiceDefaults;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Bpsdm.Architecture.Tests;

/// <summary>The services of the version before run on while the databases are migrated, and may come back: docs/decisions/0072.</summary>
public sealed class MigrationRules
{
    private static readonly string[] Services = ["Catalogue", "Enrolment", "SessionDelivery", "Certification", "Identity"];

    /// <summary>From before the rule; it does not grow.</summary>
    private static readonly string[] Earlier =
    [
        "Catalogue.Initial", "Catalogue.NeedsAndPlans", "Catalogue.DesignAndOfferings", "Catalogue.OfferingDays", "Catalogue.EvaluationRequired",
        "Enrolment.Initial", "Enrolment.Ways", "Enrolment.RegisterAndJp", "Enrolment.RevokedCertificates",
        "SessionDelivery.Initial", "SessionDelivery.NewsAndWithdrawals", "SessionDelivery.OutcomeChanges", "SessionDelivery.AttendanceCodesAndCorrections", "SessionDelivery.Instructors", "SessionDelivery.QuestionBanks", "SessionDelivery.Evaluations", "SessionDelivery.Learning", "SessionDelivery.Tests", "SessionDelivery.CalendarAddresses", "SessionDelivery.Classrooms",
        "Certification.Initial", "Certification.Revocations", "Certification.Webhooks", "Certification.SignedDocuments", "Certification.Replacements", "Certification.Templates", "Certification.SiasnExports", "Certification.Credentials",
        "Identity.Initial",
    ];

    [Fact]
    public void The_version_before_can_go_on_after_each_migration()
    {
        var broken = Migrations().Where(m => !Earlier.Contains(m.Name, StringComparer.Ordinal) && m.Migration.GetType().GetCustomAttribute<UnusedSinceAttribute>() is null)
            .SelectMany(m => MigrationBreaks.Of(m.Migration), (m, what) => $"{m.Name} {what}").ToList();
        broken.ShouldBeEmpty("Add first and take away later; or say with [UnusedSince] since when nothing uses it (docs/decisions/0072).");
    }

    [Fact]
    public void What_is_taken_away_is_said_to_be_unused_since_a_commit_for_a_reason()
    {
        var names = Migrations().Select(m => m.Name).ToList();
        Earlier.Except(names, StringComparer.Ordinal).ShouldBeEmpty();
        names.Count.ShouldBeGreaterThan(Earlier.Length);
        foreach (var mark in Migrations().Select(m => m.Migration.GetType().GetCustomAttribute<UnusedSinceAttribute>()).OfType<UnusedSinceAttribute>())
        {
            mark.Commit.ShouldMatch("^[0-9a-f]{7,40}$");
            mark.Reason.ShouldNotBeNullOrWhiteSpace();
        }
    }

    public static TheoryData<string, Action<MigrationBuilder>> Breaking => new()
    {
        { "drops the table", m => m.DropTable("seats") },
        { "drops seats.nip", m => m.DropColumn("nip", "seats") },
        { "renames seats.nip", m => m.RenameColumn("nip", "seats", "number") },
        { "renames or moves the table", m => m.RenameTable("seats", newName: "places") },
        { "without a value", m => m.AddColumn<int>("n", "seats", "integer", nullable: false) },
        { "must not be null", m => m.AlterColumn<int>("n", "seats", "integer", nullable: false, oldClrType: typeof(int), oldType: "integer", oldNullable: true) },
        { "has no default", m => m.AlterColumn<int>("n", "seats", "integer", nullable: false, oldClrType: typeof(int), oldType: "integer", oldDefaultValue: 1) },
        { "becomes character varying(10)", m => m.AlterColumn<string>("code", "seats", "character varying(10)", oldClrType: typeof(string), oldType: "character varying(20)") },
        { "becomes integer", m => m.AlterColumn<int>("n", "seats", "integer", oldClrType: typeof(long), oldType: "bigint") },
        { "becomes uuid", m => m.AlterColumn<Guid>("n", "seats", "uuid", oldClrType: typeof(string), oldType: "text") },
        { "unique by nip", m => m.CreateIndex("ix", "seats", "nip", unique: true) },
        { "unique by nip", m => m.AddUniqueConstraint("ak", "seats", "nip") },
        { "ON CONFLICT", m => m.DropIndex("ix", "seats") },
        { "binds seats", m => m.AddForeignKey("fk", "seats", "offering_id", "offerings") },
        { "checks seats", m => m.AddCheckConstraint("ck", "seats", "n > 0") },
        { "primary key", m => m.DropPrimaryKey("pk", "seats") },
        { "DROP COLUMN", m => m.Sql("ALTER TABLE seats DROP COLUMN nip") },
        { "SET NOT NULL", m => m.Sql("alter table seats alter column nip\n set not null".ToUpperInvariant()) },
        { "CREATE UNIQUE INDEX", m => m.Sql("CREATE UNIQUE INDEX ix ON seats (nip)") },
        { "RENAME TO", m => m.Sql("ALTER TABLE seats RENAME TO places") },
        { "TYPE", m => m.Sql("ALTER TABLE seats ALTER COLUMN n TYPE integer") },
    };

    [Theory]
    [MemberData(nameof(Breaking))]
    public void What_the_version_before_would_stumble_over_is_refused(string expected, Action<MigrationBuilder> up) =>
        BreaksOf(up).ShouldHaveSingleItem().ShouldContain(expected, Case.Sensitive);

    public static TheoryData<Action<MigrationBuilder>> Additive => new()
    {
        m =>
        {
            m.CreateTable("places", t => new { id = t.Column<long>(type: "bigint"), code = t.Column<string>(type: "text") });
            m.CreateIndex("ix", "places", "code", unique: true);
            m.AddCheckConstraint("ck", "places", "id > 0");
        },
        m => m.AddColumn<int>("n", "seats", "integer", nullable: true),
        m => m.AddColumn<int>("n", "seats", "integer", nullable: false, defaultValue: 0),
        m => m.AddColumn<DateTime>("at", "seats", "timestamptz", nullable: false, defaultValueSql: "now()"),
        m =>
        {
            m.AddColumn<Guid>("place_id", "seats", "uuid", nullable: true);
            m.AddForeignKey("fk", "seats", "place_id", "places");
            m.CreateIndex("ix", "seats", "place_id", unique: true);
        },
        m => m.CreateIndex("ix", "seats", "nip"),
        m => m.AlterColumn<string>("code", "seats", "text", oldClrType: typeof(string), oldType: "character varying(20)"),
        m => m.AlterColumn<long>("n", "seats", "bigint", oldClrType: typeof(int), oldType: "integer"),
        m => m.AlterColumn<int>("n", "seats", "integer", nullable: true, oldClrType: typeof(int), oldType: "integer"),
        m => m.DropCheckConstraint("ck", "seats"),
        m => m.Sql("UPDATE seats SET code = 'x' WHERE code IS NULL; -- nothing to drop column here\nCREATE INDEX ix ON seats (code)"),
    };

    [Theory]
    [MemberData(nameof(Additive))]
    public void What_is_added_is_let_through(Action<MigrationBuilder> up) => BreaksOf(up).ShouldBeEmpty();

    private static IReadOnlyList<string> BreaksOf(Action<MigrationBuilder> up)
    {
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        up(builder);
        return MigrationBreaks.Of(builder.Operations);
    }

    private static IEnumerable<(string Name, Migration Migration)> Migrations() => Services
        .SelectMany(service => Assembly.Load($"Bpsdm.{service}").GetTypes().Where(t => t.IsSubclassOf(typeof(Migration)))
            .Select(type => ($"{service}.{type.Name}", (Migration)Activator.CreateInstance(type)!)));
}
