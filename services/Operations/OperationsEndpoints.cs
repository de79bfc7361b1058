using Bpsdm.Operations.Broker;
using Bpsdm.Operations.Monitoring;

namespace Bpsdm.Operations;

internal static class OperationsEndpoints
{
    /// <summary>What the page asks for. Parked messages are each service's own: <c>/api/{service}/operations/parked-messages</c>.</summary>
    public static void MapOperations(this WebApplication app)
    {
        var api = app.MapGroup("/api/operations").RequireRoles(Roles.Operator).WithTags("Operasi");
        api.AddEndpointFilter(ToldApartAsync);
        foreach (var status in (int[])[401, 403, 503]) api.ProducesProblem(status);

        api.MapGet("/monitoring", ReadMonitoring.HandleAsync).WithSummary("Bagian yang diukur, sasaran mutu, dan peringatan");
        api.MapGet("/boards/{board}", ReadBoard.HandleAsync).WithSummary("Grafik satu papan, menurut kueri yang bernama").ProducesProblem(404).ProducesValidationProblem();

        api.MapGet("/broker", ReadBroker.HandleAsync).WithSummary("Keadaan RabbitMQ dan semua antreannya");
        api.MapGet("/error-queues/{queue}/messages", ReadErrorQueue.HandleAsync).WithSummary("Pesan yang gagal diolah, tanpa isinya").ProducesProblem(404);
        api.MapPost("/error-queues/{queue}/redelivery", Redeliver.AllAsync).WithSummary("Kirim ulang semua pesan di antrean galat").ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/error-queues/{queue}/messages/{messageId:guid}/redelivery", Redeliver.OneAsync).WithSummary("Kirim ulang satu pesan").ProducesProblem(404).ProducesProblem(409);
    }

    /// <summary>What is away is said by its name: the page shows the rest without it.</summary>
    private static async ValueTask<object?> ToldApartAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BrokerAwayException)
        {
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, "broker-away", "RabbitMQ tidak menjawab; coba lagi sebentar lagi.");
        }
        catch (PrometheusAwayException)
        {
            return Problems.Problem(
                StatusCodes.Status503ServiceUnavailable, "monitoring-away",
                "Prometheus tidak menjawab: grafik, sasaran, dan peringatan tidak tersedia. Antrean dan pesan tetap dapat dilihat.");
        }
    }
}
