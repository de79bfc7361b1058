using Bpsdm.Contracts.Catalogue;
using Bpsdm.Testing;

namespace Bpsdm.Catalogue.Tests;

public sealed class CatalogueFixture() : ServiceFixture<Program>("cataloguedb", typeof(OfferingScheduled), typeof(OfferingPostponed), typeof(OfferingCancelled), typeof(InstructorsAssigned), typeof(AgenciesRegistered));

[CollectionDefinition(Name)]
public sealed class CatalogueTests : ICollectionFixture<CatalogueFixture>
{
    public const string Name = "catalogue";
}
