using Bpsdm.Testing;

namespace Bpsdm.Enrolment.Tests;

public sealed class Replica(EnrolmentFixture first) : ServiceReplica<Program>(first.HostSettings);
