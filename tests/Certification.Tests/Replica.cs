using Bpsdm.Testing;

namespace Bpsdm.Certification.Tests;

public sealed class Replica(CertificationFixture first) : ServiceReplica<Program>(first.HostSettings);
