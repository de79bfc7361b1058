using System.Globalization;
using Bpsdm.Demo;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
DemoOptions options;
try
{
    options = DemoOptions.Parse(args);
}
catch (Exception e) when (e is ArgumentException or IOException or KeyNotFoundException)
{
    Console.Error.WriteLine($"{e.Message}\nusage: {DemoOptions.Usage}");
    return 2;
}

using var api = new PlatformApi(options.Gateway, options.ClientSecret, options.Parallel * 2);
try
{
    return await new DemoRun(api, options).RunAsync() ? 0 : 1;
}
catch (DemoException e)
{
    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]The demo stopped:[/] {e.Message}");
    return 1;
}
