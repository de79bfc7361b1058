using System.Text.Json;
using Bpsdm.Contracts.Catalogue;

namespace Bpsdm.Catalogue.Tests;

[Collection(CatalogueTests.Name)]
public sealed class SeedTests(CatalogueFixture catalogue)
{
    [Fact]
    public async Task Agencies_and_diklat_are_there_and_the_agencies_were_announced()
    {
        (await CountAsync("SELECT count(*) FROM agencies")).ShouldBe(42);
        (await CountAsync("SELECT count(*) FROM programmes WHERE created_by = 'seed'")).ShouldBe(40);
        var messages = await catalogue.Broker.ReceivedAsync<AgenciesRegistered>(m => m.Sum(a => a.Agencies.Count) >= 42);
        messages[0].Agencies.Select(a => a.Code).ShouldContain("OPD-24");
    }

    [Fact]
    public async Task The_JP_of_the_modules_add_up_to_the_programmes_and_those_that_LAN_sets_have_none_yet()
    {
        (await CountAsync(
            """
            SELECT count(*) FROM programmes p WHERE created_by = 'seed' AND jp_set_by = 'BPSDM'
            AND jp = (SELECT sum(jp) FROM modules m WHERE m.programme_id = p.id)
            """)).ShouldBe(35);
        (await CountAsync(
            """
            SELECT count(*) FROM programmes p WHERE jp IS NULL AND jp_set_by = 'LAN' AND code LIKE 'DKL-2020-%'
            AND NOT EXISTS (SELECT FROM modules m WHERE m.programme_id = p.id)
            """)).ShouldBe(5);
        (await CountAsync(
            """
            SELECT count(*) FROM programmes p WHERE created_by = 'seed' AND practice = 'practical' AND 2 * (
                SELECT sum(jp) FROM modules m WHERE m.programme_id = p.id AND method = 'practice') <= jp
            """)).ShouldBe(0);
        (await CountAsync(
            """
            SELECT count(*) FROM programmes p WHERE created_by = 'seed' AND practice = 'none'
            AND EXISTS (SELECT FROM modules m WHERE m.programme_id = p.id AND method = 'practice')
            """)).ShouldBe(0);
    }

    [Fact]
    public async Task Each_of_the_40_has_a_proposed_verdict_and_a_design_or_the_reason_why_there_is_none()
    {
        var programmes = (await catalogue.Anonymous().ReadAsync("/programmes?limit=500")).Items()
            .Where(p => p.Text("code")!.StartsWith("DKL-2020-", StringComparison.Ordinal)).ToArray();
        programmes.Length.ShouldBe(40);
        foreach (var summary in programmes)
        {
            var programme = await catalogue.Anonymous().ReadAsync($"/programmes/{summary.Id()}");
            // Other tests confirm one or give LAN's programmes their JP.
            if (programme.GetProperty("verdict").ValueKind is not JsonValueKind.Null) continue;
            var proposal = programme.GetProperty("proposal");
            proposal.Text("reason").ShouldNotBeNullOrEmpty();
            if (programme.Text("practice") == "practical") proposal.Text("verdict").ShouldNotBe("distance", programme.Text("code"));
            if (programme.Text("jpSetBy") == "LAN" && programme.GetProperty("jp").ValueKind is JsonValueKind.Null)
                (programme.Text("status"), proposal.Text("reason")!.Contains("LAN")).ShouldBe(("draft", true));
            else if (programme.Text("jpSetBy") == "BPSDM") programme.Number("days").ShouldBeGreaterThan(0);
        }
        (await CountAsync("SELECT count(*) FROM delivery_designs d JOIN programmes p ON p.id = d.programme_id WHERE p.created_by = 'seed' AND jp_set_by = 'BPSDM'")).ShouldBe(35);
        (await CountAsync("SELECT count(*) FROM curricula c JOIN programmes p ON p.id = c.programme_id WHERE p.created_by = 'seed' AND jp_set_by = 'BPSDM' AND version = 1 AND published_at IS NOT NULL")).ShouldBe(35);
    }

    /// <summary>Alone in its fixture's time line: it changes a name that other tests do not look at, and waits for its announcement.</summary>
    [Fact]
    public async Task Migrating_again_adds_nothing_and_announces_only_what_was_renamed()
    {
        await catalogue.Broker.ReceivedAsync<AgenciesRegistered>(m => m.Sum(a => a.Agencies.Count) >= 42);
        var before = catalogue.Broker.Received<AgenciesRegistered>().Count;
        await using (var rename = catalogue.Database.CreateCommand("UPDATE agencies SET name = 'Nama lama' WHERE code = 'OPD-07'"))
            await rename.ExecuteNonQueryAsync();

        await Task.WhenAll(catalogue.MigrateAsync(), catalogue.MigrateAsync());

        var messages = await catalogue.Broker.ReceivedAsync<AgenciesRegistered>(m => m.Count > before);
        messages.Skip(before).SelectMany(m => m.Agencies).ShouldBe([new RegisteredAgency("OPD-07", "Badan Pengelolaan Aset Daerah")]);
        (await CountAsync("SELECT count(*) FROM messaging.outbox_messages WHERE type LIKE '%agencies%'")).ShouldBe(0);
        (await CountAsync("SELECT count(*) FROM agencies")).ShouldBe(42);
        (await CountAsync("SELECT count(*) FROM programmes WHERE created_by = 'seed'")).ShouldBe(40);
        (await CountAsync("SELECT count(*) FROM delivery_rules WHERE version = 1")).ShouldBe(1);
        (await CountAsync("SELECT count(*) FROM review_checklists WHERE version = 1")).ShouldBe(1);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = catalogue.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
