using System.Net;
using Bpsdm.Certification.Domain;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace Bpsdm.Certification.Webhooks.Endpoints;

/// <param name="Url">Where messages are posted to: https.</param>
/// <param name="Description">What it is for, in the owner's words.</param>
/// <param name="Agencies">Codes of agencies; none for all.</param>
/// <param name="Kinds">sertifikat, sttpp; none for both.</param>
/// <param name="Active">Whether messages are sent; true where it is left out.</param>
public sealed record SubscriptionBody(string? Url, string? Description, IReadOnlyList<string?>? Agencies, IReadOnlyList<string?>? Kinds, bool? Active);

internal sealed class SubscriptionBodyValidator : AbstractValidator<SubscriptionBody>
{
    private const int MaxAgencies = 100;
    private readonly bool _private;

    public SubscriptionBodyValidator(IOptions<WebhookOptions> options)
    {
        _private = options.Value.AllowPrivateTargets;
        RuleFor(b => b.Url).Custom((url, context) =>
        {
            if (WhyUnfit(url) is { } why) context.AddFailure(why);
        });
        RuleFor(b => b.Description).Must(d => d is null || d.Trim().Length <= 200 && !d.Any(char.IsControl)).WithMessage("'description' paling panjang 200 huruf, tanpa karakter kendali.");
        RuleFor(b => b.Agencies).Must(a => a is null || a.Count <= MaxAgencies && a.All(IsAgencyCode))
            .WithMessage($"'agencies' paling banyak {MaxAgencies} kode perangkat daerah, misalnya 'OPD-24'.");
        RuleFor(b => b.Kinds).Must(k => k is null || k.All(kind => Enum.GetValues<CertificateKind>().Any(known => string.Equals(known.Code(), kind, StringComparison.Ordinal))))
            .WithMessage("'kinds' hanya boleh berisi sertifikat dan sttpp.");
    }

    private static bool IsAgencyCode(string? code) => code is { Length: >= 1 and <= 50 } && !code.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    /// <summary>What can be told without asking a name server; the address itself is judged at each connection.</summary>
    private string? WhyUnfit(string? text)
    {
        if (text is not { Length: >= 1 and <= 2000 } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "'url' harus alamat https yang lengkap, paling panjang 2000 huruf.";
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0) return "'url' tidak boleh memuat nama pengguna, kata sandi, atau fragmen (#).";
        if (_private) return null;
        if (url.Scheme is not "https") return "'url' harus memakai https.";
        var host = url.DnsSafeHost;
        var inside = IPAddress.TryParse(host, out var address) ? !OutsideAddresses.IsOutside(address) : !host.Contains('.', StringComparison.Ordinal) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return inside ? "'url' menunjuk ke alamat di dalam jaringan; sebutkan alamat internet umum." : null;
    }
}
