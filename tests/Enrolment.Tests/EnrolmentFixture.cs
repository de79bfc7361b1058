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
