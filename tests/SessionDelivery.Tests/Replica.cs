using Bpsdm.Testing;

namespace Bpsdm.SessionDelivery.Tests;

public sealed class Replica(DeliveryFixture first, TimeProvider? time = null, params (string Key, string Value)[] settings)
    : ServiceReplica<Program>(first.HostSettings, time, settings);
