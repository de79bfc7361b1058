namespace Bpsdm.LocalOrchestrator;

internal static class PrivateFile
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes a file that never existed, even for a moment, with more rights than its owner's.</summary>
    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(Create(path));
        writer.Write(text);
    }

    /// <inheritdoc cref="Write"/>
    public static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        using var copy = Create(to);
        source.CopyTo(copy);
    }

    private static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
