using Bpsdm.Certification.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Bpsdm.Certification.Data;

/// <summary>Completions as one array a column: they go to the server in one statement, whatever their number.</summary>
internal sealed class CompletionArrays(Completion[] completions)
{
    private static readonly (string Name, NpgsqlDbType Type, Func<Completion, object?> Value)[] All =
    [
        ("id", NpgsqlDbType.Uuid, _ => Guid.CreateVersion7()),
        ("verification_code", NpgsqlDbType.Text, _ => VerificationCode.Create().Value),
        ("kind", NpgsqlDbType.Text, c => c.Kind.Code()),
        ("series_year", NpgsqlDbType.Integer, c => c.Year),
        ("completion_id", NpgsqlDbType.Uuid, c => c.Participant.FactId),
        ("participant_id", NpgsqlDbType.Uuid, c => c.Participant.ParticipantId),
        ("completed_at", NpgsqlDbType.TimestampTz, c => c.Participant.CompletedAt.ToUniversalTime()),
        ("score", NpgsqlDbType.Numeric, c => c.Participant.Score),
        ("nip", NpgsqlDbType.Text, c => c.Participant.Person.Nip),
        ("name", NpgsqlDbType.Text, c => c.Participant.Person.Name),
        ("birth_place", NpgsqlDbType.Text, c => c.Participant.Person.BirthPlace),
        ("birth_date", NpgsqlDbType.Date, c => c.Participant.Person.BirthDate),
        ("rank", NpgsqlDbType.Text, c => c.Participant.Person.Rank),
        ("position", NpgsqlDbType.Text, c => c.Participant.Person.Position),
        ("agency_code", NpgsqlDbType.Text, c => c.Participant.Person.AgencyCode),
        ("agency_name", NpgsqlDbType.Text, c => c.Participant.Person.AgencyName),
        ("offering_id", NpgsqlDbType.Uuid, c => c.Offering.OfferingId),
        ("programme_code", NpgsqlDbType.Text, c => c.Offering.ProgrammeCode),
        ("programme_title", NpgsqlDbType.Text, c => c.Offering.ProgrammeTitle),
        ("category", NpgsqlDbType.Text, c => c.Offering.Category),
        ("angkatan", NpgsqlDbType.Integer, c => c.Offering.Angkatan),
        ("year", NpgsqlDbType.Integer, c => c.Offering.Year),
        ("jp", NpgsqlDbType.Integer, c => c.Offering.Jp),
        ("delivery_mode", NpgsqlDbType.Text, c => c.Offering.DeliveryMode),
        ("place", NpgsqlDbType.Text, c => c.Offering.Place),
        ("start_date", NpgsqlDbType.Date, c => c.Offering.StartDate),
        ("end_date", NpgsqlDbType.Date, c => c.Offering.EndDate),
    ];

    public static string Columns { get; } = string.Join(", ", All.Select(c => c.Name));

    private readonly object?[][] _values = [.. All.Select(column => completions.Select(column.Value).ToArray())];

    public static string Placeholders(int first) => string.Join(", ", All.Select((_, i) => $"${first + i}"));

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        for (var i = 0; i < All.Length; i++)
            parameters.Add(new NpgsqlParameter { Value = _values[i], NpgsqlDbType = NpgsqlDbType.Array | All[i].Type });
    }
}
