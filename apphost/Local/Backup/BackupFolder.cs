using System.Security.Cryptography;
using System.Text.Json;

namespace Bpsdm.LocalOrchestrator;

/// <summary>What backup.json says of the files beside it. It is written last: a folder without it is no backup.</summary>
/// <param name="Format">Of this file and of the layout of the folder.</param>
/// <param name="MadeAt">The state of the databases is of this moment or a little later; of all five it is of the same one.</param>
/// <param name="Postgres">Major version of the server: its files are read by this version alone.</param>
/// <param name="Migrations">The last migration of each database, by the name of its resource.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset MadeAt, int Postgres, IReadOnlyDictionary<string, string> Migrations, IReadOnlyList<BackupFile> Files)
{
    public const int CurrentFormat = 1;
}

/// <param name="Name">Path from the folder of the backup.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In hexadecimal.</param>
internal sealed record BackupFile(string Name, long Size, string Sha256);

/// <summary>The layout of a backup, and whether one is whole.</summary>
internal sealed class BackupFolder(string root)
{
    public const string Prefix = "bpsdm-", Base = "base.tar.gz", Wal = "pg_wal.tar.gz", ServersManifest = "backup_manifest";
    private const string ManifestName = "backup.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Root => root;

    public string Postgres => Path.Combine(root, "postgres");

    /// <summary>The files of the state folder that are no data of a server: secrets, keys, ports.</summary>
    public string State => Path.Combine(root, "state");

    public string Definitions => Path.Combine(root, "messaging", RabbitMqServer.DefinitionsName);

    public static bool IsBackup(string folder) => File.Exists(Path.Combine(folder, ManifestName));

    /// <summary>Adds the checksums of everything that is there, and so makes it a backup.</summary>
    public async Task SealAsync(DateTimeOffset madeAt, int postgres, IReadOnlyDictionary<string, string> migrations, CancellationToken cancellation)
    {
        var files = new List<BackupFile>();
        foreach (var name in Names()) files.Add(new BackupFile(name, new FileInfo(Path.Combine(root, name)).Length, await ChecksumAsync(name, cancellation)));
        PrivateFile.Write(Path.Combine(root, ManifestName), JsonSerializer.Serialize(new BackupManifest(BackupManifest.CurrentFormat, madeAt, postgres, migrations, files), Json));
    }

    /// <summary>Reads backup.json and compares every file with what it says.</summary>
    /// <exception cref="LocalRunException">It is no backup, of a format that is not known, or a file is missing, added or changed.</exception>
    public async Task<BackupManifest> VerifyAsync(CancellationToken cancellation)
    {
        var manifest = Read();
        if (manifest.Format != BackupManifest.CurrentFormat) throw new LocalRunException($"{root} is a backup of format {manifest.Format}, and this version reads {BackupManifest.CurrentFormat}.");
        var named = manifest.Files.Select(f => f.Name).ToHashSet();
        if (Names().FirstOrDefault(name => !named.Contains(name)) is { } added) throw new LocalRunException($"{root} is damaged: {added} does not belong to it.");
        foreach (var file in manifest.Files)
        {
            var info = new FileInfo(Path.Combine(root, file.Name));
            if (!info.Exists) throw new LocalRunException($"{root} is damaged: {file.Name} is missing.");
            if (info.Length != file.Size || await ChecksumAsync(file.Name, cancellation) != file.Sha256) throw new LocalRunException($"{root} is damaged: {file.Name} is not as it was written.");
        }
        return manifest;
    }

    private BackupManifest Read()
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(Path.Combine(root, ManifestName)), Json) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new LocalRunException($"{root} is no backup: its {ManifestName} could not be read ({e.Message}).", e);
        }
    }

    private IEnumerable<string> Names() =>
        Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Where(name => name != ManifestName).Order(StringComparer.Ordinal);

    private async Task<string> ChecksumAsync(string name, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(Path.Combine(root, name));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
