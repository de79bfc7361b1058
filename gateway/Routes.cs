using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace Bpsdm.Gateway;

/// <summary>What goes where, and what is public. A route without a policy is closed by the fallback policy.</summary>
internal static class Routes
{
    private const string Public = "anonymous";
    private const long ImportBytes = 64 * 1024 * 1024;
    private const string ImportKey = "import";

    public static void AddRoutes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPassiveHealthCheckPolicy, FirstFailure>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. All()],
                [.. Services.All.Select(service => Replicas.Cluster(service, Services.AddressesOf(builder.Configuration, service)))])
            .AddTransforms(transforms => transforms.AddXForwarded(ForwardedTransformActions.Set));
    }

    /// <summary>Whether it is a route of uploads, which are large and counted. The route decides, however its path was written.</summary>
    public static bool IsImport(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata?.ContainsKey(ImportKey) == true;

    private static IEnumerable<RouteConfig> All()
    {
        foreach (var path in (string[])["agencies", "programmes", "programmes/{id}", "programmes/by-code/{code}", "offerings", "offerings/{id}"])
        {
            yield return Route($"catalogue-{path}", Services.Catalogue, $"/api/catalogue/{path}") with
            {
                Match = new RouteMatch { Path = $"/api/catalogue/{path}", Methods = ["GET", "HEAD"] },
                AuthorizationPolicy = Public,
                OutputCachePolicy = PublicCaching.Policy,
                Order = -1,
            };
        }
        // Its answer depends on the Accept header, so it is not kept here.
        yield return Route("catalogue-calendar", Services.Catalogue, "/api/catalogue/calendar") with
        {
            Match = new RouteMatch { Path = "/api/catalogue/calendar", Methods = ["GET", "HEAD"] },
            AuthorizationPolicy = Public,
            Order = -1,
        };
        yield return Route("catalogue", Services.Catalogue, "/api/catalogue/{**rest}");
        yield return Import("employees-import", Services.Enrolment, "/api/enrolment/employees/imports");
        yield return Import("nominations-import", Services.Enrolment, "/api/enrolment/offerings/{id}/nominations");
        yield return Import("questions-import", Services.Delivery, "/api/delivery/question-banks/{code}/{module}/imports");
        yield return Route("enrolment", Services.Enrolment, "/api/enrolment/{**rest}");
        // Calendar programs cannot sign in: the address is the secret.
        yield return Route("calendars", Services.Delivery, "/api/delivery/calendars/{**rest}") with
        {
            Match = new RouteMatch { Path = "/api/delivery/calendars/{**rest}", Methods = ["GET", "HEAD"] },
            AuthorizationPolicy = Public,
            Order = -1,
        };
        // Classroom servers have no token of ours: the service looks at what they signed.
        yield return Route("classroom-notices", Services.Delivery, "/api/delivery/classroom-notices/{**rest}") with
        {
            Match = new RouteMatch { Path = "/api/delivery/classroom-notices/{**rest}", Methods = ["POST"] },
            AuthorizationPolicy = Public,
            Order = -1,
        };
        yield return Route("delivery", Services.Delivery, "/api/delivery/{**rest}");
        foreach (var path in (string[])["issuer", "keys", "keys/{id}", "status-lists/{**rest}"])
        {
            yield return Route($"credentials-{path}", Services.Certification, $"/api/certification/{path}") with
            {
                Match = new RouteMatch { Path = $"/api/certification/{path}", Methods = ["GET", "HEAD"] },
                AuthorizationPolicy = Public,
                Order = -1,
            };
        }
        yield return Route("certification", Services.Certification, "/api/certification/{**rest}");
        yield return Import("siasn-answers", Services.Certification, "/api/hr/siasn/exports/{id}/answers");
        yield return Route("hr", Services.Certification, "/api/hr/{**rest}");
        yield return Route("asyncapi", Services.Certification, "/asyncapi.json") with { AuthorizationPolicy = Public, OutputCachePolicy = PublicCaching.Policy };
        yield return Route("verify", Services.Certification, "/verify/{**rest}") with { AuthorizationPolicy = Public };
        yield return Route("operations", Services.Operations, "/api/operations/{**rest}");
        // The page itself; what it shows it asks for with a token.
        yield return Route("operations-page", Services.Operations, "/operations/{**rest}") with
        {
            Match = new RouteMatch { Path = "/operations/{**rest}", Methods = ["GET", "HEAD"] },
            AuthorizationPolicy = Public,
        };
        yield return Route("connect", Services.Identity, "/connect/{**rest}") with { AuthorizationPolicy = Public };
        yield return Route("discovery", Services.Identity, "/.well-known/{**rest}") with { AuthorizationPolicy = Public };
        yield return Route("account", Services.Identity, "/account/{**rest}") with { AuthorizationPolicy = Public };
        foreach (var service in Services.Documented)
        {
            yield return Route($"openapi-{service}", service, $"/openapi/{service}.json") with
            {
                AuthorizationPolicy = Public,
                OutputCachePolicy = PublicCaching.Policy,
                Transforms = [new Dictionary<string, string>(StringComparer.Ordinal) { ["PathSet"] = "/openapi/v1.json" }],
            };
        }
    }

    private static RouteConfig Import(string id, string service, string path) => Route(id, service, path) with
    {
        Match = new RouteMatch { Path = path, Methods = ["POST"] },
        MaxRequestBodySize = ImportBytes,
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [ImportKey] = "" },
        Order = -1,
    };

    private static RouteConfig Route(string id, string service, string path) =>
        new() { RouteId = id, ClusterId = service, Match = new RouteMatch { Path = path } };
}
