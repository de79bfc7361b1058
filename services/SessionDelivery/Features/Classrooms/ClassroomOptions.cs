namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Settings of the section <c>Classrooms</c>. A classroom server without an address is not used.</summary>
public sealed class ClassroomOptions
{
    /// <summary>How long before the start of a session its participants may go in.</summary>
    public TimeSpan OpensBefore { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long before its start, and after its end, those who lead it may.</summary>
    public TimeSpan LeadersBefore { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How long after a session's end notices are waited for; BigBlueButton tries for five minutes.</summary>
    public TimeSpan NoticeGrace { get; set; } = TimeSpan.FromMinutes(10);

    public BigBlueButtonOptions BigBlueButton { get; set; } = new();
    public JitsiOptions Jitsi { get; set; } = new();
}

public sealed class BigBlueButtonOptions
{
    /// <summary>As <c>bbb-conf --secret</c> tells it: <c>https://…/bigbluebutton/</c>.</summary>
    public Uri? BaseUrl { get; set; }
    public string Secret { get; set; } = "";

    /// <summary>sha1, sha256, sha384 or sha512: of what we ask; that of a notice is told by its length.</summary>
    public string Checksum { get; set; } = "sha256";

    /// <summary>For one attempt; there are two.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    public bool IsUsed => BaseUrl is not null;
    public bool IsComplete => ClassroomChecks.IsWeb(BaseUrl) && Secret.Length > 0 && BigBlueButton.Checksums.ByName(Checksum) is not null && Timeout > TimeSpan.Zero;
}

public sealed class JitsiOptions
{
    public Uri? BaseUrl { get; set; }
    public string AppId { get; set; } = "";
    public string Secret { get; set; } = "";
    public string Audience { get; set; } = "jitsi";

    /// <summary>The domain or tenant that a token is for; the host of the address where it is not said.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What event_sync sends in its header <c>Authorization: Bearer …</c>; without it nothing is heard of who is there.</summary>
    public string NoticeToken { get; set; } = "";

    public bool IsUsed => BaseUrl is not null;
    public bool HearsNotices => IsUsed && NoticeToken.Length > 0;

    /// <summary>HS256 takes no key of less than 128 bits.</summary>
    public bool IsComplete => ClassroomChecks.IsWeb(BaseUrl) && AppId.Length > 0 && Secret.Length >= 16;
}

internal static class ClassroomChecks
{
    public static bool IsWeb(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" };
}
