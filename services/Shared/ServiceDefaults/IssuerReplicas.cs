namespace Bpsdm.ServiceDefaults;

/// <summary>Asks the issuer's next replica where one is not there; a replica that answers anything is not passed over.</summary>
/// <param name="replicas">Their addresses, as service discovery counts them.</param>
internal sealed class IssuerReplicas(IReadOnlyList<Uri> replicas) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        foreach (var other in OthersThan(asked))
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException)
            {
                request.RequestUri = new Uri(other, asked.PathAndQuery);
            }
        }
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>None where what is asked is no replica at all, but what the issuer is called outside.</summary>
    private IEnumerable<Uri> OthersThan(Uri asked) =>
        replicas.Any(r => IsAt(r, asked)) ? replicas.Where(r => !IsAt(r, asked)) : [];

    private static bool IsAt(Uri replica, Uri asked) => string.Equals(replica.Authority, asked.Authority, StringComparison.OrdinalIgnoreCase);
}
