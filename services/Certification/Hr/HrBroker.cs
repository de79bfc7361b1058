using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Bpsdm.ServiceDefaults;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Bpsdm.Certification.Hr;

/// <summary>Settings under <c>Hr:Broker</c>: how HR systems reach the exchange.</summary>
public sealed class HrBrokerOptions
{
    /// <summary>Address of RabbitMQ's management API, for the <c>migrate</c> step alone. Where it is empty, the broker's administrator makes the user.</summary>
    public string ManagementUrl { get; set; } = "";

    /// <summary>Name of the HR systems' user; it owns the queues whose names begin with it and a dot.</summary>
    public string User { get; set; } = "hr";

    public string Password { get; set; } = "";

    /// <summary>The broker as HR systems reach it (amqps://host:port), for the AsyncAPI document; empty where that is told otherwise.</summary>
    public string PublicUrl { get; set; } = "";
}

/// <summary>
/// What an HR user may do, as RabbitMQ has it (regular expressions over names): make and delete queues of its own prefix, bind
/// them to the exchange of completions, read from them. Nothing else can be read, and nothing of ours be written to.
/// </summary>
internal sealed record HrPermissions(string Configure, string Write, string Read)
{
    public static HrPermissions Of(string user)
    {
        var own = $"{Regex.Escape(user)}\\..*";
        return new($"^{own}$", $"^{own}$", $"^({own}|{Regex.Escape(HrExchange.Name)})$");
    }
}

internal static class HrBrokerServices
{
    public static void AddHrBroker(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HrBrokerOptions>().Bind(builder.Configuration.GetSection("Hr:Broker"))
            .Validate(o => o.ManagementUrl.Length == 0 || (o.User.Length > 0 && o.Password.Length >= 16), "Hr:Broker:Password needs 16 characters.")
            .Validate(o => o.PublicUrl.Length == 0 || Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "amqp" or "amqps", "Hr:Broker:PublicUrl must be an amqp(s) address.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IMigrationStep, HrBrokerDeployment>();
    }
}

/// <summary>Makes the exchange, so that an HR system can bind a queue before the first completion, and the user of HR systems.</summary>
internal sealed class HrBrokerDeployment(IConfiguration configuration, IOptions<HrBrokerOptions> options) : IMigrationStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var broker = new Uri(configuration.GetConnectionString("messaging")!);
        await using (await HrExchange.OpenAsync(broker, cancellationToken))
        {
        }
        if (options.Value.ManagementUrl.Length > 0) await SetUserAsync(new ConnectionFactory { Uri = broker }, cancellationToken);
    }

    private async Task SetUserAsync(ConnectionFactory administrator, CancellationToken cancellationToken)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{administrator.UserName}:{administrator.Password}"));
        using var management = new HttpClient { BaseAddress = new Uri(options.Value.ManagementUrl) };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        var (user, virtualHost) = (Uri.EscapeDataString(options.Value.User), Uri.EscapeDataString(administrator.VirtualHost));
        // No tag: it is no user of the management API.
        await PutAsync($"/api/users/{user}", new { password = options.Value.Password, tags = "" });
        var (configure, write, read) = HrPermissions.Of(options.Value.User);
        await PutAsync($"/api/permissions/{virtualHost}/{user}", new { configure, write, read });

        async Task PutAsync(string path, object body)
        {
            using var answer = await management.PutAsJsonAsync(path, body, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }
}
