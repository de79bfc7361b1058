using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Bpsdm.SessionDelivery.Features.Classrooms;

/// <summary>Where classrooms tell their notices: the public address of the platform, not what a request says of it, since it is part of what is signed.</summary>
internal sealed class NoticeAddress(IOptions<PlatformOptions> platform)
{
    public const string Root = "/api/delivery/classroom-notices";

    public string OfBigBlueButton(Guid sessionId) => platform.Value.Address($"{Root}/bigbluebutton/{sessionId}");
}
