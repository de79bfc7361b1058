using Bpsdm.LocalOrchestrator;

namespace Bpsdm.EndToEnd.Tests;

/// <summary>The checkout that these tests were built in, and what else was built in it.</summary>
internal static class Repository
{
    public static string Root { get; } = LocalPlatformOptions.BuiltWith("RepositoryRoot");

    public static string Configuration { get; } = LocalPlatformOptions.BuiltWith("Configuration");

    /// <param name="project">Its folder, such as bench/Demo.</param>
    public static string AssemblyOf(string project) => AssemblyOf(Root, project);

    /// <summary>The same of another checkout.</summary>
    public static string AssemblyOf(string root, string project)
    {
        var name = Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(root, project), "*.csproj").Single());
        return Path.Combine(root, project, "bin", Configuration, "net10.0", $"{name}.dll");
    }
}
