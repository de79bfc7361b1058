namespace Bpsdm.LocalOrchestrator;

internal static class PrivateFile
{
    /// <summary>Writes a file that never existed, even for a moment, with more rights than its owner's.</summary>
    public static void Write(string path, string text)
    {
        File.Delete(path);
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
