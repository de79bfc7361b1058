using System.Net.Sockets;
using Npgsql;
using StackExchange.Redis;

namespace Bpsdm.ServiceDefaults;

/// <summary>Tells a server that is away from a fault in what was asked of it.</summary>
public static class Outage
{
    /// <summary>
    /// Whether the database or the issuer of tokens (or the way to it) was away: the same thing may succeed in a moment. Redis is
    /// never an outage: it is a cache, so whoever uses it goes on without it, and an exception of it that comes here is a defect.
    /// </summary>
    public static bool Is(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is RedisException or RedisTimeoutException) return false;
            if (exception is IssuerAwayException) return true;
            if (exception is NpgsqlException { IsTransient: true } or SocketException) return true;
            if (exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow })
                return true;
        }
        return false;
    }
}
