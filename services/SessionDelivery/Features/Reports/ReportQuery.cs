using System.Data;
using Bpsdm.SessionDelivery.Data;
using Bpsdm.SessionDelivery.Domain;
using Bpsdm.SessionDelivery.Domain.Tests;
using Bpsdm.SessionDelivery.Features.Evaluation;
using Microsoft.EntityFrameworkCore;

namespace Bpsdm.SessionDelivery.Features.Reports;

/// <summary>Counts the report in PostgreSQL: a statement for each of its parts, however many participants there are.</summary>
internal static class ReportQuery
{
    /// <summary>Who is reported on ({0} is the offering): those who hold a seat, lost it with the offering, or had an outcome before they left.</summary>
    private const string Participants =
        """
        WITH p AS (
            SELECT s.participant_id, s.agency_code, s.agency_name, o.completed
            FROM seats s LEFT JOIN outcomes o USING (participant_id)
            WHERE s.offering_id = {0} AND (s.withdrawn_at IS NULL OR s.withdrawal_reason = 'offering-cancelled' OR o.participant_id IS NOT NULL))

        """;

    public static async Task<ClosingReport?> ReadAsync(DeliveryDb db, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await db.Offerings.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { } offering) return null;

        var agencies = await AgenciesAsync(db, id, cancellationToken);
        var attended = await CountAsync(db, Participants + "SELECT a.session_id AS id, count(*)::int AS count FROM p JOIN attendances a USING (participant_id) WHERE a.offering_id = {0} GROUP BY 1", id, cancellationToken);
        var done = await CountAsync(db, Participants + "SELECT m.module_id AS id, count(*)::int AS count FROM p JOIN module_progress m USING (participant_id) WHERE m.offering_id = {0} AND m.percent = 100 GROUP BY 1", id, cancellationToken);
        var preTest = await ScoresAsync(db, $"SELECT participant_id, max(score) AS score FROM test_attempts WHERE offering_id = {{0}} AND test = '{TestName.PreTest}' AND score IS NOT NULL GROUP BY 1", id, cancellationToken);
        var postTest = await ScoresAsync(db, "SELECT participant_id, max(score) AS score FROM attempts WHERE offering_id = {0} GROUP BY 1", id, cancellationToken);
        var evaluation = await ReadEvaluation.ResultsOfAsync(db, id, cancellationToken);

        var registered = agencies.Sum(a => a.Registered);
        var (completed, failed) = (agencies.Sum(a => a.Completed), agencies.Sum(a => a.Failed));
        var seats = await db.Seats.CountAsync(s => s.OfferingId == id, cancellationToken);
        var sessions = offering.Sessions.Count;
        return new(
            new(offering.Id, offering.ProgrammeCode, offering.ProgrammeTitle, offering.Angkatan, offering.Year, offering.Jp, offering.Place,
                offering.StartDate, offering.EndDate, offering.Rule.PassingGrade, offering.Rule.MinAttendancePercent),
            offering.CancelledAt is not null ? "cancelled" : offering.ClosedAt is not null ? "closed" : "running", offering.ClosedAt, now,
            new(registered, completed, failed, registered - completed - failed, Percent(completed, registered), seats - registered),
            Percent(agencies.Sum(a => a.Attended), (long)registered * sessions),
            [.. offering.Sessions.OrderBy(s => s.Number).Select(s => new SessionAttendance(
                s.Id, s.Number, s.Title, s.StartsAt, attended.GetValueOrDefault(s.Id), Percent(attended.GetValueOrDefault(s.Id), registered)))],
            [.. offering.Modules.Where(m => m.IsSelfPaced).OrderBy(m => m.Number).Select(m => new ModuleCompletion(
                m.Id, m.Number, m.Title, done.GetValueOrDefault(m.Id), Percent(done.GetValueOrDefault(m.Id), registered)))],
            new(preTest, postTest),
            new(evaluation, Sections(evaluation)),
            [.. agencies.Select(a => new AgencyResult(
                a.Code, a.Name, a.Registered, a.Completed, a.Failed, a.Registered - a.Completed - a.Failed, Percent(a.Completed, a.Registered),
                Percent(a.Attended, (long)a.Registered * sessions), a.MeanScore))]);
    }

    private static decimal? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);

    private static Task<List<AgencyCounts>> AgenciesAsync(DeliveryDb db, Guid id, CancellationToken cancellationToken)
    {
        const string Sql = Participants +
            """
            SELECT agency_code AS code, max(agency_name) AS name, count(*)::int AS registered, count(*) FILTER (WHERE completed)::int AS completed,
                count(*) FILTER (WHERE NOT completed)::int AS failed, coalesce(sum(a.sessions), 0)::bigint AS attended, round(avg(t.best), 1) AS mean_score
            FROM p
            LEFT JOIN (SELECT participant_id, count(*) AS sessions FROM attendances WHERE offering_id = {0} GROUP BY 1) a USING (participant_id)
            LEFT JOIN (SELECT participant_id, max(score) AS best FROM attempts WHERE offering_id = {0} GROUP BY 1) t USING (participant_id)
            GROUP BY agency_code ORDER BY agency_code
            """;
        return db.Database.SqlQueryRaw<AgencyCounts>(Sql, id).ToListAsync(cancellationToken);
    }

    private static Task<Dictionary<Guid, int>> CountAsync(DeliveryDb db, string sql, Guid id, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<Counted>(sql, id).ToDictionaryAsync(c => c.Id, c => c.Count, cancellationToken);

    /// <param name="scores">A query of participants and their scores.</param>
    private static async Task<ScoreSummary?> ScoresAsync(DeliveryDb db, string scores, Guid id, CancellationToken cancellationToken)
    {
        var sql = Participants +
            $"""
            , t AS ({scores}), b AS (SELECT t.score, least(floor(t.score / 10), 9)::int AS band FROM p JOIN t USING (participant_id))
            SELECT count(*)::int AS tested, round(avg(score), 1) AS mean, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY score))::numeric, 1) AS median,
                min(score) AS lowest, max(score) AS highest,
                (SELECT array_agg((SELECT count(*)::int FROM b WHERE band = n) ORDER BY n) FROM generate_series(0, 9) n) AS distribution
            FROM b
            """;
        var row = (await db.Database.SqlQueryRaw<ScoreRow>(sql, id).ToListAsync(cancellationToken)).Single();
        return row.Tested == 0 ? null : new(row.Tested, row.Mean!.Value, row.Median!.Value, row.Lowest!.Value, row.Highest!.Value, row.Distribution);
    }

    private static SectionMean[] Sections(EvaluationResults results) =>
    [
        .. results.Items.Where(i => i.Distribution is not null).GroupBy(i => i.Section, StringComparer.Ordinal).Select(section => new SectionMean(
            section.Key,
            Math.Round(
                section.Sum(i => i.Distribution!.Select((count, step) => (decimal)count * (step + 1)).Sum()) / section.Sum(i => i.Answered), 2,
                MidpointRounding.AwayFromZero))),
    ];

    private sealed record AgencyCounts(string Code, string Name, int Registered, int Completed, int Failed, long Attended, decimal? MeanScore);

    private sealed record Counted(Guid Id, int Count);

    private sealed record ScoreRow(int Tested, decimal? Mean, decimal? Median, decimal? Lowest, decimal? Highest, int[] Distribution);
}
