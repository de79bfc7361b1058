using System.Text.Json.Nodes;

namespace Bpsdm.LocalOrchestrator.Tests;

/// <summary>A manifest in Aspire's format with two servers, a container nobody knows, a migration and two projects that call each other's addresses.</summary>
internal static class TinyManifest
{
    public static readonly string Project = Path.Combine(LocalPlatformOptions.BuiltWith("RepositoryRoot"), "tests/AppHost.Tests/Bpsdm.AppHost.Tests.csproj");

    public static string Write(string folder, Action<JsonObject>? change = null)
    {
        var manifest = JsonNode.Parse(Text.Replace("PROJECT", Project, StringComparison.Ordinal))!.AsObject();
        change?.Invoke(manifest["resources"]!.AsObject());
        var path = Path.Combine(folder, "aspire-manifest.json");
        File.WriteAllText(path, manifest.ToJsonString());
        return path;
    }

    private const string Text = """
        {
          "resources": {
            "postgres": {
              "type": "container.v0",
              "connectionString": "Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Username=postgres;Password={pg.value}",
              "image": "docker.io/library/postgres:17.6",
              "env": { "POSTGRES_USER": "postgres", "POSTGRES_PASSWORD": "{pg.value}" },
              "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "targetPort": 5432 } }
            },
            "tinydb": { "type": "value.v0", "connectionString": "{postgres.connectionString};Database=tiny-data" },
            "cache": {
              "type": "container.v0",
              "connectionString": "{cache.bindings.tcp.host}:{cache.bindings.tcp.port},password={cache-password.value}",
              "image": "docker.io/library/redis:8.2",
              "env": { "REDIS_PASSWORD": "{cache-password.value}" },
              "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 } }
            },
            "collector": {
              "type": "container.v0",
              "image": "otel/opentelemetry-collector-contrib:0.120.0",
              "bindings": { "otlp": { "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 4318 } }
            },
            "front": {
              "type": "project.v0",
              "path": "PROJECT",
              "env": {
                "HTTP_PORTS": "{front.bindings.http.targetPort}",
                "services__tiny__http__0": "{tiny.bindings.http.url}",
                "services__tiny__https__0": "{tiny.bindings.https.url}",
                "COLLECTOR": "{collector.bindings.otlp.url}",
                "CACHE_URI": "redis://:{cache-password-uri-encoded.value}@{cache.bindings.tcp.host}:{cache.bindings.tcp.port}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "external": true },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http", "external": true }
              }
            },
            "tiny-migrations": {
              "type": "project.v0",
              "path": "PROJECT",
              "args": [ "migrate" ],
              "env": { "ConnectionStrings__tinydb": "{tinydb.connectionString}" }
            },
            "tiny": {
              "type": "project.v0",
              "path": "PROJECT",
              "env": {
                "HTTP_PORTS": "{tiny.bindings.http.targetPort}",
                "ConnectionStrings__tinydb": "{tinydb.connectionString}",
                "Platform__PublicUrl": "{front.bindings.http.url}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http" },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http" }
              }
            },
            "pg": {
              "type": "parameter.v0",
              "value": "{pg.inputs.value}",
              "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22 } } } }
            },
            "cache-password": {
              "type": "parameter.v0",
              "value": "{cache-password.inputs.value}",
              "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 40 } } } }
            },
            "cache-password-uri-encoded": { "type": "annotated.string", "value": "{cache-password.value}", "filter": "uri" }
          }
        }
        """;
}
