using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bpsdm.ServiceDefaults;

public static class Database
{
    /// <summary>
    /// Adds the service's own database: a pooled <see cref="NpgsqlDataSource"/> (for set-based SQL and COPY) and the
    /// context over it, names in snake_case, with a health check.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">Key of the connection string, for example <c>cataloguedb</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is not configured.</exception>
    public static WebApplicationBuilder AddServiceDatabase<TContext>(this WebApplicationBuilder builder, string connectionName)
        where TContext : DbContext
    {
        var connectionString = new NpgsqlConnectionStringBuilder(
            builder.Configuration.GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not set."))
        {
            ApplicationName = connectionName,
            // Six services with 40 each stay below the 300 connections that the server allows.
            MaxPoolSize = builder.Configuration.GetValue("Database:MaxPoolSize", 40),
            MaxAutoPrepare = 100,
            // Whatever is set for a session here is set for a transaction: the six statements of a reset have nothing to undo.
            NoResetOnClose = true,
            // No statement runs long enough to earn its compilation back: seating 5,000 under eight rules spent 3.3 of 3.4 s on it.
            // And bodies of events are compressed by what costs a third of the default's time. Plans are made for the tables as they
            // are: one kept from when they were empty reads a whole table a batch, until the server counts its rows again (0076).
            Options = "-c jit=off -c default_toast_compression=lz4 -c plan_cache_mode=force_custom_plan",
        }.ConnectionString;

        // The pool's name in the metrics; by default that would be the connection string.
        builder.Services.AddNpgsqlDataSource(connectionString, source => source.Name = connectionName);
        builder.Services.AddDbContextPool<TContext>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql
                .MigrationsHistoryTable("migrations_history")
                // What is read together is of one moment; where the rows would multiply, the query says AsSplitQuery.
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(services.GetServices<IInterceptor>()));
        builder.Services.AddHealthChecks().AddNpgSql(timeout: TimeSpan.FromSeconds(3), name: "database");
        return builder;
    }

    /// <summary>
    /// The explicit step before the services start (<c>dotnet Bpsdm.X.dll migrate</c>): applies the migrations, seeds, and runs every
    /// <see cref="IMigrationStep"/>. Safe to run again, and safe when two run at once: EF Core takes a lock on the migrations history.
    /// </summary>
    /// <returns>True when the command line asked for it: the program should then end.</returns>
    public static async Task<bool> MigrateIfAskedAsync<TContext>(
        this WebApplication app, string[] args, Func<IServiceProvider, CancellationToken, Task>? seed = null)
        where TContext : DbContext
    {
        if (args is not ["migrate", ..]) return false;
        await app.Services.MigrateAsync<TContext>(seed, CancellationToken.None);
        return true;
    }

    /// <summary>Applies the migrations of <typeparamref name="TContext"/>, seeds, and runs every <see cref="IMigrationStep"/>.</summary>
    public static async Task MigrateAsync<TContext>(
        this IServiceProvider services, Func<IServiceProvider, CancellationToken, Task>? seed, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.MigrateAsync(cancellationToken);
        if (seed is not null) await seed(scope.ServiceProvider, cancellationToken);
        foreach (var step in services.GetServices<IMigrationStep>()) await step.RunAsync(cancellationToken);
    }
}
