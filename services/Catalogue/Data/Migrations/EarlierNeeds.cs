namespace Bpsdm.Catalogue.Data.Migrations;

/// <summary>
/// What becomes of the needs of before there were calls, drafts and position groups. Nobody knows the groups of their people; most
/// civil servants are pelaksana, and the reason that the agency gave still says what it said.
/// </summary>
internal static class EarlierNeeds
{
    public const string Convert =
        """
        INSERT INTO training_calls (year, id, opens, deadline, guidance, called_by, called_at)
        SELECT year, gen_random_uuid(), least(min(drafted_at)::date, make_date(year, 12, 31)), make_date(year, 12, 31),
            'Panggilan usulan tahun ' || year || ', dibuat untuk usulan yang sudah ada.', 'migration', now()
        FROM needs GROUP BY year;

        UPDATE needs SET pelaksana = headcount, submitted_by = drafted_by, submitted_at = drafted_at,
            status = CASE status WHEN 'proposed' THEN 'submitted' ELSE status END;

        INSERT INTO need_history (id, need_id, action, reason, done_by, done_at)
        SELECT gen_random_uuid(), id, 'submitted', NULL, submitted_by, submitted_at FROM needs
        UNION ALL
        SELECT gen_random_uuid(), id, status, rejection_reason, decided_by, decided_at FROM needs WHERE decided_at IS NOT NULL;
        """;
}
