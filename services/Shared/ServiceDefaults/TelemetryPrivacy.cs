using System.Diagnostics;
using OpenTelemetry;

namespace Bpsdm.ServiceDefaults;

/// <summary>
/// Paths and queries of requests name people (NIP) and are keys to things (verification codes, calendar addresses), so no span keeps them:
/// the route says which operation it was, and the authority whom was asked.
/// </summary>
internal sealed class PathsOfSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.SetTag("url.path", null);
        data.SetTag("url.query", null);
        if (data.GetTagItem("url.full") is string full)
            data.SetTag("url.full", Uri.TryCreate(full, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null);
    }
}
