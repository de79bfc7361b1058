using System.Net.Http.Headers;
using Bpsdm.ServiceDefaults;
using Bpsdm.Testing;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Bpsdm.Certification.Tests.Webhooks;

/// <summary>A host beside the first with the setting of an installation: webhooks lead outside only.</summary>
internal sealed class ClosedReplica(CertificationFixture first) : ServiceReplica<Program>(first.HostSettings, time: null, ("Webhooks:AllowPrivateTargets", "false"))
{
    public HttpClient AsHrSystem() => As("test-hr-system");

    public HttpClient As(string subject)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Create(Roles.HrSystem, subject: subject));
        return client;
    }
}
