namespace Bpsdm.LocalOrchestrator;

/// <summary>Debian's Prometheus for the manifest's container: the same start script, with the addresses of this run, of all replicas.</summary>
internal sealed class PrometheusServer(ManifestResource resource, ProjectSettings settings, RunContext run) : LocalResource(resource.Name, run)
{
    public override string Kind => "prometheus";

    public override string Address => $"http://127.0.0.1:{Port("http")}";

    protected override ProcessSpec Spec() => new(Name, resource.Entrypoint!, [.. (resource.Args ?? []).Select(OnThisMachine)])
    {
        Environment = new Dictionary<string, string>((resource.Env ?? []).Select(e => KeyValuePair.Create(e.Key, OfThisRun(e.Value))))
        {
            ["PROMETHEUS_CONFIG"] = Run.State.Folder(Name),
            ["PROMETHEUS_DATA"] = Run.State.Folder(Path.Combine(Name, "data")),
            ["PROMETHEUS_LISTEN"] = $"127.0.0.1:{Port("http")}",
        },
    };

    public override Task<bool> IsReadyAsync(CancellationToken cancellation) => Probe.AnswersAsync(new Uri($"{Address}/-/ready"), cancellation);

    private string OfThisRun(string text) =>
        Expressions.References(text).FirstOrDefault() is { } name && settings.Manifest.Resources.TryGetValue(name, out var target) && target.IsProject
            ? string.Join(' ', settings.ReplicasOf(name))
            : settings.Expressions.Resolve(text);

    /// <summary>What the container would find in a folder that is mounted into it.</summary>
    private string OnThisMachine(string argument) =>
        (resource.BindMounts ?? []).Aggregate(argument, (path, mount) => path.Replace(mount.Target, Path.Combine(settings.Manifest.Folder, mount.Source), StringComparison.Ordinal));
}
