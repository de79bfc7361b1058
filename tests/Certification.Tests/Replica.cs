using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

public sealed class Replica(CertificationFixture first, params (string Key, string Value)[] settings)
    : ServiceReplica<Program>(first.HostSettings, time: null, settings);
