using System.Globalization;
using System.Text;

namespace Bpsdm.Testing.Otlp;

/// <summary>A trace with what it caused elsewhere: spans of other traces that link to one of its own, and what is below those.</summary>
public sealed class Trace
{
    private readonly Dictionary<string, Span> _spans = new(StringComparer.Ordinal);
    private readonly ILookup<string, Span> _children;

    /// <param name="all">Spans of this trace and of others.</param>
    public Trace(IEnumerable<Span> all, string traceId)
    {
        var known = all.DistinctBy(s => s.Id).ToList();
        var caused = known.SelectMany(s => s.Links.Append(s.ParentId).Select(cause => (cause, s))).ToLookup(c => c.cause, c => c.s, StringComparer.Ordinal);
        var next = new Queue<Span>(known.Where(s => s.TraceId == traceId));
        while (next.TryDequeue(out var span))
        {
            if (!_spans.TryAdd(span.Id, span)) continue;
            foreach (var effect in caused[span.Id]) next.Enqueue(effect);
        }
        _children = _spans.Values.ToLookup(s => Cause(s)?.Id ?? "", StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Span> Spans => _spans.Values;

    public Span? Find(string spanId) => _spans.GetValueOrDefault(spanId);

    /// <summary>From what began it down to the span.</summary>
    public IReadOnlyList<Span> WayTo(Span span)
    {
        var way = new List<Span>();
        for (Span? at = span; at is not null && !way.Contains(at); at = Cause(at)) way.Insert(0, at);
        return way;
    }

    /// <summary>One line for each span below its cause, in the order of time.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write("", 0);
        return text.ToString();

        void Write(string cause, int depth)
        {
            foreach (var span in _children[cause].OrderBy(s => s.StartedAt))
            {
                text.Append(' ', 2 * depth).AppendLine(string.Create(CultureInfo.InvariantCulture, $"{span.Service} {Describe(span)} {span.Took.TotalMilliseconds:0.0} ms"));
                Write(span.Id, depth + 1);
            }
        }
    }

    private Span? Cause(Span span) => Find(span.ParentId) ?? span.Links.Select(Find).FirstOrDefault(linked => linked is not null);

    private static string Describe(Span span) => span.Attributes.GetValueOrDefault("bpsdm.message.type") is { } type ? $"{span.Name} {type}" : span.Name;
}
