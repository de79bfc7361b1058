using Bpsdm.Contracts.Catalogue;
using Bpsdm.Contracts.Enrolment;
using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

[CollectionDefinition(Name)]
public sealed class EnrolmentCollection : ICollectionFixture<EnrolmentFixture>
{
    public const string Name = "enrolment";
}

public class EnrolmentFixture : ServiceFixture<Program>
{
    private readonly Lazy<Task> _agencies;

    public EnrolmentFixture() : base("enrolmentdb", typeof(EnrolmentConfirmed), typeof(EnrolmentWithdrawn)) => _agencies = new(RegisterAgenciesAsync);

    /// <summary>Three agencies are known, as the catalogue would tell of them.</summary>
    public Task AgenciesAsync() => _agencies.Value;

    public async Task<long> CountAsync(string sql, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task RegisterAgenciesAsync()
    {
        await Broker.PublishAsync(new AgenciesRegistered
        {
            Agencies = [new("OPD-01", "Badan Kepegawaian Daerah"), new("OPD-02", "Dinas Pendidikan"), new("OPD-03", "Dinas Kesehatan")],
        });
        await Eventually.SeeAsync(() => CountAsync("SELECT count(*) FROM agencies"), agencies => agencies >= 3);
    }
}

[CollectionDefinition(Name)]
public sealed class RegisterCollection : ICollectionFixture<RegisterFixture>
{
    public const string Name = "register";
}

/// <summary>A register that the test has for itself: a full file is about everybody in it.</summary>
public sealed class RegisterFixture : EnrolmentFixture
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Jp:PppkRight", "12"), new("Imports:ChunkRows", "100"), new("Imports:MaxRows", "5000")];

    public async Task EmptyAsync()
    {
        await using var command = Database.CreateCommand(
            "TRUNCATE employees, employee_postings, agency_headcounts, jp_entries, jp_accounts, jp_totals, import_jobs, import_chunks, import_rejections");
        await command.ExecuteNonQueryAsync();
    }
}
