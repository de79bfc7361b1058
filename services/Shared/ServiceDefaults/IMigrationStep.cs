namespace Bpsdm.ServiceDefaults;

/// <summary>Something that the <c>migrate</c> step does besides the database, before any service starts.</summary>
public interface IMigrationStep
{
    Task RunAsync(CancellationToken cancellationToken);
}
