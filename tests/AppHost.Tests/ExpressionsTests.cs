namespace Bpsdm.LocalOrchestrator.Tests;

public sealed class ExpressionsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bpsdm-expressions-").FullName;
    private readonly Secrets secrets;
    private readonly Expressions expressions;

    public ExpressionsTests()
    {
        secrets = new Secrets(Path.Combine(folder, "secrets.json"));
        // Ports by the length of the resource's name; the collector is a container that is not run.
        expressions = new Expressions(Manifest.Read(TinyManifest.Write(folder)), secrets, (name, _) => name == "collector" ? null : 1000 + name.Length);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("{tiny.bindings.http.url}", "http://127.0.0.1:1004")]
    [InlineData("{tiny.bindings.http.host}:{tiny.bindings.http.port}", "127.0.0.1:1004")]
    [InlineData("{front.bindings.http.targetPort}", "1005")]
    [InlineData("{front.bindings.http.scheme}", "http")]
    [InlineData("plain {} text, {not-an-expression}", "plain {} text, {not-an-expression}")]
    public void Bindings_become_loopback_addresses(string text, string resolved) => expressions.Resolve(text).ShouldBe(resolved);

    [Fact]
    public void A_connection_string_resolves_through_its_server() =>
        expressions.Resolve("{tinydb.connectionString}")
            .ShouldBe($"Host=127.0.0.1;Port=1008;Username=postgres;Password={secrets.All["pg"]};Database=tiny-data");

    [Fact]
    public void The_uri_filter_escapes_a_value()
    {
        var plain = expressions.Resolve("{cache-password.value}");
        plain.Length.ShouldBe(40);
        expressions.Resolve("{cache-password-uri-encoded.value}").ShouldBe(Uri.EscapeDataString(plain));
    }

    [Fact]
    public void A_value_that_looks_like_an_expression_is_put_in_as_it_is()
    {
        File.WriteAllText(Path.Combine(folder, "given.json"), """{ "pg": "{tiny.bindings.http.url}" }""");
        var given = new Expressions(Manifest.Read(TinyManifest.Write(folder)), new Secrets(Path.Combine(folder, "given.json")), (_, _) => 1);

        given.Resolve("{pg.value}").ShouldBe("{tiny.bindings.http.url}");
        given.Resolve("Password={pg.value}").ShouldBe("Password={tiny.bindings.http.url}");
    }

    [Theory]
    [InlineData("{tiny.bindings.https.url}")]
    [InlineData("http {tiny.bindings.http.url} and {tiny.bindings.https.url}")]
    [InlineData("{collector.bindings.otlp.url}")]
    public void What_is_not_served_here_has_no_value(string text) => expressions.TryResolve(text).ShouldBeNull();

    [Theory]
    [InlineData("{nobody.bindings.http.url}", "nobody")]
    [InlineData("{tiny.bindings.grpc.url}", "tiny.bindings.grpc.url")]
    [InlineData("{tiny.unheard.of}", "tiny.unheard.of")]
    [InlineData("{tiny.bindings.http.colour}", "tiny.bindings.http.colour")]
    public void What_the_manifest_does_not_hold_is_named(string text, string named) =>
        Should.Throw<LocalRunException>(() => expressions.TryResolve(text)).Message.ShouldContain(named);
}
