using System.Text;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bpsdm.SessionDelivery.Features.Classrooms.Jitsi;

/// <summary>
/// A room of a Jitsi Meet that lets in whoever shows a token of ours (prosody's mod_auth_token, HS256). The room needs no opening;
/// and Jitsi has no call that ends it: whoever moderates does so inside, while our address is closed at once.
/// </summary>
internal sealed class JitsiClassroom(IOptions<ClassroomOptions> options, TimeProvider time) : IClassroomProvider
{
    private readonly JitsiOptions _jitsi = options.Value.Jitsi;

    public string Kind => Classroom.Jitsi;
    public bool IsConfigured => _jitsi.IsUsed;
    public bool TellsPresence => _jitsi.HearsNotices;

    public Task<Entrance> OpenAsync(Visit visit, CancellationToken cancellationToken)
    {
        var (room, now) = (visit.Classroom.SessionId.ToString(), time.GetUtcNow().UtcDateTime);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _jitsi.AppId,
            Audience = _jitsi.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = visit.Until.UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = _jitsi.Subject.Length > 0 ? _jitsi.Subject : _jitsi.BaseUrl!.Host,
                ["room"] = room,
                // One for token_moderation, the other for token_affiliation: Jitsi itself knows no roles in a token.
                ["moderator"] = visit.Visitor.Leads,
                ["context"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["user"] = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["id"] = visit.Visitor.Id,
                        ["name"] = visit.Visitor.Name,
                        ["affiliation"] = visit.Visitor.Leads ? "owner" : "member",
                    },
                },
            },
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_jitsi.Secret)), SecurityAlgorithms.HmacSha256),
        });
        return Task.FromResult<Entrance>(new Uri($"{_jitsi.BaseUrl!.AbsoluteUri.TrimEnd('/')}/{room}?jwt={token}"));
    }

    public Task<ClassroomFault?> EndAsync(Guid sessionId, CancellationToken cancellationToken) => Task.FromResult<ClassroomFault?>(null);
}
