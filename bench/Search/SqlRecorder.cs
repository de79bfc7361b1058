using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Bpsdm.SearchBench;

internal sealed record Statement(string Sql, NpgsqlParameter[] Parameters)
{
    public NpgsqlCommand On(NpgsqlConnection connection, string before = "")
    {
        var command = new NpgsqlCommand(before + Sql, connection);
        foreach (var parameter in Parameters) command.Parameters.Add(parameter.Clone());
        return command;
    }
}

/// <summary>The statements by which the service answers, so that a bare connection can run the very same.</summary>
internal sealed class SqlRecorder : DbCommandInterceptor
{
    private readonly List<Statement> _statements = [];

    public bool Records { get; set; }

    /// <summary>Those since the last time; requests are to come one by one.</summary>
    public Statement[] Take()
    {
        Statement[] taken = [.. _statements];
        _statements.Clear();
        return taken;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Records) _statements.Add(new(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        return ValueTask.FromResult(result);
    }
}
