using System.Reflection;
using Bpsdm.Contracts;
using MassTransit;

namespace Bpsdm.Architecture.Tests;

/// <summary>Messages outlive the code that writes them: their names on the wire are said, not derived.</summary>
public sealed class ContractRules
{
    private static readonly Type[] Messages =
        [.. typeof(Contract).Assembly.GetExportedTypes().Where(t => t.GetCustomAttribute<MessageUrnAttribute>() is not null)];

    [Fact]
    public void Every_message_has_a_versioned_urn_and_exchange_of_its_own()
    {
        Messages.Length.ShouldBeGreaterThan(4);
        foreach (var message in Messages)
        {
            MessageUrn.ForTypeString(message).ShouldMatch(@"^urn:bpsdm:[a-z-]+:[a-z-]+:v\d+$");
            message.GetCustomAttribute<EntityNameAttribute>().ShouldNotBeNull().EntityName.ShouldMatch(@"^bpsdm\.[a-z-]+\.[a-z-]+\.v\d+$");
        }
        Messages.Select(MessageUrn.ForTypeString).Distinct().Count().ShouldBe(Messages.Length);
        Messages.Select(m => m.GetCustomAttribute<EntityNameAttribute>()!.EntityName).Distinct().Count().ShouldBe(Messages.Length);
    }

    [Theory]
    [InlineData("Enrolment")]
    [InlineData("SessionDelivery")]
    [InlineData("Certification")]
    public void A_consumer_listens_to_contracts_only(string service)
    {
        var heard = Assembly.Load($"Bpsdm.{service}").GetTypes()
            .SelectMany(t => t.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(i => i.GetGenericArguments()[0])
            .Select(m => m.IsGenericType && m.GetGenericTypeDefinition() == typeof(Batch<>) ? m.GetGenericArguments()[0] : m)
            .ToList();
        heard.ShouldNotBeEmpty();
        heard.ShouldAllBe(m => Messages.Contains(m));
    }

    [Fact]
    public void A_message_is_a_past_fact_in_bulk()
    {
        foreach (var message in Messages.Where(m => m.Name is not ("OfferingScheduled" or "OfferingCancelled")))
            message.GetProperties().ShouldContain(
                p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>), message.Name);
    }
}
