using Bpsdm.Certification.Webhooks.Sending;
using Bpsdm.ServiceDefaults;
using FluentValidation;

namespace Bpsdm.Certification.Webhooks.Endpoints;

internal static class WebhookEndpoints
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration("Webhooks").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<DeliveryStore>();
        services.AddHostedService<WebhookSender>();
        services.AddSingleton<IValidator<SubscriptionBody>, SubscriptionBodyValidator>();
        services.AddSingleton<IValidator<ReplayBody>, ReplayBodyValidator>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/hr/webhooks").WithTags("HR").RequireRoles(Roles.HrSystem);
        webhooks.MapGet("", Subscribing.ListAsync).WithSummary("Langganan webhook milik klien ini");
        webhooks.MapPut("/{id:guid}", Subscribing.PutAsync).Validate<SubscriptionBody>().WithSummary("Membuat atau mengubah langganan; rahasia hanya tampil pada jawaban pertama");
        webhooks.MapGet("/{id:guid}", Subscribing.GetAsync).WithSummary("Satu langganan dan keadaannya");
        webhooks.MapDelete("/{id:guid}", Subscribing.DeleteAsync).WithSummary("Menghapus langganan beserta pesannya");
        webhooks.MapPost("/{id:guid}/secret-rotations", Subscribing.RotateAsync).WithSummary("Rahasia baru; yang lama masih ikut menandatangani selama masa peralihan");
        webhooks.MapPost("/{id:guid}/tests", Messages.TestAsync).WithSummary("Mengirim pesan uji coba sekarang juga");
        webhooks.MapGet("/{id:guid}/deliveries", Messages.ListAsync).WithSummary("Catatan pengiriman, yang terbaru lebih dahulu");
        webhooks.MapPost("/{id:guid}/replays", Messages.ReplayAsync).Validate<ReplayBody>().WithSummary("Mengirim ulang sejak suatu waktu, atau satu pesan");
    }
}
