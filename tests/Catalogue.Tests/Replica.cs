using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

public sealed class Replica(CatalogueFixture first) : ServiceReplica<Program>(first.HostSettings);
