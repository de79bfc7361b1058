using System.Reflection;
using NetArchTest.Rules;

namespace Bpsdm.Architecture.Tests;

/// <summary>The walls of architecture.md: who may know whom.</summary>
public sealed class Walls
{
    public static readonly TheoryData<string> Services = ["Catalogue", "Enrolment", "SessionDelivery", "Certification", "Identity", "Operations"];

    private static readonly string[] Shared = ["Bpsdm.Contracts", "Bpsdm.Documents", "Bpsdm.Messaging", "Bpsdm.ServiceDefaults"];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_knows_no_other_service(string service) =>
        OurReferences(Load(service)).Except(Shared, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_gateway_knows_only_the_service_defaults() =>
        OurReferences(Assembly.Load("Bpsdm.Gateway")).Except(["Bpsdm.ServiceDefaults"], StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Contracts_know_nothing_of_ours() => OurReferences(Assembly.Load("Bpsdm.Contracts")).ShouldBeEmpty();

    [Theory]
    [InlineData("Catalogue")]
    [InlineData("Enrolment")]
    [InlineData("SessionDelivery")]
    [InlineData("Certification")]
    public void A_domain_knows_neither_database_nor_broker_nor_web(string service)
    {
        var domain = Types.InAssembly(Load(service)).That().ResideInNamespaceStartingWith($"Bpsdm.{service}.Domain");
        domain.GetTypes().ShouldNotBeEmpty();
        var result = domain.ShouldNot()
            .HaveDependencyOnAny("Microsoft.EntityFrameworkCore", "Npgsql", "MassTransit", "Microsoft.AspNetCore", $"Bpsdm.{service}.Data", "Bpsdm.Messaging")
            .GetResult();
        (result.FailingTypeNames ?? []).ShouldBeEmpty();
    }

    private static Assembly Load(string service) => Assembly.Load($"Bpsdm.{service}");

    private static IEnumerable<string> OurReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("Bpsdm.", StringComparison.Ordinal));
}
