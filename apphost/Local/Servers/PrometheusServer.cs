namespace Bpsdm.LocalOrchestrator;

/// <summary>Debian's Prometheus for the manifest's container: the same start script, with the same addresses of this run.</summary>
internal sealed class PrometheusServer(ManifestResource resource, Manifest manifest, Expressions expressions, RunContext run) : LocalResource(resource.Name, run)
{
    public override string Kind => "prometheus";

    public override string Address => $"http://127.0.0.1:{Port("http")}";

    protected override ProcessSpec Spec() => new(Name, resource.Entrypoint!, [.. (resource.Args ?? []).Select(OnThisMachine)])
    {
        Environment = new Dictionary<string, string>((resource.Env ?? []).Select(e => KeyValuePair.Create(e.Key, expressions.Resolve(e.Value))))
        {
            ["PROMETHEUS_CONFIG"] = Run.State.Folder(Name),
            ["PROMETHEUS_DATA"] = Run.State.Folder(Path.Combine(Name, "data")),
            ["PROMETHEUS_LISTEN"] = $"127.0.0.1:{Port("http")}",
        },
    };

    public override Task<bool> IsReadyAsync(CancellationToken cancellation) => Probe.AnswersAsync(new Uri($"{Address}/-/ready"), cancellation);

    /// <summary>What the container would find in a folder that is mounted into it.</summary>
    private string OnThisMachine(string argument) =>
        (resource.BindMounts ?? []).Aggregate(argument, (path, mount) => path.Replace(mount.Target, Path.Combine(manifest.Folder, mount.Source), StringComparison.Ordinal));
}
