namespace Bpsdm.LocalOrchestrator.Tests;

public sealed class ManifestTests
{
    private static readonly string Root = LocalPlatformOptions.BuiltWith("RepositoryRoot");
    private static readonly string Source = File.ReadAllText(Path.Combine(Root, "apphost/AppHost.cs"));
    private static readonly string Published = File.ReadAllText(Path.Combine(Root, "aspire-manifest.json"));

    [Fact]
    public void AppHost_and_the_manifest_say_the_same() => ManifestDifferences.Between(Source, Published).ShouldBeEmpty();

    [Theory]
    [InlineData("\"ConnectionStrings__messaging\": ", "\"ConnectionStrings__courier\": ", "ConnectionStrings__messaging")]
    [InlineData("\"Seed__ClientSecret\": \"{seed-client-secret.value}\"", "\"Seed__ClientSecret\": \"{seed-password.value}\"", "Seed__ClientSecret")]
    [InlineData("\"services__delivery__http__0\": ", "\"services__delivery__http__1\": ", "services__delivery__http__0")]
    [InlineData("\"HTTP_PORTS\": ", "\"SURPRISE\": \"\", \"HTTP_PORTS\": ", "SURPRISE is in the manifest alone")]
    [InlineData("\"deliverydb\": {", "\"otherdb\": {", "deliverydb is in AppHost.cs alone")]
    [InlineData(";Database=catalogue\"", ";Database=katalog\"", "cataloguedb: connectionString")]
    [InlineData("\"migrate\"", "\"seed\"", "migrate is in AppHost.cs alone")]
    [InlineData("\"minLength\": 16", "\"minLength\": 8", "seed-password: minLength")]
    [InlineData("\"name\": \"bpsdm-postgres-data\"", "\"name\": \"other\"", "postgres: volumes")]
    [InlineData("\"external\": true", "\"external\": false", "gateway: external")]
    [InlineData("\"targetPort\": 9090", "\"targetPort\": 9091", "prometheus: bindings")]
    [InlineData("apphost/Observability/prometheus\"", "apphost/other\"", "prometheus: bind mounts")]
    [InlineData("\"GF_SECURITY_ADMIN_PASSWORD\": ", "\"GF_PASSWORD\": ", "GF_SECURITY_ADMIN_PASSWORD")]
    [InlineData("grafana/grafana:", "grafana/other:", "grafana: image")]
    [InlineData("services/Enrolment/Bpsdm.Enrolment.csproj", "services/Enrolment/Other.csproj", "enrolment: path")]
    public void A_manifest_that_was_changed_is_noticed(string was, string becomes, string noticed)
    {
        Published.ShouldContain(was);
        ManifestDifferences.Between(Source, Published.Replace(was, becomes, StringComparison.Ordinal)).ShouldContain(d => d.Contains(noticed, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("    .WithReference(cache).WaitFor(cache)\n", "", "is in the manifest alone")]
    [InlineData("    .WithReference(enrolment).WaitFor(enrolment)\n", "", "services__enrolment__http__0 is in the manifest alone")]
    [InlineData(".WithArgs(\"migrate\")", ".WithArgs(\"migrate\", \"--quick\")", "--quick is in AppHost.cs alone")]
    [InlineData("await builder.Build()", "builder.AddRedis(\"second\");\nawait builder.Build()", "second is in AppHost.cs alone")]
    [InlineData(".WithManagementPlugin()", "", "management plugin")]
    public void An_AppHost_that_was_changed_is_noticed(string was, string becomes, string noticed)
    {
        Source.ShouldContain(was);
        ManifestDifferences.Between(Source.Replace(was, becomes, StringComparison.Ordinal), Published).ShouldContain(d => d.Contains(noticed, StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_start_after_those_they_call() =>
        StartOrder.Waves(Manifest.Read(Path.Combine(Root, "aspire-manifest.json"))).Select(wave => wave.Order().ToList())
            .Select(wave => string.Join(" ", wave)).ShouldBe(["identity", "catalogue certification delivery enrolment operations", "gateway"]);
}
