namespace Bpsdm.Enrolment.Features.Imports;

public static class ImportServices
{
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ImportOptions>(configuration.GetSection("Imports"));
        services.AddSingleton<ImportSignal>();
        services.AddScoped<ImportUpload>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportEvents>();
        services.AddHostedService<ImportWorker>();
        services.AddHostedService<ImportRetention>();
        services.AddHostedService<ImportGauges>();
        return services;
    }
}
