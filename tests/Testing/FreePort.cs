using Bpsdm.LocalOrchestrator;

namespace Bpsdm.Testing;

public static class FreePort
{
    /// <summary>
    /// One that nothing listens at. From below the ephemeral ports: while its server is stopped, no outgoing connection takes it.
    /// </summary>
    // Nothing need be remembered.
    public static int Next() => new Ports("/dev/null").Get("test");
}
